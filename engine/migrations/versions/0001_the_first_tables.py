"""The first tables"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "counter",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counter")),
    )
    op.create_table(
        "form_definition",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("form_id", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("schema", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("deployed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_definition")),
        sa.UniqueConstraint("form_id", "version", name=op.f("uq_form_definition_form_id_version")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.String(length=40),
            nullable=False,
            comment="what it is to a process: civil, virksomhed, ...",
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("name", name=op.f("uq_organisation_name")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False, comment="in lower case"),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("is_operator", sa.Boolean(), nullable=False, comment="may deploy processes"),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_table(
        "role_definition",
        sa.Column("role_id", sa.String(length=80), nullable=False),
        sa.Column("name", sa.Text(), nullable=False, comment="language -> text"),
        sa.Column(
            "party_kind",
            sa.String(length=40),
            nullable=False,
            comment="kind of party that fills it, 'any' or 'joint'",
        ),
        sa.Column("resolves_to", sa.Text(), nullable=False, comment="party kind -> role that stands in"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("role_id", name=op.f("pk_role_definition")),
    )
    op.create_table(
        "setting",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_setting")),
    )
    op.create_table(
        "membership",
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id")),
        sa.PrimaryKeyConstraint("person_id", "organisation_id", name=op.f("pk_membership")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "process_definition",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("process_id", sa.String(length=120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("xml", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False, comment="SHA-256 of xml"),
        sa.Column("properties", sa.Text(), nullable=False),
        sa.Column(
            "is_startable",
            sa.Boolean(),
            nullable=False,
            comment="has a none start event and names its parties",
        ),
        sa.Column("deployed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deployed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(
            ["deployed_by"], ["person.id"], name=op.f("fk_process_definition_deployed_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process_definition")),
        sa.UniqueConstraint("process_id", "version", name=op.f("uq_process_definition_process_id_version")),
    )
    op.create_table(
        "standing_role",
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("role_id", sa.String(length=80), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_standing_role_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_standing_role_person_id")),
        sa.PrimaryKeyConstraint("organisation_id", "role_id", "person_id", name=op.f("pk_standing_role")),
        comment="who usually fills a role for an organisation: the first casting of its new cases",
    )
    op.create_table(
        "process_form",
        sa.Column(
            "process_definition_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("form_id", sa.String(length=120), nullable=False),
        sa.Column("form_definition_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["form_definition_id"], ["form_definition.id"], name=op.f("fk_process_form_form_definition_id")
        ),
        sa.ForeignKeyConstraint(
            ["process_definition_id"],
            ["process_definition.id"],
            name=op.f("fk_process_form_process_definition_id"),
        ),
        sa.PrimaryKeyConstraint("process_definition_id", "form_id", name=op.f("pk_process_form")),
        comment="the form versions that a process version uses, pinned at deployment",
    )
    op.create_table(
        "process_instance",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False, comment="what people call it: 2026-0042"),
        sa.Column(
            "process_definition_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column(
            "status",
            sa.String(length=12),
            nullable=False,
            comment="active, completed, terminated or cancelled",
        ),
        sa.Column(
            "ended_at_element",
            sa.String(length=200),
            nullable=True,
            comment="the end event reached, for its name",
        ),
        sa.Column("cancel_reason", sa.Text(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "origin_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="the case whose message started it",
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tokens", sa.LargeBinary(), nullable=False),
        sa.Column("variables", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, comment="safety net behind the row lock"),
        sa.ForeignKeyConstraint(
            ["origin_id"], ["process_instance.id"], name=op.f("fk_process_instance_origin_id")
        ),
        sa.ForeignKeyConstraint(
            ["process_definition_id"],
            ["process_definition.id"],
            name=op.f("fk_process_instance_process_definition_id"),
        ),
        sa.ForeignKeyConstraint(["started_by"], ["person.id"], name=op.f("fk_process_instance_started_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process_instance")),
        sa.UniqueConstraint("number", name=op.f("uq_process_instance_number")),
    )
    with op.batch_alter_table("process_instance", schema=None) as batch_op:
        batch_op.create_index("ix_process_instance_status", ["status", "started_at"], unique=False)

    op.create_table(
        "document",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_instance_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False, comment="[{heading, fields: [{key, label, value}]}]"),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="of the canonical content"),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_instance_id"], ["process_instance.id"], name=op.f("fk_document_process_instance_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint(
            "process_instance_id", "key", "version", name=op.f("uq_document_process_instance_id_key_version")
        ),
    )
    op.create_table(
        "incident",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_instance_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("token", sa.String(length=200), nullable=False),
        sa.Column("element_id", sa.String(length=200), nullable=True),
        sa.Column("process_id", sa.String(length=120), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["process_instance_id"], ["process_instance.id"], name=op.f("fk_incident_process_instance_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_incident_process_instance_id"), ["process_instance_id"], unique=False
        )

    op.create_table(
        "job",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "kind",
            sa.String(length=40),
            nullable=False,
            comment="timer, message, or the type of a service task",
        ),
        sa.Column("process_instance_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("token", sa.String(length=200), nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retries", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["process_instance_id"], ["process_instance.id"], name=op.f("fk_job_process_instance_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index("ix_job_due", ["kind", "due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_process_instance_id"), ["process_instance_id"], unique=False)

    op.create_table(
        "message",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("correlation_key", sa.String(length=400), nullable=False),
        sa.Column("variables", sa.Text(), nullable=False),
        sa.Column("origin_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["origin_id"], ["process_instance.id"], name=op.f("fk_message_origin_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        comment="published, and waiting for somebody to want it",
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index("ix_message_name", ["name", "correlation_key"], unique=False)

    op.create_table(
        "party",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_instance_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("key", sa.String(length=20), nullable=False, comment="part_id in the model: P1, P2, ..."),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("organisation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_party_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["process_instance_id"], ["process_instance.id"], name=op.f("fk_party_process_instance_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party")),
        sa.UniqueConstraint("process_instance_id", "key", name=op.f("uq_party_process_instance_id_key")),
        sa.UniqueConstraint(
            "process_instance_id",
            "organisation_id",
            name=op.f("uq_party_process_instance_id_organisation_id"),
        ),
    )
    with op.batch_alter_table("party", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_party_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_party_process_instance_id"), ["process_instance_id"], unique=False
        )

    op.create_table(
        "subscription",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False, comment="message or signal"),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("correlation_key", sa.String(length=400), nullable=False),
        sa.Column("process_instance_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("token", sa.String(length=200), nullable=True),
        sa.Column(
            "process_definition_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="set when a start event waits, not an instance",
        ),
        sa.Column("element_id", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_definition_id"],
            ["process_definition.id"],
            name=op.f("fk_subscription_process_definition_id"),
        ),
        sa.ForeignKeyConstraint(
            ["process_instance_id"], ["process_instance.id"], name=op.f("fk_subscription_process_instance_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
    )
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.create_index("ix_subscription_name", ["kind", "name", "correlation_key"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_subscription_process_instance_id"), ["process_instance_id"], unique=False
        )

    op.create_table(
        "casting",
        sa.Column("party_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("role_id", sa.String(length=80), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_casting_party_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_casting_person_id")),
        sa.PrimaryKeyConstraint("party_id", "role_id", "person_id", name=op.f("pk_casting")),
    )
    with op.batch_alter_table("casting", schema=None) as batch_op:
        batch_op.create_index("ix_casting_person", ["person_id", "role_id", "party_id"], unique=False)

    op.create_table(
        "history",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_instance_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "kind",
            sa.String(length=20),
            nullable=False,
            comment="entered, completed, terminated, or a command's word",
        ),
        sa.Column("element_id", sa.String(length=200), nullable=True),
        sa.Column("process_id", sa.String(length=120), nullable=True),
        sa.Column(
            "call_path", sa.String(length=400), nullable=False, comment="call activities from the root"
        ),
        sa.Column("name", sa.String(length=300), nullable=True),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("party_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("data", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_history_party_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_history_person_id")),
        sa.ForeignKeyConstraint(
            ["process_instance_id"], ["process_instance.id"], name=op.f("fk_history_process_instance_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history")),
    )
    with op.batch_alter_table("history", schema=None) as batch_op:
        batch_op.create_index("ix_history_instance", ["process_instance_id", "id"], unique=False)

    op.create_table(
        "user_task",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_instance_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("token", sa.String(length=200), nullable=False, comment="its key in the runtime"),
        sa.Column("element_id", sa.String(length=200), nullable=False),
        sa.Column("process_id", sa.String(length=120), nullable=False),
        sa.Column("call_path", sa.String(length=400), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column(
            "role_id", sa.String(length=80), nullable=False, comment="the role as cast: aliases are resolved"
        ),
        sa.Column(
            "party_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="empty: anybody in the role, whatever the party",
        ),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False, comment="open, completed or terminated"),
        sa.Column("assignee_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("follow_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("form_definition_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("scope", sa.String(length=200), nullable=False),
        sa.Column("properties", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["assignee_id"], ["person.id"], name=op.f("fk_user_task_assignee_id")),
        sa.ForeignKeyConstraint(["completed_by"], ["person.id"], name=op.f("fk_user_task_completed_by")),
        sa.ForeignKeyConstraint(
            ["form_definition_id"], ["form_definition.id"], name=op.f("fk_user_task_form_definition_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_user_task_party_id")),
        sa.ForeignKeyConstraint(
            ["process_instance_id"], ["process_instance.id"], name=op.f("fk_user_task_process_instance_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_task")),
    )
    with op.batch_alter_table("user_task", schema=None) as batch_op:
        batch_op.create_index("ix_user_task_assignee", ["assignee_id", "state"], unique=False)
        batch_op.create_index("ix_user_task_done", ["completed_by", "completed_at"], unique=False)
        batch_op.create_index(
            "ix_user_task_joint",
            ["process_instance_id", "role_id"],
            unique=False,
            sqlite_where=sa.text("party_id IS NULL"),
            postgresql_where=sa.text("party_id IS NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_user_task_process_instance_id"), ["process_instance_id"], unique=False
        )
        batch_op.create_index("ix_user_task_role", ["party_id", "role_id", "state"], unique=False)
        batch_op.create_index("ix_user_task_token", ["process_instance_id", "token"], unique=False)

    op.create_table(
        "approval",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "process_instance_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("user_task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("document_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "sha256", sa.String(length=64), nullable=False, comment="of the words that the person was shown"
        ),
        sa.Column("party_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("role_id", sa.String(length=80), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("decision", sa.String(length=12), nullable=False, comment="godkend, ret, vent or stop"),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.Column("internal_note", sa.Text(), nullable=True, comment="for the person's own party only"),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_approval_document_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_approval_party_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_approval_person_id")),
        sa.ForeignKeyConstraint(
            ["process_instance_id"], ["process_instance.id"], name=op.f("fk_approval_process_instance_id")
        ),
        sa.ForeignKeyConstraint(["user_task_id"], ["user_task.id"], name=op.f("fk_approval_user_task_id")),
        sa.ForeignKeyConstraint(["voided_by"], ["approval.id"], name=op.f("fk_approval_voided_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        sa.UniqueConstraint("user_task_id", name=op.f("uq_approval_user_task_id")),
    )
    with op.batch_alter_table("approval", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_approval_process_instance_id"), ["process_instance_id"], unique=False
        )

    op.create_table(
        "draft",
        sa.Column("user_task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("values", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_draft_person_id")),
        sa.ForeignKeyConstraint(["user_task_id"], ["user_task.id"], name=op.f("fk_draft_user_task_id")),
        sa.PrimaryKeyConstraint("user_task_id", "person_id", name=op.f("pk_draft")),
    )


def downgrade() -> None:

    op.drop_table("draft")
    with op.batch_alter_table("approval", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_approval_process_instance_id"))

    op.drop_table("approval")
    with op.batch_alter_table("user_task", schema=None) as batch_op:
        batch_op.drop_index("ix_user_task_token")
        batch_op.drop_index("ix_user_task_role")
        batch_op.drop_index(batch_op.f("ix_user_task_process_instance_id"))
        batch_op.drop_index(
            "ix_user_task_joint",
            sqlite_where=sa.text("party_id IS NULL"),
            postgresql_where=sa.text("party_id IS NULL"),
        )
        batch_op.drop_index("ix_user_task_done")
        batch_op.drop_index("ix_user_task_assignee")

    op.drop_table("user_task")
    with op.batch_alter_table("history", schema=None) as batch_op:
        batch_op.drop_index("ix_history_instance")

    op.drop_table("history")
    with op.batch_alter_table("casting", schema=None) as batch_op:
        batch_op.drop_index("ix_casting_person")

    op.drop_table("casting")
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_subscription_process_instance_id"))
        batch_op.drop_index("ix_subscription_name")

    op.drop_table("subscription")
    with op.batch_alter_table("party", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_party_process_instance_id"))
        batch_op.drop_index(batch_op.f("ix_party_organisation_id"))

    op.drop_table("party")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index("ix_message_name")

    op.drop_table("message")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_process_instance_id"))
        batch_op.drop_index("ix_job_due")

    op.drop_table("job")
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_incident_process_instance_id"))

    op.drop_table("incident")
    op.drop_table("document")
    with op.batch_alter_table("process_instance", schema=None) as batch_op:
        batch_op.drop_index("ix_process_instance_status")

    op.drop_table("process_instance")
    op.drop_table("process_form")
    op.drop_table("standing_role")
    op.drop_table("process_definition")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_organisation_id"))

    op.drop_table("membership")
    op.drop_table("setting")
    op.drop_table("role_definition")
    op.drop_table("person")
    op.drop_table("organisation")
    op.drop_table("form_definition")
    op.drop_table("counter")
