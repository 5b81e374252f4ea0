"""Run by Alembic, on the engine that engine.migrations hands over."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import context

from engine.models import metadata


def plain(kind: str, item: Any, _: Any) -> Any:
    """Write the database's own types into a migration, which must not change when ours do."""
    if kind == "type" and isinstance(item, sa.types.TypeDecorator):
        return "sa.Text()" if isinstance(item.impl, sa.Text) else "sa.DateTime(timezone=True)"
    return False


def ours(item: Any, name: str | None, kind: str, *_: Any) -> bool:
    """Whether the tables of engine.models know of it: each database's own full-text index they do not."""
    own = kind == "table" and str(name).startswith("search_index")
    return not own and name not in ("vector", "ix_search_entry_vector")


with context.config.attributes["engine"].begin() as connection:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        render_item=plain,
        include_object=ours,
    )
    context.run_migrations()
