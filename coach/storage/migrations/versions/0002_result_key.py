"""The key by which a scored result is found again."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("attempt", sa.Column("result_key", sa.String(64), nullable=True))
    op.create_index("ix_attempt_result_key", "attempt", ["result_key"])


def downgrade() -> None:
    op.drop_index("ix_attempt_result_key", "attempt")
    with op.batch_alter_table("attempt") as attempt:
        attempt.drop_column("result_key")
