"""What people are told: in the app, and by mail."""

from __future__ import annotations

import sqlalchemy as sa

from .base import Id, Json, Moment, metadata, reference

notification = sa.Table(
    "notification",
    metadata,
    sa.Column("id", Id, primary_key=True),
    reference("person"),
    sa.Column("kind", sa.String(20), nullable=False),
    reference("process_instance", nullable=True),
    reference("user_task", nullable=True),
    sa.Column("params", Json, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("read_at", Moment),
    sa.Index("ix_notification_person", "person_id", "read_at", "id"),
)

# A mail that has been written; a job sends it, once.
mail = sa.Table(
    "mail",
    metadata,
    sa.Column("id", Id, primary_key=True),
    reference("person", nullable=True),
    sa.Column("to_address", sa.String(254), nullable=False),
    sa.Column("subject", sa.String(300), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("html", sa.Text, nullable=False),
    sa.Column("message_id", sa.String(200), nullable=False, unique=True),
    sa.Column("unsubscribe", sa.String(500), doc="where the reader stops mails of its kind"),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("sent_at", Moment),
    sa.Column("error", sa.Text),
)
