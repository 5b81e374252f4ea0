"""What is deployed: processes, forms and roles, in versions."""

from __future__ import annotations

import sqlalchemy as sa

from .base import Id, Json, Moment, metadata, reference

process_definition = sa.Table(
    "process_definition",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("process_id", sa.String(120), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("file_name", sa.String(200), nullable=False),
    sa.Column("xml", sa.LargeBinary, nullable=False),
    sa.Column("digest", sa.String(64), nullable=False, doc="SHA-256 of xml"),
    sa.Column("properties", Json, nullable=False),
    sa.Column("is_startable", sa.Boolean, nullable=False, doc="has a none start event and names its parties"),
    sa.Column("deployed_at", Moment, nullable=False),
    reference("person", name="deployed_by", nullable=True),
    sa.Column("note", sa.Text, doc="what is new in it, as its author says"),
    sa.Column("scenarios", Json, doc="its tests, as in its .scenarios.json file"),
    sa.UniqueConstraint("process_id", "version"),
)

form_definition = sa.Table(
    "form_definition",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("form_id", sa.String(120), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("schema", Json, nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("deployed_at", Moment, nullable=False),
    sa.UniqueConstraint("form_id", "version"),
)

# The form versions that a process version uses, pinned at deployment.
process_form = sa.Table(
    "process_form",
    metadata,
    reference("process_definition", primary_key=True),
    sa.Column("form_id", sa.String(120), primary_key=True),
    reference("form_definition"),
)

role_definition = sa.Table(
    "role_definition",
    metadata,
    sa.Column("role_id", sa.String(80), primary_key=True),
    sa.Column("name", Json, nullable=False, doc="language -> text"),
    sa.Column(
        "party_kind", sa.String(40), nullable=False, doc="kind of party that fills it, 'any' or 'joint'"
    ),
    sa.Column("resolves_to", Json, nullable=False, doc="party kind -> role that stands in"),
    sa.Column("position", sa.Integer, nullable=False),
)
