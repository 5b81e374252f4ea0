"""Undefined and manual tasks, none events, link catch events: a token passes through."""

from __future__ import annotations

from .base import Node


class Passing(Node):
    """Nothing to do here."""
