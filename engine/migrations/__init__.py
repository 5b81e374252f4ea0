"""The schema's history. ``upgrade`` brings a database to the newest version; nothing else creates tables."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config

from engine.store import Store


def config(store: Store) -> Config:
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent))
    made.attributes["engine"] = store.engine
    return made


def upgrade(store: Store, revision: str = "head") -> None:
    """Apply all migrations that the database lacks."""
    command.upgrade(config(store), revision)
