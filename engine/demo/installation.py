"""Make the demo installation: deploy everything, create the people, play a few cases to different points."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from engine import deployments
from engine.editing import owners
from engine.errors import Conflict
from engine.models import organisation, setting
from engine.parties import people
from engine.store import Session, Store

from . import cases
from .organisations import DOMAIN, OPERATIONS, OPERATOR, ORGANISATIONS, OWNERS

PASSWORD = "samtrin-demo"
BUILT = "demo-built"


def is_built(session: Session) -> bool:
    """Whether the demo was made to its end."""
    return session.first(sa.select(setting.c.key).where(setting.c.key == BUILT)) is not None


def build(store: Store, resources: dict[str, bytes]) -> None:
    """Fill an empty installation. ``resources``: file name -> content of all processes, forms and roles.

    Raises Conflict when there is something else in it, such as a demo that was broken off half-way."""
    with store.transaction() as session:
        if session.first(sa.select(organisation.c.id).limit(1)) is not None:
            raise Conflict(
                "There is already something in this installation. Remove its folder and begin again"
            )
        set_up(session, resources)
    cases.play(store)
    with store.transaction() as session:
        session.insert_all(setting, [{"key": BUILT, "value": True}])


def set_up(session: Session, resources: dict[str, bytes]) -> None:
    """Everything that a case needs, and no case."""
    deployments.deploy(session, resources)
    _people(session)


def people_to_try() -> list[tuple[str, list[tuple[str, str]]]]:
    """[(organisation, [(person, address)])] for the log-in page of a demo; those who run it come last."""
    return [
        *(
            (name, [(f"{first} Eksempel", _address(first, short)) for first, _ in members])
            for name, (_, short, members) in ORGANISATIONS.items()
        ),
        (OPERATIONS, [OPERATOR]),
    ]


def _people(session: Session) -> None:
    for name, (kind, short, members) in ORGANISATIONS.items():
        organisation_id = people.create_organisation(session, name, kind)
        for position, (first, roles) in enumerate(members):
            person_id = people.create_person(session, f"{first} Eksempel", _address(first, short), PASSWORD)
            people.join(session, person_id, organisation_id, roles, is_admin=position == 0)
            for process_id in OWNERS.get(first, ()):
                owners.add(session, process_id, person_id, None)
    people.create_person(session, *OPERATOR, PASSWORD, is_operator=True)


def _address(first: str, short: str) -> str:
    plain = first.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    return f"{plain}@{short}.{DOMAIN}"


def resources(*folders: Path) -> dict[str, bytes]:
    """Everything that can be deployed below some folders, by relative name."""
    return {
        f"{folder.name}/{file.relative_to(folder)}": file.read_bytes()
        for folder in folders
        for file in sorted(folder.rglob("*"))
        if file.name.endswith((".bpmn", ".form", ".dmn", ".document.json", ".scenarios.json", "roles.json"))
    }
