"""Documents made up for tests, without a case."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from engine.documents.listing import Signed, Version

MOMENT = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)
HOSTILE = (
    '#import "@preview/x:1.0.0": y $a^2$ \\ @ref <script>alert(1)</script> *fed* _kursiv_ `kode` // note '
    "]#panic() {{x}} <w:t>ord</w:t> &amp; %PDF- =overskrift"
)
SHA = "ab" * 32


def text(key: str, label: str, value: str) -> dict[str, Any]:
    return {"key": key, "label": label, "value": value}


def table(key: str, label: str, columns: list[str], *rows: list[str]) -> dict[str, Any]:
    return {"key": key, "label": label, "value": "", "columns": columns, "rows": [*rows]}


def section(heading: str, *fields: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"heading": heading, "fields": [*fields], **more}


def signed(name: str, role: str, party: str) -> Signed:
    return Signed(name, None, role, party, MOMENT, SHA, None)


def version(
    *sections: dict[str, Any], signatures: tuple[Signed, ...] = (), status: str = "current"
) -> Version:
    return Version(
        id=7,
        case_id=1,
        case_number="2026-0042",
        case_title="Nyt tag på Birkely",
        key="d-aftaleseddel",
        title="Aftaleseddel, aftaletrin 2",
        version=3,
        status=status,
        content=[*sections],
        sha256=SHA,
        frozen_at=MOMENT,
        is_private=False,
        signatures=signatures,
    )
