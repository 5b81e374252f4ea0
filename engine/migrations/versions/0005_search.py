"""Search: what can be found, and each database's own full-text index over it"""

from __future__ import annotations

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# The index holds no words of its own: triggers keep it beside search_entry.
SQLITE = (
    "CREATE VIRTUAL TABLE search_index USING fts5(words, content='search_entry', content_rowid='id', "
    "tokenize='unicode61 remove_diacritics 0', prefix='2 3')",
    "CREATE TRIGGER search_entry_put AFTER INSERT ON search_entry BEGIN "
    "INSERT INTO search_index(rowid, words) VALUES (new.id, new.words); END",
    "CREATE TRIGGER search_entry_drop AFTER DELETE ON search_entry BEGIN "
    "INSERT INTO search_index(search_index, rowid, words) VALUES ('delete', old.id, old.words); END",
    "CREATE TRIGGER search_entry_change AFTER UPDATE ON search_entry BEGIN "
    "INSERT INTO search_index(search_index, rowid, words) VALUES ('delete', old.id, old.words); "
    "INSERT INTO search_index(rowid, words) VALUES (new.id, new.words); END",
)
# Danish endings are taken off; the words as they stand are there too, for what is no Danish and for beginnings of words.
POSTGRESQL = (
    "ALTER TABLE search_entry ADD COLUMN vector tsvector GENERATED ALWAYS AS "
    "(to_tsvector('danish', words) || to_tsvector('simple', words)) STORED",
    "CREATE INDEX ix_search_entry_vector ON search_entry USING gin (vector)",
)
# What there is already: kind, id, case, title.
KNOWN = (
    "SELECT 'case', id, id, number || ' ' || title FROM process_instance",
    "SELECT 'task', id, process_instance_id, name FROM user_task",
    "SELECT 'document', id, process_instance_id, title FROM document",
    "SELECT 'person', id, NULL, name FROM person",
)


def upgrade() -> None:
    made = op.create_table(
        "search_entry",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("object_id", ID, nullable=False),
        sa.Column("process_instance_id", ID),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_instance_id"], ["process_instance.id"], name="fk_search_entry_process_instance_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_search_entry"),
        sa.UniqueConstraint("kind", "object_id", name="uq_search_entry_kind_object_id"),
    )
    op.create_index("ix_search_entry_process_instance_id", "search_entry", ["process_instance_id"])
    here = op.get_bind()
    for statement in SQLITE if here.dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)
    for question in KNOWN:
        rows = [
            {
                "kind": kind,
                "object_id": object_id,
                "process_instance_id": instance_id,
                "title": title[:300],
                "body": "",
                "words": _words(title),
            }
            for kind, object_id, instance_id, title in here.execute(sa.text(question))
        ]
        if rows:
            here.execute(sa.insert(made), rows)


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).casefold()))


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_index")
    op.drop_table("search_entry")
