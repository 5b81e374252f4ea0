"""A process to begin with: one party writes a proposal, both approve it. It can be published and played as it is."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from engine.deployments import SCENARIOS
from engine.errors import Invalid, Message

DIAGRAM = Path(__file__).with_suffix(".bpmn")
NAME_LIMIT = 200
_ID = re.compile(r"[a-z][a-z0-9-]{0,59}")
# What the approvers wrote when they sent the proposal back.
REMARKS = {
    "id": "forslag_bemaerkninger_vist",
    "type": "text",
    "text": "**Bemærkninger fra godkendelsen:** {{string join(for b in forslag_bemaerkninger "
    'return parter[part_id = b.part][1].navn + ": " + b.tekst, " · ")}}',
    "conditional": {"hide": "=forslag_bemaerkninger = null or count(forslag_bemaerkninger) = 0"},
}
# Name of the test, and what the second party says each time that it is asked.
TESTS = (("Begge siger ja", "godkend"), ("Forslaget bliver sendt tilbage én gang", "ret", "godkend"))
_DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


@dataclass(frozen=True, slots=True)
class Roles:
    """The ids of who writes and who approves; each party has both."""

    writes: str = "part-projektleder"
    decides: str = "part-ledelse"


def slug(name: str) -> str:
    """An id made from a name: small letters, digits and hyphens. Raises Invalid where no letter is left."""
    plain = unicodedata.normalize("NFKD", name.lower().translate(_DANISH)).encode("ascii", "ignore").decode()
    found = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:58].strip("-")
    found = f"p-{found}" if found[:1].isdigit() else found
    if not _ID.fullmatch(found):
        raise _unfit("Give the process a name with letters in it", "name")
    return found


def files(process_id: str, name: str, roles: Roles | None = None) -> dict[str, bytes]:
    """File name -> content of the diagram, its two forms and its tests. ``roles``: those that every installation has.

    Raises Invalid for a name or an id that cannot be one."""
    name = " ".join(name.split())
    if not name or len(name) > NAME_LIMIT or not name.isprintable():
        raise _unfit("Write a name of at most %(limit)s letters", "name", limit=NAME_LIMIT)
    if not _ID.fullmatch(process_id):
        raise _unfit("An id has only small letters a-z, digits and hyphens, and begins with a letter", "id")
    roles = roles or Roles()
    xml = DIAGRAM.read_text(encoding="utf-8")
    for mark, text in (
        ("PROCESS", process_id),
        ("ROLE-WRITES", roles.writes),
        ("ROLE-DECIDES", roles.decides),
        ("NAME", escape(name, {'"': "&quot;"})),  # last, so that nothing in a name is taken for a mark
    ):
        xml = xml.replace(mark, text)
    return {
        f"{process_id}.bpmn": xml.encode(),
        **_form(
            f"{process_id}-start",
            _question("emne", "Hvad handler sagen om?", "textfield", "Bliver sagens navn. Skriv få ord."),
        ),
        **_form(
            f"{process_id}-forslag",
            REMARKS,
            _question("forslag_tekst", "Forslaget", "textarea", "Det er disse ord, begge parter godkender."),
        ),
        f"{process_id}{SCENARIOS}": _json({"scenarios": [_scenario(*one) for one in TESTS]}),
    }


def _scenario(name: str, second: str, *more: str) -> dict[str, Any]:
    """A test in which the first party says yes, and the second what ``second`` says; then what ``more`` says."""
    steps: list[dict[str, Any]] = []
    for answer in (second, *more):
        steps += [
            {"task": "skriv-forslag", "answers": {"forslag_tekst": "Vi deler lokalet om onsdagen"}},
            {"task": "gp-tag-stilling", "party": "P1", "answers": {"gp_beslutning": "godkend"}},
            {"task": "gp-tag-stilling", "party": "P2", "answers": {"gp_beslutning": answer}},
        ]
    steps.append({"expect": {"ended": "slut-godkendt"}})
    return {
        "name": name,
        "parties": ["civil", "virksomhed"],
        "start": {"emne": "Fælles lokale"},
        "steps": steps,
    }


def own_roles(process_id: str) -> tuple[Roles, bytes]:
    """Roles that belong to this process alone, and the roles.json that makes them."""
    roles = Roles(f"{process_id}-projektleder", f"{process_id}-ledelse")
    listed = [
        {
            "id": roles.writes,
            "name": {"da": "Projektleder", "en": "Project manager"},
            "party": "any",
            "resolves_to": {"civil": roles.decides, "virksomhed": roles.decides},
        },
        {
            "id": roles.decides,
            "name": {"da": "Ledelse", "en": "Management"},
            "party": "any",
            "resolves_to": {},
        },
    ]
    return roles, _json({"roles": listed})


def empty_form(form_id: str, title: str) -> bytes:
    """A form with one heading, to which its owner adds the questions."""
    heading = {"id": f"{form_id}-overskrift", "type": "text", "text": f"### {_plain(title)}"}
    return _form(form_id, heading)[f"{form_id}.form"]


def _plain(title: str) -> str:
    """A title as text of a form: no signs that a form would work out or draw."""
    return re.sub(r"[{}<>\[\]\\`*_#]", " ", " ".join(title.split())).strip() or "Formular"


def _form(form_id: str, *components: dict[str, Any]) -> dict[str, bytes]:
    schema = {
        "type": "default",
        "id": form_id,
        "schemaVersion": 18,
        "exporter": {"name": "samtrin", "version": "1"},
        "components": list(components),
    }
    return {f"{form_id}.form": _json(schema)}


def _question(key: str, label: str, kind: str, description: str) -> dict[str, Any]:
    limit = 200 if kind == "textfield" else 20_000
    asked = {"id": key, "key": key, "label": label, "description": description, "type": kind}
    return asked | {"validate": {"required": True, "maxLength": limit}}


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=2).encode() + b"\n"


def _unfit(template: str, field: str, **params: object) -> Invalid:
    return Invalid(template, {field: Message(template, params)}, **params)
