"""Organisations, people, and what is deployed"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "counter",
        sa.Column("name", sa.String(80)),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counter"),
    )
    op.create_table(
        "form_definition",
        sa.Column("id", ID),
        sa.Column("form_id", sa.String(120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("schema", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("deployed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_form_definition"),
        sa.UniqueConstraint("form_id", "version", name="uq_form_definition_form_id_version"),
    )
    op.create_table(
        "organisation",
        sa.Column("id", ID),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organisation"),
        sa.UniqueConstraint("name", name="uq_organisation_name"),
    )
    op.create_table(
        "person",
        sa.Column("id", ID),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("locale", sa.String(5), nullable=False),
        sa.Column("is_operator", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.UniqueConstraint("email", name="uq_person_email"),
    )
    op.create_table(
        "role_definition",
        sa.Column("role_id", sa.String(80)),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("party_kind", sa.String(40), nullable=False),
        sa.Column("resolves_to", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("role_id", name="pk_role_definition"),
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.String(80)),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_setting"),
    )
    op.create_table(
        "membership",
        sa.Column("person_id", ID, sa.ForeignKey("person.id", name="fk_membership_person_id")),
        sa.Column(
            "organisation_id", ID, sa.ForeignKey("organisation.id", name="fk_membership_organisation_id")
        ),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "organisation_id", name="pk_membership"),
    )
    op.create_index("ix_membership_organisation_id", "membership", ["organisation_id"])
    op.create_table(
        "process_definition",
        sa.Column("id", ID),
        sa.Column("process_id", sa.String(120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("xml", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("properties", sa.Text(), nullable=False),
        sa.Column("is_startable", sa.Boolean(), nullable=False),
        sa.Column("deployed_at", MOMENT, nullable=False),
        sa.Column("deployed_by", ID, sa.ForeignKey("person.id", name="fk_process_definition_deployed_by")),
        sa.PrimaryKeyConstraint("id", name="pk_process_definition"),
        sa.UniqueConstraint("process_id", "version", name="uq_process_definition_process_id_version"),
    )
    op.create_table(
        "standing_role",
        sa.Column(
            "organisation_id", ID, sa.ForeignKey("organisation.id", name="fk_standing_role_organisation_id")
        ),
        sa.Column("role_id", sa.String(80)),
        sa.Column("person_id", ID, sa.ForeignKey("person.id", name="fk_standing_role_person_id")),
        sa.PrimaryKeyConstraint("organisation_id", "role_id", "person_id", name="pk_standing_role"),
    )
    op.create_table(
        "process_form",
        sa.Column(
            "process_definition_id",
            ID,
            sa.ForeignKey("process_definition.id", name="fk_process_form_process_definition_id"),
        ),
        sa.Column("form_id", sa.String(120)),
        sa.Column(
            "form_definition_id",
            ID,
            sa.ForeignKey("form_definition.id", name="fk_process_form_form_definition_id"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("process_definition_id", "form_id", name="pk_process_form"),
    )


def downgrade() -> None:
    op.drop_table("process_form")
    op.drop_table("standing_role")
    op.drop_table("process_definition")
    op.drop_table("membership")
    op.drop_table("setting")
    op.drop_table("role_definition")
    op.drop_table("person")
    op.drop_table("organisation")
    op.drop_table("form_definition")
    op.drop_table("counter")
