"""What each call of a model took of a day's budget."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "spending",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("tokens", sa.BigInteger(), nullable=False),
        sa.Column("cost_usd", sa.Float(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_spending"),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_spending_learner_id_learner", ondelete="SET NULL"),
    )
    op.create_index("ix_spending_day_learner_id", "spending", ["day", "learner_id"])


def downgrade() -> None:
    op.drop_table("spending")
