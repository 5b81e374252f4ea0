"""A document on paper: everything that is printed, as plain texts in the language of its forms, which is Danish.

Word and PDF are made from the same ``Paper``, so that they never say different things."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import orjson
from babel.dates import format_date

from engine.clock import HOME
from engine.errors import Invalid

STATUS = {
    "draft": "Udkast",
    "pending": "Til godkendelse",
    "current": "Gældende",
    "replaced": "Erstattet",
}
LABELS = {
    "number": "Dokument",
    "version": "Version",
    "date": "Dato",
    "status": "Status",
    "case": "Sag",
    "parties": "Parter",
    "signatures": "Underskrifter",
    "name": "Navn",
    "role": "Rolle",
    "party": "Part",
    "signed": "Skrevet under",
    "words": "Kontrolsum (SHA-256)",
    "page": "Side",
    "of": "af",
}
LIMIT = 2_000_000  # bytes of words: typesetting these takes a few seconds at most
# Control characters, unpaired surrogates and non-characters; marks that turn the direction of what follows.
_DROPPED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True)
class Signer:
    """Who has signed, or (``signed`` "") who is to sign by hand. ``signed``: the day and hour as people write it."""

    name: str
    role: str
    party: str
    signed: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Paper:
    """``sections``: [{heading, text, signatures, fields: [{label, value, columns, rows}]}], all plain texts.
    ``signers``: None where nobody is to sign this document."""

    number: str
    title: str
    version: str
    date: str
    status: str
    case: str
    parties: list[str]
    sections: list[dict[str, Any]]
    signers: list[Signer] | None
    sha256: str

    def data(self) -> bytes:
        """The whole as JSON. Raises Invalid when it is too long to be set."""
        packed = orjson.dumps({**asdict(self), "labels": LABELS})
        if len(packed) > LIMIT:
            raise Invalid(
                "The document is too long to be printed: more than %(limit)s MB", limit=LIMIT // 1_000_000
            )
        return packed


def paper(version: Any, parties: Sequence[str]) -> Paper:
    """A frozen version (engine.documents.listing.Version) as it is printed."""
    sections = [_section(section) for section in version.content]
    signers = [
        Signer(
            plain(f"{signed.name} for {signed.on_behalf_of}" if signed.on_behalf_of else signed.name),
            plain(signed.role),
            plain(signed.party or ""),
            moment(signed.signed_at),
            signed.sha256,
        )
        for signed in version.signatures
    ]
    asks = any(section["signatures"] for section in sections)
    if asks and not signers:
        signers = [Signer("", "", plain(name), "", "") for name in parties]
    return Paper(
        number=plain(f"{version.case_number}/{version.key}"),
        title=plain(version.title),
        version=str(version.version),
        date=day(version.frozen_at),
        status=STATUS[version.status],
        case=plain(f"{version.case_number} {version.case_title}"),
        parties=[plain(name) for name in parties],
        sections=sections,
        signers=signers or None,
        sha256=version.sha256,
    )


def plain(value: object) -> str:
    """A text that can be printed: what no reader can see or no file format can hold is dropped."""
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _DROPPED.sub("", text))


def day(at: datetime) -> str:
    """ "24. november 2026", in Danish time."""
    return format_date(at.astimezone(HOME), "d. MMMM y", locale="da")


def moment(at: datetime) -> str:
    """ "24. november 2026 kl. 9.05", in Danish time."""
    home = at.astimezone(HOME)
    return f"{day(at)} kl. {home.hour}.{home.minute:02}"


def _section(section: dict[str, Any]) -> dict[str, Any]:
    return {
        "heading": plain(section.get("heading") or ""),
        "text": plain(section.get("text") or ""),
        "signatures": section.get("signatures") is True,
        "fields": [_field(field) for field in section["fields"]],
    }


def _field(field: dict[str, Any]) -> dict[str, Any]:
    rows = [[plain(cell) for cell in row] for row in field.get("rows") or []]
    columns = [plain(column) for column in field.get("columns") or []] if rows else []
    return {
        "label": plain(field["label"]),
        "value": "" if rows else plain(field["value"]),
        "columns": columns,
        "rows": rows,
    }
