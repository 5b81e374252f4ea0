"""Cases, tasks, gates and background work"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "process_instance",
        sa.Column("id", ID),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column(
            "process_definition_id",
            ID,
            sa.ForeignKey("process_definition.id", name="fk_process_instance_process_definition_id"),
            nullable=False,
        ),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("status", sa.String(12), nullable=False),
        sa.Column("ended_at_element", sa.String(200)),
        sa.Column("cancel_reason", sa.Text()),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("started_by", ID, sa.ForeignKey("person.id", name="fk_process_instance_started_by")),
        sa.Column(
            "origin_id", ID, sa.ForeignKey("process_instance.id", name="fk_process_instance_origin_id")
        ),
        sa.Column("ended_at", MOMENT),
        sa.Column("tokens", sa.LargeBinary(), nullable=False),
        sa.Column("variables", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_process_instance"),
        sa.UniqueConstraint("number", name="uq_process_instance_number"),
    )
    op.create_index("ix_process_instance_status", "process_instance", ["status", "started_at"])
    op.create_table(
        "document",
        sa.Column("id", ID),
        sa.Column(
            "process_instance_id",
            ID,
            sa.ForeignKey("process_instance.id", name="fk_document_process_instance_id"),
            nullable=False,
        ),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("frozen_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_document"),
        sa.UniqueConstraint(
            "process_instance_id", "key", "version", name="uq_document_process_instance_id_key_version"
        ),
    )
    op.create_table(
        "incident",
        sa.Column("id", ID),
        sa.Column(
            "process_instance_id",
            ID,
            sa.ForeignKey("process_instance.id", name="fk_incident_process_instance_id"),
            nullable=False,
        ),
        sa.Column("token", sa.String(200), nullable=False),
        sa.Column("element_id", sa.String(200)),
        sa.Column("process_id", sa.String(120)),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("params", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("resolved_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_incident"),
    )
    op.create_index("ix_incident_process_instance_id", "incident", ["process_instance_id"])
    op.create_table(
        "job",
        sa.Column("id", ID),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column(
            "process_instance_id", ID, sa.ForeignKey("process_instance.id", name="fk_job_process_instance_id")
        ),
        sa.Column("token", sa.String(200)),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("retries", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_job"),
    )
    op.create_index("ix_job_due", "job", ["kind", "due_at"])
    op.create_index("ix_job_process_instance_id", "job", ["process_instance_id"])
    op.create_table(
        "message",
        sa.Column("id", ID),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("correlation_key", sa.String(400), nullable=False),
        sa.Column("variables", sa.Text(), nullable=False),
        sa.Column("origin_id", ID, sa.ForeignKey("process_instance.id", name="fk_message_origin_id")),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
    )
    op.create_index("ix_message_name", "message", ["name", "correlation_key"])
    op.create_table(
        "party",
        sa.Column("id", ID),
        sa.Column(
            "process_instance_id",
            ID,
            sa.ForeignKey("process_instance.id", name="fk_party_process_instance_id"),
            nullable=False,
        ),
        sa.Column("key", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column(
            "organisation_id",
            ID,
            sa.ForeignKey("organisation.id", name="fk_party_organisation_id"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_party"),
        sa.UniqueConstraint("process_instance_id", "key", name="uq_party_process_instance_id_key"),
        sa.UniqueConstraint(
            "process_instance_id", "organisation_id", name="uq_party_process_instance_id_organisation_id"
        ),
    )
    op.create_index("ix_party_organisation_id", "party", ["organisation_id"])
    op.create_index("ix_party_process_instance_id", "party", ["process_instance_id"])
    op.create_table(
        "subscription",
        sa.Column("id", ID),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("correlation_key", sa.String(400), nullable=False),
        sa.Column(
            "process_instance_id",
            ID,
            sa.ForeignKey("process_instance.id", name="fk_subscription_process_instance_id"),
        ),
        sa.Column("token", sa.String(200)),
        sa.Column(
            "process_definition_id",
            ID,
            sa.ForeignKey("process_definition.id", name="fk_subscription_process_definition_id"),
        ),
        sa.Column("element_id", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_subscription"),
    )
    op.create_index("ix_subscription_name", "subscription", ["kind", "name", "correlation_key"])
    op.create_index("ix_subscription_process_instance_id", "subscription", ["process_instance_id"])
    op.create_table(
        "casting",
        sa.Column("party_id", ID, sa.ForeignKey("party.id", name="fk_casting_party_id")),
        sa.Column("role_id", sa.String(80)),
        sa.Column("person_id", ID, sa.ForeignKey("person.id", name="fk_casting_person_id")),
        sa.Column("cast_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("party_id", "role_id", "person_id", name="pk_casting"),
    )
    op.create_index("ix_casting_person", "casting", ["person_id", "role_id", "party_id"])
    op.create_table(
        "history",
        sa.Column("id", ID),
        sa.Column(
            "process_instance_id",
            ID,
            sa.ForeignKey("process_instance.id", name="fk_history_process_instance_id"),
            nullable=False,
        ),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("element_id", sa.String(200)),
        sa.Column("process_id", sa.String(120)),
        sa.Column("call_path", sa.String(400), nullable=False),
        sa.Column("name", sa.String(300)),
        sa.Column("person_id", ID, sa.ForeignKey("person.id", name="fk_history_person_id")),
        sa.Column("party_id", ID, sa.ForeignKey("party.id", name="fk_history_party_id")),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("data", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_history"),
    )
    op.create_index("ix_history_instance", "history", ["process_instance_id", "id"])
    op.create_table(
        "user_task",
        sa.Column("id", ID),
        sa.Column(
            "process_instance_id",
            ID,
            sa.ForeignKey("process_instance.id", name="fk_user_task_process_instance_id"),
            nullable=False,
        ),
        sa.Column("token", sa.String(200), nullable=False),
        sa.Column("element_id", sa.String(200), nullable=False),
        sa.Column("process_id", sa.String(120), nullable=False),
        sa.Column("call_path", sa.String(400), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("role_id", sa.String(80), nullable=False),
        sa.Column("party_id", ID, sa.ForeignKey("party.id", name="fk_user_task_party_id")),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("assignee_id", ID, sa.ForeignKey("person.id", name="fk_user_task_assignee_id")),
        sa.Column("due_at", MOMENT),
        sa.Column("follow_up_at", MOMENT),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column(
            "form_definition_id",
            ID,
            sa.ForeignKey("form_definition.id", name="fk_user_task_form_definition_id"),
        ),
        sa.Column("scope", sa.String(200), nullable=False),
        sa.Column("properties", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("completed_at", MOMENT),
        sa.Column("completed_by", ID, sa.ForeignKey("person.id", name="fk_user_task_completed_by")),
        sa.Column("answers", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_user_task"),
    )
    op.create_index("ix_user_task_assignee", "user_task", ["assignee_id", "state"])
    op.create_index("ix_user_task_done", "user_task", ["completed_by", "completed_at"])
    op.create_index(
        "ix_user_task_joint",
        "user_task",
        ["process_instance_id", "role_id"],
        sqlite_where=sa.text("party_id IS NULL"),
        postgresql_where=sa.text("party_id IS NULL"),
    )
    op.create_index("ix_user_task_process_instance_id", "user_task", ["process_instance_id"])
    op.create_index("ix_user_task_role", "user_task", ["party_id", "role_id", "state"])
    op.create_index("ix_user_task_token", "user_task", ["process_instance_id", "token"])
    op.create_table(
        "approval",
        sa.Column("id", ID),
        sa.Column(
            "process_instance_id",
            ID,
            sa.ForeignKey("process_instance.id", name="fk_approval_process_instance_id"),
            nullable=False,
        ),
        sa.Column(
            "user_task_id", ID, sa.ForeignKey("user_task.id", name="fk_approval_user_task_id"), nullable=False
        ),
        sa.Column(
            "document_id", ID, sa.ForeignKey("document.id", name="fk_approval_document_id"), nullable=False
        ),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("party_id", ID, sa.ForeignKey("party.id", name="fk_approval_party_id")),
        sa.Column("role_id", sa.String(80), nullable=False),
        sa.Column("person_id", ID, sa.ForeignKey("person.id", name="fk_approval_person_id"), nullable=False),
        sa.Column("decision", sa.String(12), nullable=False),
        sa.Column("remark", sa.Text()),
        sa.Column("internal_note", sa.Text()),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("voided_at", MOMENT),
        sa.Column("voided_by", ID, sa.ForeignKey("approval.id", name="fk_approval_voided_by")),
        sa.PrimaryKeyConstraint("id", name="pk_approval"),
        sa.UniqueConstraint("user_task_id", name="uq_approval_user_task_id"),
    )
    op.create_index("ix_approval_process_instance_id", "approval", ["process_instance_id"])
    op.create_table(
        "draft",
        sa.Column("user_task_id", ID, sa.ForeignKey("user_task.id", name="fk_draft_user_task_id")),
        sa.Column("person_id", ID, sa.ForeignKey("person.id", name="fk_draft_person_id")),
        sa.Column("values", sa.Text(), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("user_task_id", "person_id", name="pk_draft"),
    )


def downgrade() -> None:
    op.drop_table("draft")
    op.drop_table("approval")
    op.drop_table("user_task")
    op.drop_table("history")
    op.drop_table("casting")
    op.drop_table("subscription")
    op.drop_table("party")
    op.drop_table("message")
    op.drop_table("job")
    op.drop_table("incident")
    op.drop_table("document")
    op.drop_table("process_instance")
