"""What must happen later or from outside: jobs, subscriptions, buffered messages."""

from __future__ import annotations

import sqlalchemy as sa

from .base import Id, Json, Moment, metadata, reference

job = sa.Table(
    "job",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("kind", sa.String(40), nullable=False, doc="timer, message, or the type of a service task"),
    reference("process_instance", nullable=True, index=True),
    sa.Column("token", sa.String(200)),
    sa.Column("payload", Json, nullable=False),
    sa.Column("due_at", Moment, nullable=False),
    sa.Column("retries", sa.Integer, nullable=False),
    sa.Column("error", sa.Text),
    sa.Column(
        "is_held",
        sa.Boolean,
        nullable=False,
        default=False,
        server_default=sa.false(),
        doc="its case is suspended: it waits until that goes on",
    ),
    sa.Index("ix_job_due", "kind", "due_at"),
)

subscription = sa.Table(
    "subscription",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("kind", sa.String(12), nullable=False, doc="message or signal"),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("correlation_key", sa.String(400), nullable=False),
    reference("process_instance", nullable=True, index=True),
    sa.Column("token", sa.String(200)),
    reference("process_definition", nullable=True, doc="set when a start event waits, not an instance"),
    sa.Column("element_id", sa.String(200), nullable=False),
    sa.Index("ix_subscription_name", "kind", "name", "correlation_key"),
)

# Published, and waiting for somebody to want it.
message = sa.Table(
    "message",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("correlation_key", sa.String(400), nullable=False),
    sa.Column("variables", Json, nullable=False),
    reference("process_instance", name="origin_id", nullable=True),
    sa.Column("published_at", Moment, nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
    sa.Index("ix_message_name", "name", "correlation_key"),
)
