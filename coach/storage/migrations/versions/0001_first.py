"""Learners, works, revisions, attempts."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    time = sa.DateTime(timezone=True)
    op.create_table(
        "learner",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cookie_hash", sa.String(64), nullable=False),
        sa.Column("created", time, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_learner"),
        sa.UniqueConstraint("cookie_hash", name="uq_learner_cookie_hash"),
    )
    op.create_table(
        "work",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("learner_id", sa.Uuid(), nullable=False),
        sa.Column("scenario", sa.String(100), nullable=False),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("created", time, nullable=False),
        sa.Column("updated", time, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_work"),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_work_learner_id_learner", ondelete="CASCADE"),
        sa.UniqueConstraint("learner_id", "scenario", name="uq_work_learner_id"),
    )
    op.create_table(
        "revision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("work_id", sa.Uuid(), nullable=False),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("created", time, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_revision"),
        sa.ForeignKeyConstraint(["work_id"], ["work.id"], name="fk_revision_work_id_work", ondelete="CASCADE"),
    )
    op.create_index("ix_revision_work_id", "revision", ["work_id"])
    op.create_table(
        "attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("work_id", sa.Uuid(), nullable=False),
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("previous_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("process", sa.String(32), nullable=False),
        sa.Column("scenario_hash", sa.String(64), nullable=False),
        sa.Column("glossary_hash", sa.String(64), nullable=False),
        sa.Column("engine_version", sa.String(40), nullable=False),
        sa.Column("evaluation", sa.JSON(), nullable=True),
        sa.Column("created", time, nullable=False),
        sa.Column("completed", time, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_attempt"),
        sa.ForeignKeyConstraint(["work_id"], ["work.id"], name="fk_attempt_work_id_work", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name="fk_attempt_revision_id_revision", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["previous_id"], ["attempt.id"], name="fk_attempt_previous_id_attempt", ondelete="SET NULL"),
    )
    op.create_index("ix_attempt_work_id_created", "attempt", ["work_id", "created"])


def downgrade() -> None:
    for table in ("attempt", "revision", "work", "learner"):
        op.drop_table(table)
