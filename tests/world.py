"""A small world for tests of the domain and the pages: two organisations of a building project and a stranger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from engine import cases, deployments, user_tasks
from engine.models import process_instance, user_task
from engine.parties import people
from engine.parties.people import Actor
from engine.store import Session, Store

HERE = Path(__file__).parent
ROOT = HERE.parent
PASSWORD = "en lang adgangskode"
OWNER, TEAM, STRANGERS = "Boligforeningen Birkely", "Team Tagsten", "Fremmed Forening"
PEOPLE = {
    "petra": (OWNER, ("bygherre-projektleder",)),
    "otto": (OWNER, ("bygherre-ol",)),
    "oda": (OWNER, ("bygherre-ol", "bygherre-projektleder")),
    "lis": (TEAM, ("lt-ol",)),
    "lars": (TEAM, ("lt-ol",)),
    "frida": (STRANGERS, ("bygherre-ol",)),
}


def resources() -> dict[str, bytes]:
    """The small agreement process, and the real gate that it calls."""
    gate = [ROOT / f"processes/faelles/{name}.bpmn" for name in ("godkendelsesport", "vilkaar")]
    asked = [*sorted((ROOT / "forms").glob("gp-*.form")), ROOT / "forms/f-vilkaar.form"]
    files = [*sorted((HERE / "fixtures").iterdir()), *gate, *asked]
    return {file.name: file.read_bytes() for file in files}


@dataclass(slots=True)
class World:
    store: Store
    organisations: dict[str, int]
    ids: dict[str, int]

    def actor(self, session: Session, first: str) -> Actor:
        found = people.actor(session, self.ids[first])
        assert found is not None
        return found

    def start(self, subject: str = "Nyt tag") -> str:
        """Petra opens a case between the owner and the team. Returns its number."""
        with self.store.transaction() as session:
            return cases.start(
                session,
                "aftale",
                {"emne": subject},
                {"P1": self.organisations[OWNER], "P2": self.organisations[TEAM]},
                {},
                self.actor(session, "petra"),
            )

    def task(self, number: str, element_id: str, party: str | None = None) -> int:
        """The id of the oldest open task of an element."""
        with self.store.read() as session:
            where = sa.select(user_task.c.id).join(
                process_instance, process_instance.c.id == user_task.c.process_instance_id
            )
            rows = session.all(
                where.where(
                    process_instance.c.number == number,
                    user_task.c.element_id == element_id,
                    user_task.c.state == "open",
                    *(
                        [user_task.c.party_id == self.party(session, number, party)]
                        if party is not None
                        else []
                    ),
                ).order_by(user_task.c.id)
            )
        assert rows, f"{element_id} is not open in {number}"
        return int(rows[0].id)

    def party(self, session: Session, number: str, key: str) -> int:
        from engine.models import party

        return int(
            session.execute(
                sa.select(party.c.id)
                .join(process_instance, process_instance.c.id == party.c.process_instance_id)
                .where(process_instance.c.number == number, party.c.key == key)
            ).scalar_one()
        )

    def do(self, who: str, task_id: int, **raw: Any) -> user_tasks.Completed:
        """Complete a task as somebody; a gate is answered on the words that its page shows."""
        with self.store.transaction() as session:
            by = self.actor(session, who)
            gate = user_tasks.get(session, task_id, by).gate
            return user_tasks.complete(
                session, task_id, raw, by, fingerprint=gate.document.sha256 if gate else None
            )

    def written(self, subject: str = "Nyt tag", **text: Any) -> str:
        """A case whose agreement has been written by Petra and waits at the gate."""
        number = self.start(subject)
        self.do("petra", self.task(number, "intern-ramme"), ramme="1000000")
        values: Mapping[str, Any] = {"tekst": "Vi lægger et nyt tag.", "pris": "250000", **text}
        self.do("petra", self.task(number, "skriv"), **values)
        return number


def build(store: Store) -> World:
    """Deploy the process and create everybody."""
    with store.transaction() as session:
        deployments.deploy(session, resources())
        organisations = {
            OWNER: people.create_organisation(session, OWNER, "bygherre"),
            TEAM: people.create_organisation(session, TEAM, "leveranceteam"),
            STRANGERS: people.create_organisation(session, STRANGERS, "bygherre"),
        }
        ids = {}
        for first, (where, roles) in PEOPLE.items():
            ids[first] = people.create_person(
                session, first.title(), f"{first}@example.dk", PASSWORD, is_operator=first == "oda"
            )
            people.join(session, ids[first], organisations[where], roles, is_admin=first in ("petra", "lis"))
    return World(store, organisations, ids)
