"""What can be searched for: the words of cases, tasks, documents, comments, files and people, in one place.

Each database has its own full-text index beside it, made by migration 0005 and kept by the database itself."""

from __future__ import annotations

import sqlalchemy as sa

from .base import Id, metadata, reference

search_entry = sa.Table(
    "search_entry",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("kind", sa.String(12), nullable=False, doc="case, task, document, comment, attachment, person"),
    sa.Column("object_id", Id, nullable=False, doc="the row's id in the table of its kind"),
    reference("process_instance", nullable=True, index=True),
    sa.Column("title", sa.String(300), nullable=False),
    sa.Column("body", sa.Text, nullable=False, doc="what the words stand in, to be shown"),
    sa.Column("words", sa.Text, nullable=False, doc="of title and body in lower case, as they are indexed"),
    sa.UniqueConstraint("kind", "object_id"),
)
