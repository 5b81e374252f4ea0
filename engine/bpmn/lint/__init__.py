"""Checks models before they are deployed."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Model
from ..problems import Known, Problem


def lint(models: Sequence[Model], known: Known) -> list[Problem]:
    """All problems of the models."""
    return []
