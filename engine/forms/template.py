"""Document templates, ``forms/<document key>.document.json``: which answers a document shows, and in which order.

    {"document": key, "intro": text, "also": [form id], "leave_out": [field key], "rest": text,
     "sections": [{"heading": text, "text": text, "parties": true, "fields": [field key]}],
     "signatures": {"heading": text, "text": text}}

Only ``document`` and ``sections`` must be there. Everything in it is data: texts are shown as they stand, and nothing
is ever worked out from them. What was filled in and is named nowhere follows after the sections, as it would without a
template, so that nobody approves less than was written."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.errors import Invalid

SUFFIX = ".document.json"
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
_TEXTS = ("intro", "rest")
_LISTS = ("also", "leave_out")


@dataclass(frozen=True, slots=True)
class Part:
    """One section of a document. ``parties``: whether it begins with the names of the case's parties."""

    heading: str
    text: str = ""
    fields: tuple[str, ...] = ()
    parties: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """``also``: forms whose answers the sections may show beside those that the process names; ``rest``: what stands
    between the sections and the answers that none of them names."""

    document: str
    parts: tuple[Part, ...]
    intro: str = ""
    rest: str = ""
    also: tuple[str, ...] = ()
    leave_out: frozenset[str] = frozenset()
    signatures: Part | None = None

    def arrange(
        self, shown: list[dict[str, Any]], also: list[dict[str, Any]], parties: list[str]
    ) -> list[dict[str, Any]]:
        """The document's sections from ``shown`` and ``also``, [{heading, fields: [{key, label, value}]}] form by form.

        ``parties``: names. A section without anything in it is left out. The place for signatures comes last."""
        found = {field["key"]: field for section in (*also, *shown) for field in section["fields"]}
        made: list[dict[str, Any]] = [_section("", self.intro)] if self.intro else []
        for part in self.parts:
            fields = [_names(parties)] if part.parties and parties else []
            fields += [found[key] for key in part.fields if key in found]
            if fields or part.text:
                made.append(_section(part.heading, part.text, fields))
        placed = self.leave_out | {key for part in self.parts for key in part.fields}
        rest = [
            _section(section["heading"], "", [f for f in section["fields"] if f["key"] not in placed])
            for section in shown
        ]
        rest = [section for section in rest if section["fields"]]
        if rest and self.rest:
            rest[0]["text"] = self.rest
        made += rest
        if self.signatures:
            made.append({**_section(self.signatures.heading, self.signatures.text), "signatures": True})
        return made


def load(schema: str | bytes | Mapping[str, Any]) -> Template:
    """The template in JSON, text or already parsed. Raises Invalid, saying what is wrong."""
    try:
        found = json.loads(schema) if isinstance(schema, str | bytes) else schema
    except (ValueError, RecursionError):
        raise Invalid("The document template is not JSON") from None
    if not isinstance(found, Mapping) or not _KEY.fullmatch(str(found.get("document") or "")):
        raise Invalid("A document template needs the key of its document")
    unknown = set(found) - {"document", "sections", "signatures", *_TEXTS, *_LISTS}
    sections = found.get("sections")
    if unknown or not isinstance(sections, list) or not sections:
        raise Invalid(
            "The document template needs a list of sections, and knows nothing of: %(unknown)s",
            unknown=", ".join(sorted(map(str, unknown))) or "–",
        )
    signatures = found.get("signatures")
    return Template(
        document=str(found["document"]),
        parts=tuple(_part(section) for section in sections),
        intro=_text(found.get("intro")),
        rest=_text(found.get("rest")),
        also=_texts(found.get("also")),
        leave_out=frozenset(_texts(found.get("leave_out"))),
        signatures=None if signatures is None else _part(signatures),
    )


def _part(found: Any) -> Part:
    if not isinstance(found, Mapping) or set(found) - {"heading", "text", "fields", "parties"}:
        raise Invalid(
            "A section of a document template has heading, text, fields and parties, and nothing else"
        )
    heading = _text(found.get("heading"))
    if not heading:
        raise Invalid("Every section of a document template needs a heading")
    return Part(heading, _text(found.get("text")), _texts(found.get("fields")), found.get("parties") is True)


def _text(value: Any) -> str:
    if value is not None and not isinstance(value, str):
        raise Invalid("A text in the document template is not a text")
    return value or ""


def _texts(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise Invalid("A list in the document template is not a list of texts")
    return tuple(value)


def _section(heading: str, text: str, fields: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    made: dict[str, Any] = {"heading": heading, "fields": fields or []}
    return {**made, "text": text} if text else made


def _names(parties: list[str]) -> dict[str, Any]:
    return {"key": "parter", "label": "Parter", "value": "\n".join(parties)}
