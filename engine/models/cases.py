"""Running and ended cases: the instance with its live state, its parties and its casting."""

from __future__ import annotations

import sqlalchemy as sa

from .base import Id, Json, Moment, metadata, reference

process_instance = sa.Table(
    "process_instance",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("number", sa.String(20), nullable=False, unique=True, doc="what people call it: 2026-0042"),
    reference("process_definition"),
    sa.Column("title", sa.String(200), nullable=False),
    sa.Column(
        "status", sa.String(12), nullable=False, doc="active, suspended, completed, terminated or cancelled"
    ),
    sa.Column("ended_at_element", sa.String(200), doc="the end event reached, for its name"),
    sa.Column("cancel_reason", sa.Text),
    sa.Column("started_at", Moment, nullable=False),
    reference("person", name="started_by", nullable=True),
    reference("process_instance", name="origin_id", nullable=True, doc="the case whose message started it"),
    sa.Column("ended_at", Moment),
    sa.Column("tokens", sa.LargeBinary, nullable=False),
    sa.Column("variables", sa.LargeBinary, nullable=False),
    sa.Column("version", sa.Integer, nullable=False, doc="safety net behind the row lock"),
    # the end of the audit chain: a trail that was cut short does not reach it
    sa.Column("audit_seq", sa.Integer, nullable=False, default=0, server_default="0"),
    sa.Column("audit_hash", sa.String(64)),
    sa.Index("ix_process_instance_status", "status", "started_at"),
)

party = sa.Table(
    "party",
    metadata,
    sa.Column("id", Id, primary_key=True),
    reference("process_instance", index=True),
    sa.Column("key", sa.String(20), nullable=False, doc="part_id in the model: P1, P2, ..."),
    sa.Column("kind", sa.String(40), nullable=False),
    reference("organisation", index=True),
    sa.Column(
        "sees_from", Moment, doc="joined later: knows nothing of what was over before; empty: everything"
    ),
    sa.Column("left_at", Moment, doc="left the partnership: knows nothing of what came after"),
    sa.Column("left_reason", sa.Text),
    sa.UniqueConstraint("process_instance_id", "key"),
    sa.UniqueConstraint("process_instance_id", "organisation_id"),
)

casting = sa.Table(
    "casting",
    metadata,
    reference("party", primary_key=True),
    sa.Column("role_id", sa.String(80), primary_key=True),
    reference("person", primary_key=True),
    sa.Column("cast_at", Moment, nullable=False),
    sa.Column("is_deputy", sa.Boolean, nullable=False, default=False, server_default=sa.false()),
    sa.Index("ix_casting_person", "person_id", "role_id", "party_id"),
)

# An organisation is asked to take its place in a case; the link in the mail is known by its hash only.
invitation = sa.Table(
    "invitation",
    metadata,
    sa.Column("id", Id, primary_key=True),
    reference("party", index=True),
    sa.Column("email", sa.String(254), nullable=False),
    sa.Column("name", sa.String(200), nullable=False, doc="of the person who is asked"),
    sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("state", sa.String(12), nullable=False, doc="open, accepted, declined or withdrawn"),
    reference("person", name="invited_by"),
    sa.Column("invited_at", Moment, nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
    sa.Column("answered_at", Moment),
    reference("person", name="answered_by", nullable=True),
    sa.Column("reason", sa.Text),
)

history = sa.Table(
    "history",
    metadata,
    sa.Column("id", Id, primary_key=True),
    reference("process_instance"),
    sa.Column("at", Moment, nullable=False),
    sa.Column(
        "kind", sa.String(20), nullable=False, doc="entered, completed, terminated, or a command's word"
    ),
    sa.Column("element_id", sa.String(200)),
    sa.Column("process_id", sa.String(120)),
    sa.Column("call_path", sa.String(400), nullable=False, default="", doc="call activities from the root"),
    sa.Column("name", sa.String(300)),
    reference("person", nullable=True),
    reference("party", nullable=True),
    sa.Column("is_private", sa.Boolean, nullable=False, default=False),
    sa.Column("data", Json),
    reference("person", name="on_behalf_of", nullable=True, doc="whose work a substitute did"),
    sa.Column("names", Json, doc="as they were then: {person, on_behalf_of, party_key, party}"),
    # the audit chain, for people's acts: place in it, salt, digest of the act, hash over the one before
    sa.Column("seq", sa.Integer),
    sa.Column("salt", sa.String(32)),
    sa.Column("digest", sa.String(64)),
    sa.Column("hash", sa.String(64)),
    sa.Column("version", sa.Integer, doc="of the instance once a move was written; empty for acts"),
    sa.Index("uq_history_process_instance_id_seq", "process_instance_id", "seq", unique=True),
    sa.Index("ix_history_instance", "process_instance_id", "id"),
)

incident = sa.Table(
    "incident",
    metadata,
    sa.Column("id", Id, primary_key=True),
    reference("process_instance", index=True),
    sa.Column("token", sa.String(200), nullable=False),
    sa.Column("element_id", sa.String(200)),
    sa.Column("process_id", sa.String(120)),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("template", sa.Text, nullable=False),
    sa.Column("params", Json, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("resolved_at", Moment),
)

setting = sa.Table(
    "setting",
    metadata,
    sa.Column("key", sa.String(80), primary_key=True),
    sa.Column("value", Json, nullable=False),
)

counter = sa.Table(
    "counter",
    metadata,
    sa.Column("name", sa.String(80), primary_key=True),
    sa.Column("value", sa.Integer, nullable=False),
)
