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


with context.config.attributes["engine"].begin() as connection:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        render_item=plain,
    )
    context.run_migrations()
