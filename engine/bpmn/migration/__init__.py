"""Moves a running instance to another version of its process.

Live tokens lie flat and remember nothing of what is over, so finished steps play no part: every live token is given
its place in the new version (``plan``), what has none or may not stay is ended, the stored form is written under the
new names (``moving``), and what the new version listens for begins to listen (``arming``). Keys stay what they were:
open tasks, timers and messages belong to them. Nothing is announced before all of it has worked."""

from .answers import Answer, Done, Impossible, Lost, Migrated, NeedsMapping, Offer, Place
from .migrate import called_keys, migrate

__all__ = [
    "Answer",
    "Done",
    "Impossible",
    "Lost",
    "Migrated",
    "NeedsMapping",
    "Offer",
    "Place",
    "called_keys",
    "migrate",
]
