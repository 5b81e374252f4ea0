"""The build backend of this project: setuptools, and before it packs anything, the browser assets.

``pip install .`` needs no Node on the machine: where it is missing (or too old), Node comes from PyPI into pip's
own build environment and leaves with it. Setting SAMTRIN_SKIP_FRONTEND leaves the assets out.
"""

from __future__ import annotations

from typing import Any

import assets
from setuptools import build_meta
from setuptools.build_meta import (
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]

Settings = dict[str, Any] | None


def get_requires_for_build_wheel(config_settings: Settings = None) -> list[str]:
    return build_meta.get_requires_for_build_wheel(config_settings) + assets.requirements()


def get_requires_for_build_editable(config_settings: Settings = None) -> list[str]:
    return build_meta.get_requires_for_build_editable(config_settings) + assets.requirements()


def get_requires_for_build_sdist(config_settings: Settings = None) -> list[str]:
    return build_meta.get_requires_for_build_sdist(config_settings) + assets.requirements()


def build_wheel(folder: str, config_settings: Settings = None, metadata: str | None = None) -> str:
    assets.build()
    return build_meta.build_wheel(folder, config_settings, metadata)


def build_editable(folder: str, config_settings: Settings = None, metadata: str | None = None) -> str:
    assets.build()
    return build_meta.build_editable(folder, config_settings, metadata)


def build_sdist(folder: str, config_settings: Settings = None) -> str:
    """The archive carries the built assets too, so that a wheel can be made from it without Node."""
    assets.build()
    return build_meta.build_sdist(folder, config_settings)
