"""Processes in the making: who owns them, drafts, and moving running cases to a new version."""

from __future__ import annotations

import sqlalchemy as sa

from .base import Id, Json, Moment, metadata, reference

process_owner = sa.Table(
    "process_owner",
    metadata,
    sa.Column("process_id", sa.String(120), primary_key=True),
    reference("person", primary_key=True),
    reference("person", name="granted_by", nullable=True),
    sa.Column("granted_at", Moment, nullable=False),
)

# The next version of a process in the works: one for each process, shared by its owners.
process_draft = sa.Table(
    "process_draft",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("process_id", sa.String(120), nullable=False, unique=True),
    sa.Column("name", sa.String(200), nullable=False),
    reference("process_definition", name="based_on", nullable=True, doc="empty: a process that is new"),
    sa.Column("created_at", Moment, nullable=False),
    reference("person", name="created_by"),
    sa.Column("revision", sa.Integer, nullable=False, doc="grows with every change of any file"),
    sa.Column("changed_at", Moment, nullable=False),
    reference("person", name="changed_by"),
)

draft_file = sa.Table(
    "draft_file",
    metadata,
    reference("process_draft", primary_key=True),
    sa.Column("name", sa.String(200), primary_key=True),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("previous", sa.LargeBinary, doc="the content before it was last saved, to go back to"),
    sa.Column("base_digest", sa.String(64), doc="SHA-256 of the published file it began as; empty: new here"),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("saved_at", Moment, nullable=False),
    reference("person", name="saved_by"),
)

# Who has a file of a draft open right now, so that others are warned.
draft_presence = sa.Table(
    "draft_presence",
    metadata,
    reference("process_draft", primary_key=True),
    reference("person", primary_key=True),
    sa.Column("name", sa.String(200), primary_key=True),
    sa.Column("seen_at", Moment, nullable=False),
)

# Running cases are moved to a version, as somebody has asked.
migration = sa.Table(
    "migration",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("process_id", sa.String(120), nullable=False, index=True),
    reference("process_definition", name="target_id"),
    sa.Column("mapping", Json, nullable=False, doc="{element id: element id, or null for: end it there}"),
    reference("person", name="requested_by"),
    sa.Column("requested_at", Moment, nullable=False),
    sa.Column("reason", sa.Text),
    sa.Column("finished_at", Moment),
)

migration_case = sa.Table(
    "migration_case",
    metadata,
    reference("migration", primary_key=True),
    reference("process_instance", primary_key=True),
    sa.Column("state", sa.String(12), nullable=False, doc="consent, waiting, moved, stayed or failed"),
    sa.Column("template", sa.Text, doc="why it stayed or failed"),
    sa.Column("params", Json),
    sa.Column("at", Moment, doc="when that was settled"),
)

# Where a process asks for it, every party says yes before its case is moved.
migration_consent = sa.Table(
    "migration_consent",
    metadata,
    reference("migration", primary_key=True),
    reference("party", primary_key=True),
    sa.Column("is_yes", sa.Boolean, nullable=False),
    sa.Column("remark", sa.Text),
    reference("person"),
    sa.Column("answered_at", Moment, nullable=False),
)

# What variables were before each command that changed them: going back to a step gives it the data it had then.
variable_change = sa.Table(
    "variable_change",
    metadata,
    sa.Column("id", Id, primary_key=True),
    reference("process_instance"),
    sa.Column("version", sa.Integer, nullable=False, doc="of the instance, once the command was written"),
    sa.Column("at", Moment, nullable=False),
    sa.Column(
        "before", sa.LargeBinary, nullable=False, doc="{scope: {name: [value]}}; [] where there was none"
    ),
    sa.Index("ix_variable_change_instance", "process_instance_id", "version"),
)
