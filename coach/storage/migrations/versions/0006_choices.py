"""What a learner chose: how the desk looks, and which findings are ignored in a draft."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    with op.batch_alter_table("learner") as learner:
        learner.add_column(sa.Column("preferences", sa.JSON(), nullable=True))
    with op.batch_alter_table("work") as work:
        work.add_column(sa.Column("ignored", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("work") as work:
        work.drop_column("ignored")
    with op.batch_alter_table("learner") as learner:
        learner.drop_column("preferences")
