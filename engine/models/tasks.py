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
    sa.Column("due_why", Json, doc="how the deadline came about: {template, params}"),
    sa.Column("follow_up_at", Moment),
    sa.Column("priority", sa.Integer, nullable=False),
    reference("form_definition", nullable=True),
    sa.Column("scope", sa.String(200), nullable=False),
    sa.Column("properties", Json, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("completed_at", Moment),
    reference("person", name="completed_by", nullable=True),
    reference("person", name="completed_for", nullable=True, doc="whose work a substitute did"),
    sa.Column("answers", Json, doc="what was sent, for reading it again; a gate's without the own note"),
    sa.Column("own_answers", Json, doc="what was sent in private fields: {party key: {name: value}}"),
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
    sa.Column("is_private", sa.Boolean, nullable=False, default=False, server_default=sa.false()),
    reference("party", nullable=True, doc="whose it is while it is private"),
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
    reference("person", name="on_behalf_of", nullable=True),
    sa.Column("decision", sa.String(12), nullable=False, doc="godkend, betinget, ret, vent or stop"),
    sa.Column("remark", sa.Text),
    sa.Column("internal_note", sa.Text, doc="for the person's own party only"),
    sa.Column("decided_at", Moment, nullable=False),
    sa.Column("voided_at", Moment),
    reference("approval", name="voided_by", nullable=True),
)

# What a yes was given on: followed up until it is met or given up.
condition = sa.Table(
    "condition",
    metadata,
    sa.Column("id", Id, primary_key=True),
    reference("process_instance", index=True),
    reference("approval"),
    sa.Column("text", sa.Text, nullable=False),
    reference("party", nullable=True, doc="who must meet it"),
    sa.Column("due_on", sa.Date),
    sa.Column("is_blocking", sa.Boolean, nullable=False, doc="the gate waits until it is met or given up"),
    sa.Column("state", sa.String(12), nullable=False, doc="open, met or waived"),
    sa.Column("note", sa.Text),
    reference("person", name="closed_by", nullable=True),
    sa.Column("closed_at", Moment),
)

# Who has put their name to which words, and the sealed file that proves it.
signature = sa.Table(
    "signature",
    metadata,
    sa.Column("id", Id, primary_key=True),
    reference("process_instance", index=True),
    reference("document"),
    reference("user_task", nullable=True),
    reference("party", nullable=True),
    sa.Column("role_id", sa.String(80), nullable=False),
    reference("person"),
    reference("person", name="on_behalf_of", nullable=True),
    sa.Column("sha256", sa.String(64), nullable=False, doc="of the words that were shown"),
    sa.Column("signed_at", Moment, nullable=False),
    sa.Column("service", sa.String(40), nullable=False, doc="who vouches: local, or an external service"),
    sa.Column("file_sha256", sa.String(64), doc="the sealed PDF among the files"),
)

# A file that somebody has added; its content lies in the folder of files, named by its hash.
attachment = sa.Table(
    "attachment",
    metadata,
    sa.Column("id", Id, primary_key=True),
    reference("process_instance", index=True),
    reference("user_task", nullable=True),
    reference("party", doc="who added it"),
    sa.Column("is_private", sa.Boolean, nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("media_type", sa.String(120), nullable=False),
    sa.Column("size", sa.Integer, nullable=False, doc="bytes"),
    sa.Column("sha256", sa.String(64), nullable=False),
    reference("person"),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("removed_at", Moment),
)

comment = sa.Table(
    "comment",
    metadata,
    sa.Column("id", Id, primary_key=True),
    reference("process_instance", index=True),
    reference("user_task", nullable=True),
    reference("document", nullable=True),
    reference("party", doc="whom the writer spoke for"),
    sa.Column("is_private", sa.Boolean, nullable=False),
    reference("person"),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("deleted_at", Moment),
)

mention = sa.Table(
    "mention",
    metadata,
    reference("comment", primary_key=True),
    reference("person", primary_key=True),
)
