"""Work for people: user tasks, what they have begun to type, and what they have approved."""

from __future__ import annotations

import sqlalchemy as sa

from .base import Id, Json, Moment, metadata, reference

user_task = sa.Table(
    "user_task",
    metadata,
    sa.Column("id", Id, primary_key=True),
    reference("process_instance", index=True),
    sa.Column("token", sa.String(200), nullable=False, doc="its key in the runtime"),
    sa.Column("element_id", sa.String(200), nullable=False),
    sa.Column("process_id", sa.String(120), nullable=False),
    sa.Column("call_path", sa.String(400), nullable=False),
    sa.Column("name", sa.String(300), nullable=False),
    sa.Column("role_id", sa.String(80), nullable=False, doc="the role as cast: aliases are resolved"),
    reference("party", nullable=True, doc="empty: anybody in the role, whatever the party"),
    sa.Column("is_private", sa.Boolean, nullable=False),
    sa.Column("state", sa.String(12), nullable=False, doc="open, completed or terminated"),
    reference("person", name="assignee_id", nullable=True),
    sa.Column("due_at", Moment),
    sa.Column("follow_up_at", Moment),
    sa.Column("priority", sa.Integer, nullable=False),
    reference("form_definition", nullable=True),
    sa.Column("scope", sa.String(200), nullable=False),
    sa.Column("properties", Json, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("completed_at", Moment),
    reference("person", name="completed_by", nullable=True),
    sa.Column("answers", Json, doc="what was sent, for reading it again; a gate's without the own note"),
    sa.Index("ix_user_task_role", "party_id", "role_id", "state"),
    sa.Index("ix_user_task_assignee", "assignee_id", "state"),
    sa.Index("ix_user_task_done", "completed_by", "completed_at"),
    sa.Index("ix_user_task_token", "process_instance_id", "token"),
    sa.Index(
        "ix_user_task_joint",
        "process_instance_id",
        "role_id",
        sqlite_where=sa.text("party_id IS NULL"),
        postgresql_where=sa.text("party_id IS NULL"),
    ),
)

draft = sa.Table(
    "draft",
    metadata,
    reference("user_task", primary_key=True),
    reference("person", primary_key=True),
    sa.Column("values", Json, nullable=False),
    sa.Column("saved_at", Moment, nullable=False),
)

document = sa.Table(
    "document",
    metadata,
    sa.Column("id", Id, primary_key=True),
    reference("process_instance"),
    sa.Column("key", sa.String(120), nullable=False),
    sa.Column("title", sa.String(200), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("content", Json, nullable=False, doc="[{heading, fields: [{key, label, value}]}]"),
    sa.Column("sha256", sa.String(64), nullable=False, doc="of the canonical content"),
    sa.Column("frozen_at", Moment, nullable=False),
    sa.UniqueConstraint("process_instance_id", "key", "version"),
)

approval = sa.Table(
    "approval",
    metadata,
    sa.Column("id", Id, primary_key=True),
    reference("process_instance", index=True),
    reference("user_task", unique=True),
    reference("document"),
    sa.Column("sha256", sa.String(64), nullable=False, doc="of the words that the person was shown"),
    reference("party", nullable=True),
    sa.Column("role_id", sa.String(80), nullable=False),
    reference("person"),
    sa.Column("decision", sa.String(12), nullable=False, doc="godkend, ret, vent or stop"),
    sa.Column("remark", sa.Text),
    sa.Column("internal_note", sa.Text, doc="for the person's own party only"),
    sa.Column("decided_at", Moment, nullable=False),
    sa.Column("voided_at", Moment),
    reference("approval", name="voided_by", nullable=True),
)
