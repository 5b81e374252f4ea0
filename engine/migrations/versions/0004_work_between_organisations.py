"""Work between organisations: invitations, files, comments, substitutes, notices"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "mail",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID),
        sa.Column("to_address", sa.String(254), nullable=False),
        sa.Column("subject", sa.String(300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("message_id", sa.String(200), nullable=False),
        sa.Column("unsubscribe", sa.String(500)),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT),
        sa.Column("error", sa.Text()),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_mail_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_mail"),
        sa.UniqueConstraint("message_id", name="uq_mail_message_id"),
    )
    op.create_table(
        "notification_choice",
        sa.Column("person_id", ID, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("by_mail", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_notification_choice_person_id"),
        sa.PrimaryKeyConstraint("person_id", "kind", name="pk_notification_choice"),
    )
    op.create_table(
        "saved_filter",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_saved_filter_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_saved_filter"),
        sa.UniqueConstraint("person_id", "name", name="uq_saved_filter_person_id_name"),
    )
    op.create_index("ix_saved_filter_person_id", "saved_filter", ["person_id"], unique=False)

    op.create_table(
        "substitute",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("substitute_id", ID, nullable=False),
        sa.Column("organisation_id", ID),
        sa.Column("process_id", sa.String(120)),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", ID, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.Column("ended_by", ID),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name="fk_substitute_created_by"),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name="fk_substitute_ended_by"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_substitute_organisation_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_substitute_person_id"),
        sa.ForeignKeyConstraint(["substitute_id"], ["person.id"], name="fk_substitute_substitute_id"),
        sa.PrimaryKeyConstraint("id", name="pk_substitute"),
    )
    op.create_index("ix_substitute_person_id", "substitute", ["person_id"], unique=False)
    op.create_index("ix_substitute_substitute_id", "substitute", ["substitute_id"], unique=False)

    op.create_table(
        "feed",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("process_instance_id", ID),
        sa.Column("secret", sa.String(64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("revoked_at", MOMENT),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_feed_person_id"),
        sa.ForeignKeyConstraint(
            ["process_instance_id"], ["process_instance.id"], name="fk_feed_process_instance_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_feed"),
        sa.UniqueConstraint("secret", name="uq_feed_secret"),
    )
    op.create_index("ix_feed_person_id", "feed", ["person_id"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", ID, nullable=False),
        sa.Column("party_id", ID, nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("invited_by", ID, nullable=False),
        sa.Column("invited_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT),
        sa.Column("answered_by", ID),
        sa.Column("reason", sa.Text()),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name="fk_invitation_answered_by"),
        sa.ForeignKeyConstraint(["invited_by"], ["person.id"], name="fk_invitation_invited_by"),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name="fk_invitation_party_id"),
        sa.PrimaryKeyConstraint("id", name="pk_invitation"),
        sa.UniqueConstraint("token_hash", name="uq_invitation_token_hash"),
    )
    op.create_index("ix_invitation_party_id", "invitation", ["party_id"], unique=False)

    op.create_table(
        "attachment",
        sa.Column("id", ID, nullable=False),
        sa.Column("process_instance_id", ID, nullable=False),
        sa.Column("user_task_id", ID),
        sa.Column("party_id", ID, nullable=False),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("media_type", sa.String(120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name="fk_attachment_party_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_attachment_person_id"),
        sa.ForeignKeyConstraint(
            ["process_instance_id"], ["process_instance.id"], name="fk_attachment_process_instance_id"
        ),
        sa.ForeignKeyConstraint(["user_task_id"], ["user_task.id"], name="fk_attachment_user_task_id"),
        sa.PrimaryKeyConstraint("id", name="pk_attachment"),
    )
    op.create_index("ix_attachment_process_instance_id", "attachment", ["process_instance_id"], unique=False)

    op.create_table(
        "comment",
        sa.Column("id", ID, nullable=False),
        sa.Column("process_instance_id", ID, nullable=False),
        sa.Column("user_task_id", ID),
        sa.Column("document_id", ID),
        sa.Column("party_id", ID, nullable=False),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("deleted_at", MOMENT),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_comment_document_id"),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name="fk_comment_party_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_comment_person_id"),
        sa.ForeignKeyConstraint(
            ["process_instance_id"], ["process_instance.id"], name="fk_comment_process_instance_id"
        ),
        sa.ForeignKeyConstraint(["user_task_id"], ["user_task.id"], name="fk_comment_user_task_id"),
        sa.PrimaryKeyConstraint("id", name="pk_comment"),
    )
    op.create_index("ix_comment_process_instance_id", "comment", ["process_instance_id"], unique=False)

    op.create_table(
        "notification",
        sa.Column("id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("process_instance_id", ID),
        sa.Column("user_task_id", ID),
        sa.Column("params", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("read_at", MOMENT),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_notification_person_id"),
        sa.ForeignKeyConstraint(
            ["process_instance_id"], ["process_instance.id"], name="fk_notification_process_instance_id"
        ),
        sa.ForeignKeyConstraint(["user_task_id"], ["user_task.id"], name="fk_notification_user_task_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notification"),
    )
    op.create_index("ix_notification_person", "notification", ["person_id", "read_at", "id"], unique=False)

    op.create_table(
        "signature",
        sa.Column("id", ID, nullable=False),
        sa.Column("process_instance_id", ID, nullable=False),
        sa.Column("document_id", ID, nullable=False),
        sa.Column("user_task_id", ID),
        sa.Column("party_id", ID),
        sa.Column("role_id", sa.String(80), nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("on_behalf_of", ID),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("signed_at", MOMENT, nullable=False),
        sa.Column("service", sa.String(40), nullable=False),
        sa.Column("file_sha256", sa.String(64)),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_signature_document_id"),
        sa.ForeignKeyConstraint(["on_behalf_of"], ["person.id"], name="fk_signature_on_behalf_of"),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name="fk_signature_party_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_signature_person_id"),
        sa.ForeignKeyConstraint(
            ["process_instance_id"], ["process_instance.id"], name="fk_signature_process_instance_id"
        ),
        sa.ForeignKeyConstraint(["user_task_id"], ["user_task.id"], name="fk_signature_user_task_id"),
        sa.PrimaryKeyConstraint("id", name="pk_signature"),
    )
    op.create_index("ix_signature_process_instance_id", "signature", ["process_instance_id"], unique=False)

    op.create_table(
        "condition",
        sa.Column("id", ID, nullable=False),
        sa.Column("process_instance_id", ID, nullable=False),
        sa.Column("approval_id", ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("party_id", ID),
        sa.Column("due_on", sa.Date()),
        sa.Column("is_blocking", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("note", sa.Text()),
        sa.Column("closed_by", ID),
        sa.Column("closed_at", MOMENT),
        sa.ForeignKeyConstraint(["approval_id"], ["approval.id"], name="fk_condition_approval_id"),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"], name="fk_condition_closed_by"),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name="fk_condition_party_id"),
        sa.ForeignKeyConstraint(
            ["process_instance_id"], ["process_instance.id"], name="fk_condition_process_instance_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_condition"),
    )
    op.create_index("ix_condition_process_instance_id", "condition", ["process_instance_id"], unique=False)

    op.create_table(
        "mention",
        sa.Column("comment_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name="fk_mention_comment_id"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_mention_person_id"),
        sa.PrimaryKeyConstraint("comment_id", "person_id", name="pk_mention"),
    )
    op.add_column(
        "approval",
        sa.Column("on_behalf_of", ID, sa.ForeignKey("person.id", name="fk_approval_on_behalf_of")),
        inline_references=True,
    )

    op.add_column("casting", sa.Column("is_deputy", sa.Boolean(), server_default=sa.false(), nullable=False))

    op.add_column(
        "document", sa.Column("is_private", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column(
        "document",
        sa.Column("party_id", ID, sa.ForeignKey("party.id", name="fk_document_party_id")),
        inline_references=True,
    )

    op.add_column(
        "history",
        sa.Column("on_behalf_of", ID, sa.ForeignKey("person.id", name="fk_history_on_behalf_of")),
        inline_references=True,
    )
    op.add_column("history", sa.Column("names", sa.Text()))
    op.add_column("history", sa.Column("seq", sa.Integer()))
    op.add_column("history", sa.Column("salt", sa.String(32)))
    op.add_column("history", sa.Column("digest", sa.String(64)))
    op.add_column("history", sa.Column("hash", sa.String(64)))
    op.create_index(
        "uq_history_process_instance_id_seq", "history", ["process_instance_id", "seq"], unique=True
    )

    op.add_column(
        "process_instance", sa.Column("audit_seq", sa.Integer(), server_default="0", nullable=False)
    )
    op.add_column("process_instance", sa.Column("audit_hash", sa.String(64)))

    op.add_column("party", sa.Column("sees_from", MOMENT))
    op.add_column("party", sa.Column("left_at", MOMENT))
    op.add_column("party", sa.Column("left_reason", sa.Text()))

    op.add_column(
        "decision_evaluation",
        sa.Column("is_private", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column(
        "decision_evaluation",
        sa.Column("party_id", ID, sa.ForeignKey("party.id", name="fk_decision_evaluation_party_id")),
        inline_references=True,
    )
    op.add_column("user_task", sa.Column("own_answers", sa.Text()))
    op.add_column("user_task", sa.Column("due_why", sa.Text()))
    op.add_column(
        "user_task",
        sa.Column("completed_for", ID, sa.ForeignKey("person.id", name="fk_user_task_completed_for")),
        inline_references=True,
    )


def downgrade() -> None:
    for table, columns in (
        ("user_task", ("completed_for", "due_why", "own_answers")),
        ("party", ("left_reason", "left_at", "sees_from")),
        ("process_instance", ("audit_hash", "audit_seq")),
        ("history", ("names", "hash", "digest", "salt", "seq", "on_behalf_of")),
        ("document", ("party_id", "is_private")),
        ("decision_evaluation", ("party_id", "is_private")),
        ("casting", ("is_deputy",)),
        ("approval", ("on_behalf_of",)),
    ):
        with op.batch_alter_table(table) as batch:
            if table == "history":
                batch.drop_index("uq_history_process_instance_id_seq")
            for column in columns:
                batch.drop_column(column)
    for table in (
        "mention",
        "condition",
        "signature",
        "notification",
        "comment",
        "attachment",
        "invitation",
        "feed",
        "substitute",
        "saved_filter",
        "notification_choice",
        "mail",
    ):
        op.drop_table(table)
