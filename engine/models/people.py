"""Organisations and the people in them."""

from __future__ import annotations

import sqlalchemy as sa

from .base import Id, Moment, metadata, reference

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
