"""Processes that their owners edit: owners, drafts, moving running cases, and what going back needs"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "process_owner",
        sa.Column("process_id", sa.String(120), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("granted_by", ID),
        sa.Column("granted_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_process_owner_person_id"),
        sa.ForeignKeyConstraint(["granted_by"], ["person.id"], name="fk_process_owner_granted_by"),
        sa.PrimaryKeyConstraint("process_id", "person_id", name="pk_process_owner"),
    )
    op.create_table(
        "process_draft",
        sa.Column("id", ID, nullable=False),
        sa.Column("process_id", sa.String(120), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("based_on", ID),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by", ID, nullable=False),
        sa.ForeignKeyConstraint(["based_on"], ["process_definition.id"], name="fk_process_draft_based_on"),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name="fk_process_draft_created_by"),
        sa.ForeignKeyConstraint(["changed_by"], ["person.id"], name="fk_process_draft_changed_by"),
        sa.PrimaryKeyConstraint("id", name="pk_process_draft"),
        sa.UniqueConstraint("process_id", name="uq_process_draft_process_id"),
    )
    op.create_table(
        "draft_file",
        sa.Column("process_draft_id", ID, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("previous", sa.LargeBinary()),
        sa.Column("base_digest", sa.String(64)),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.Column("saved_by", ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["process_draft_id"], ["process_draft.id"], name="fk_draft_file_process_draft_id"
        ),
        sa.ForeignKeyConstraint(["saved_by"], ["person.id"], name="fk_draft_file_saved_by"),
        sa.PrimaryKeyConstraint("process_draft_id", "name", name="pk_draft_file"),
    )
    op.create_table(
        "draft_presence",
        sa.Column("process_draft_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["process_draft_id"], ["process_draft.id"], name="fk_draft_presence_process_draft_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_draft_presence_person_id"),
        sa.PrimaryKeyConstraint("process_draft_id", "person_id", "name", name="pk_draft_presence"),
    )
    op.create_table(
        "migration",
        sa.Column("id", ID, nullable=False),
        sa.Column("process_id", sa.String(120), nullable=False),
        sa.Column("target_id", ID, nullable=False),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.Column("requested_by", ID, nullable=False),
        sa.Column("requested_at", MOMENT, nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("finished_at", MOMENT),
        sa.ForeignKeyConstraint(["target_id"], ["process_definition.id"], name="fk_migration_target_id"),
        sa.ForeignKeyConstraint(["requested_by"], ["person.id"], name="fk_migration_requested_by"),
        sa.PrimaryKeyConstraint("id", name="pk_migration"),
    )
    op.create_index("ix_migration_process_id", "migration", ["process_id"])
    op.create_table(
        "migration_case",
        sa.Column("migration_id", ID, nullable=False),
        sa.Column("process_instance_id", ID, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("template", sa.Text()),
        sa.Column("params", sa.Text()),
        sa.Column("at", MOMENT),
        sa.ForeignKeyConstraint(["migration_id"], ["migration.id"], name="fk_migration_case_migration_id"),
        sa.ForeignKeyConstraint(
            ["process_instance_id"], ["process_instance.id"], name="fk_migration_case_process_instance_id"
        ),
        sa.PrimaryKeyConstraint("migration_id", "process_instance_id", name="pk_migration_case"),
    )
    op.create_table(
        "migration_consent",
        sa.Column("migration_id", ID, nullable=False),
        sa.Column("party_id", ID, nullable=False),
        sa.Column("is_yes", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.Text()),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("answered_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["migration_id"], ["migration.id"], name="fk_migration_consent_migration_id"),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name="fk_migration_consent_party_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_migration_consent_person_id"),
        sa.PrimaryKeyConstraint("migration_id", "party_id", name="pk_migration_consent"),
    )
    op.create_table(
        "variable_change",
        sa.Column("id", ID, nullable=False),
        sa.Column("process_instance_id", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_instance_id"], ["process_instance.id"], name="fk_variable_change_process_instance_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_variable_change"),
    )
    op.create_index("ix_variable_change_instance", "variable_change", ["process_instance_id", "version"])

    op.add_column("process_definition", sa.Column("note", sa.Text()))
    op.add_column("process_definition", sa.Column("scenarios", sa.Text()))
    op.add_column("history", sa.Column("version", sa.Integer()))
    op.add_column("job", sa.Column("is_held", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    for table, columns in (
        ("job", ("is_held",)),
        ("history", ("version",)),
        ("process_definition", ("scenarios", "note")),
    ):
        for column in columns:  # in place: SQLite would not let a table go that others refer to
            op.drop_column(table, column)
    for table in (
        "variable_change",
        "migration_consent",
        "migration_case",
        "migration",
        "draft_presence",
        "draft_file",
        "process_draft",
        "process_owner",
    ):
        op.drop_table(table)
