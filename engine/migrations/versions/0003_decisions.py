"""Decision models and what they decided"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "decision_definition",
        sa.Column("id", ID),
        sa.Column("decision_id", sa.String(120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("xml", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("deployed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_decision_definition"),
        sa.UniqueConstraint("decision_id", "version", name="uq_decision_definition_decision_id_version"),
    )
    op.create_table(
        "process_decision",
        sa.Column(
            "process_definition_id",
            ID,
            sa.ForeignKey("process_definition.id", name="fk_process_decision_process_definition_id"),
        ),
        sa.Column("decision_id", sa.String(120)),
        sa.Column(
            "decision_definition_id",
            ID,
            sa.ForeignKey("decision_definition.id", name="fk_process_decision_decision_definition_id"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("process_definition_id", "decision_id", name="pk_process_decision"),
    )
    op.create_table(
        "decision_evaluation",
        sa.Column("id", ID),
        sa.Column(
            "process_instance_id",
            ID,
            sa.ForeignKey("process_instance.id", name="fk_decision_evaluation_process_instance_id"),
            nullable=False,
        ),
        sa.Column(
            "decision_definition_id",
            ID,
            sa.ForeignKey("decision_definition.id", name="fk_decision_evaluation_decision_definition_id"),
            nullable=False,
        ),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("decisions", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_decision_evaluation"),
    )
    op.create_index(
        "ix_decision_evaluation_process_instance_id", "decision_evaluation", ["process_instance_id"]
    )


def downgrade() -> None:
    op.drop_table("decision_evaluation")
    op.drop_table("process_decision")
    op.drop_table("decision_definition")
