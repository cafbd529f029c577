"""What learners answer to feedback: disputes of single findings, and what they expected of an attempt."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "dispute",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("finding", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_dispute"),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name="fk_dispute_attempt_id_attempt", ondelete="CASCADE"),
        sa.UniqueConstraint("attempt_id", "key", name="uq_dispute_attempt_id"),
    )
    op.create_table(
        "self_assessment",
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("weakest_start", sa.Integer(), nullable=True),
        sa.Column("weakest_end", sa.Integer(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("attempt_id", name="pk_self_assessment"),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempt.id"], name="fk_self_assessment_attempt_id_attempt", ondelete="CASCADE"),
    )


def downgrade() -> None:
    op.drop_table("self_assessment")
    op.drop_table("dispute")
