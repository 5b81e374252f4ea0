"""Decision models that are deployed, and what they have decided."""

from __future__ import annotations

import sqlalchemy as sa

from .base import Id, Json, Moment, metadata, reference

decision_definition = sa.Table(
    "decision_definition",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("decision_id", sa.String(120), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("file_name", sa.String(200), nullable=False),
    sa.Column("xml", sa.LargeBinary, nullable=False),
    sa.Column("digest", sa.String(64), nullable=False, doc="SHA-256 of xml"),
    sa.Column("deployed_at", Moment, nullable=False),
    sa.UniqueConstraint("decision_id", "version"),
)

# The decision versions that a process version uses, pinned at deployment.
process_decision = sa.Table(
    "process_decision",
    metadata,
    reference("process_definition", primary_key=True),
    sa.Column("decision_id", sa.String(120), primary_key=True),
    reference("decision_definition"),
)

decision_evaluation = sa.Table(
    "decision_evaluation",
    metadata,
    sa.Column("id", Id, primary_key=True),
    reference("process_instance", index=True),
    reference("decision_definition"),
    sa.Column("at", Moment, nullable=False),
    sa.Column(
        "decisions",
        Json,
        nullable=False,
        doc="[{name, inputs: {name: value}, rules: [{number, label}], output}], as evaluated",
    ),
    sa.Column("is_private", sa.Boolean, nullable=False, default=False, server_default=sa.false()),
    reference("party", nullable=True, doc="whose it is while it is private"),
)
