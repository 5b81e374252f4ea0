"""Organisations and the people in them."""

from __future__ import annotations

import sqlalchemy as sa

from .base import Id, Json, Moment, metadata, reference

organisation = sa.Table(
    "organisation",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("name", sa.String(200), nullable=False, unique=True),
    sa.Column("kind", sa.String(40), nullable=False, doc="what it is to a process: civil, virksomhed, ..."),
    sa.Column("created_at", Moment, nullable=False),
)

person = sa.Table(
    "person",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("email", sa.String(254), nullable=False, unique=True, doc="in lower case"),
    sa.Column("password_hash", sa.String(200), nullable=False),
    sa.Column("locale", sa.String(5), nullable=False, default="da"),
    sa.Column("is_operator", sa.Boolean, nullable=False, default=False, doc="may deploy processes"),
    sa.Column("is_active", sa.Boolean, nullable=False, default=True),
    sa.Column("created_at", Moment, nullable=False),
)

membership = sa.Table(
    "membership",
    metadata,
    reference("person", primary_key=True),
    reference("organisation", primary_key=True, index=True),
    sa.Column("is_admin", sa.Boolean, nullable=False, default=False),
)

# Who usually fills a role for an organisation: the first casting of its new cases.
standing_role = sa.Table(
    "standing_role",
    metadata,
    reference("organisation", primary_key=True),
    sa.Column("role_id", sa.String(80), primary_key=True),
    reference("person", primary_key=True),
)

# Who does somebody's tasks while they are away.
substitute = sa.Table(
    "substitute",
    metadata,
    sa.Column("id", Id, primary_key=True),
    reference("person", doc="the one who is away", index=True),
    reference("person", name="substitute_id", index=True),
    reference("organisation", nullable=True, doc="empty: in all of the person's organisations"),
    sa.Column("process_id", sa.String(120), doc="empty: in all processes"),
    sa.Column("first_day", sa.Date, nullable=False),
    sa.Column("last_day", sa.Date, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    reference("person", name="created_by", doc="the person, or an administrator for somebody who is ill"),
    sa.Column("ended_at", Moment, doc="when it was taken back before its last day"),
    reference("person", name="ended_by", nullable=True),
)

# What a person has said no (or yes) to; a kind without a row has its default.
notification_choice = sa.Table(
    "notification_choice",
    metadata,
    reference("person", primary_key=True),
    sa.Column("kind", sa.String(20), primary_key=True),
    sa.Column("by_mail", sa.Boolean, nullable=False),
)

saved_filter = sa.Table(
    "saved_filter",
    metadata,
    sa.Column("id", Id, primary_key=True),
    reference("person", index=True),
    sa.Column("name", sa.String(80), nullable=False),
    sa.Column("query", Json, nullable=False, doc="the inbox's own filters: {name: value}"),
    sa.Column("created_at", Moment, nullable=False),
    sa.UniqueConstraint("person_id", "name"),
)

# A secret address at which a calendar program reads a person's deadlines, all of them or one case's.
feed = sa.Table(
    "feed",
    metadata,
    sa.Column("id", Id, primary_key=True),
    reference("person", index=True),
    reference("process_instance", nullable=True),
    sa.Column("secret", sa.String(64), nullable=False, unique=True),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("revoked_at", Moment),
)
