"""Cases full of secrets, and every address that could give them away."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from typing import Any

import sqlalchemy as sa

from engine import attachments, cases, comments, deployments, filters, user_tasks
from engine.models import (
    attachment,
    comment,
    document,
    incident,
    metadata,
    notification,
    party,
    process_instance,
    subscription,
    substitute,
    user_task,
)
from engine.parties import casting, people
from tests import secretive
from tests.conftest import MONDAY
from tests.world import OWNER, PASSWORD, World
from web.app import Site

# What must never be met outside its own party. Numbers are told as people write them, and as the machine does.
OF_OWNER: tuple[str, ...] = (
    *("HEMMELIGT-SVAR", "HEMMELIGT-NAVN", "HEMMELIG-KLADDE", "HEMMELIG-NOTE-P1", "HEMMELIG-FEJL"),
    *("HEMMELIG-FIL", "HEMMELIG-OPGAVEFIL", "HEMMELIG-KOMMENTAR", "HEMMELIG-OPGAVEKOMMENTAR"),
    *("HEMMELIGT-FELT", "HEMMELIGT-DOKUMENT", "HEMMELIGT-RESULTAT"),
    *("73114209", "73.114.209", "73,114,209"),
)
OF_TEAM = ("HEMMELIG-NOTE-P2", "HEMMELIG-TEAMKLADDE", "HEMMELIG-TEAMKOMMENTAR", "HEMMELIG-TEAMFIL")
OF_CASES = ("SAGENS-ORD", "SAGENS-EMNE", "SAGENS-GRUND", "Petra", "Otto", "Oda", "Lis", "Lars", "Sanne")
# What was over before a party came, and what came after it had left.
EARLY = ("TIDLIGT-ORD", "TIDLIG-GRUND", "TIDLIG-KOMMENTAR", "TIDLIG-FIL")
LATER = (
    *("SENERE-ORD", "SENERE-KOMMENTAR", "SENERE-FIL", "SENERE-GRUND", "SENERE-FORENING", "SENERE-AFGANG"),
    *("Signe", "Annulleret"),
)
UNKNOWN = 987654
HUGE = 10**30
BACK = {"gp_beslutning": "ret", "gp_bekraeft": "true"}
PRIVATE = {"ramme": "73114209", "note": "HEMMELIGT-SVAR"}


class Things:
    """The ids of everything that the addresses can name, by what it is."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.tasks: dict[str, int] = {}
        self.numbers: dict[str, str] = {}
        self.incidents: dict[str, int] = {}
        self.offers: dict[str, int] = {}

    def ids(self, table: sa.Table) -> list[int]:
        """All rows of a table, and one that is not there; in the cases of these things where it lies in a case."""
        with self.world.store.read() as session:
            where = []
            if "process_instance_id" in table.c:
                mine = sa.select(process_instance.c.id).where(
                    process_instance.c.number.in_(self.numbers.values())
                )
                where = [table.c.process_instance_id.in_(mine)]
            return [*session.execute(sa.select(table.c.id).where(*where)).scalars(), UNKNOWN]

    def values(self) -> dict[str, list[Any]]:
        """What can stand for the arguments of addresses. One that nobody has thought of is an error."""
        said, papers, files = self.ids(comment), self.ids(document), self.ids(attachment)
        return {
            "task_id": [*self.tasks.values(), UNKNOWN, 2**63 - 1, HUGE],
            "number": [*self.numbers.values(), "2099-0001", "x"],
            "party": ["P1", "P2", "P9"],
            "incident_id": [*self.incidents.values(), UNKNOWN, HUGE],
            "condition_id": [1, UNKNOWN],
            "offer_id": [*self.offers.values(), UNKNOWN],
            "substitution_id": self.ids(substitute),
            "comment_id": said,
            "document_id": papers,
            "attachment_id": files,
            "kind": ["opgave", "dokument", "kommentar", "fil"],
            "object_id": sorted({*self.tasks.values(), *said, *papers, *files}),
            "notification_id": [*self.ids(notification)[:8], UNKNOWN],
            "mark": ["x", "WzEsIm5ld190YXNrIl0.x"],
            "process_id": ["aftale", "godkendelsesport", "findes-ikke"],
            "element_id": ["skriv", "findes-ikke"],
            "token": ["forkert", "x" * 43, "%2e%2e"],
            "secret": ["x" * 43, "x" * 9000],
            "feed_id": [1, UNKNOWN],
            "filter_id": [1, UNKNOWN],
            "version": [1, 2, 99, HUGE],
            "nth": [1, 2, HUGE],
            "migration_id": [1, UNKNOWN, HUGE],
            "repairing": ["flyt", "spring"],
            "pausing": ["pause", "fortsaet"],
            "person_id": [1, UNKNOWN],
            "name": ["skriv.form", "aftale.bpmn", "findes-ikke.dmn", "..%2fskriv.form"],
            "filename": ["dist/manifest.json", "../app.py", "..%2fapp.py"],
        }

    def say(
        self, number: str, who: str, text: str, *, private: bool = False, task: str | None = None
    ) -> None:
        """A comment and a file of somebody."""
        task_id = self.tasks[task] if task else None
        with self.world.store.transaction() as session:
            by = self.world.actor(session, who)
            comments.write(
                session, number, text.replace("*", "KOMMENTAR"), by, private=private, task_id=task_id
            )
            name = text.replace("*", "FIL")
            sent = [attachments.Upload(f"{name}.txt", io.BytesIO(name.encode()))]
            attachments.add(session, number, sent, by, private=private, task_id=task_id)


def stand_in(world: World) -> None:
    """Sanne, who has no role, stands in for Otto. Frida and Lis would for people of the owner, had they belonged to it
    once: the rows are there, and must be worth nothing."""
    with world.store.transaction() as session:
        world.ids["sanne"] = people.create_person(session, "Sanne", "sanne@example.dk", PASSWORD)
        people.join(session, world.ids["sanne"], world.organisations[OWNER])
        for away, who in (("otto", "sanne"), ("otto", "frida"), ("petra", "lis"), ("petra", "frida")):
            session.insert(
                substitute,
                person_id=world.ids[away],
                substitute_id=world.ids[who],
                first_day=date(2026, 1, 1),
                last_day=date(2026, 12, 31),
                created_at=session.now,
                created_by=world.ids[away],
            )


def secret_cases(world: World) -> Things:
    """Cases in every state, full of what a party keeps to itself."""
    found = Things(world)
    with world.store.transaction() as session:
        deployments.deploy(session, secretive.resources())
    stand_in(world)

    number = found.numbers["begun"] = world.start("SAGENS-EMNE et")
    mine = found.tasks["private, open"] = world.task(number, "intern-ramme")
    with world.store.transaction() as session:
        petra = world.actor(session, "petra")
        user_tasks.save_draft(session, mine, {"note": "HEMMELIG-KLADDE"}, petra)
        user_tasks.claim(session, mine, petra)
        filters.save(session, "HEMMELIG-KLADDE", {}, petra)
        task = session.first(sa.select(user_task).where(user_task.c.id == mine))
        assert task is not None
        found.incidents["private"] = session.insert(
            incident,
            process_instance_id=task.process_instance_id,
            token=task.token,
            element_id="intern-ramme",
            process_id="aftale",
            kind="expression",
            template="It failed: %(cause)s",
            params={"cause": "HEMMELIG-FEJL"},
            created_at=session.now,
        )
    found.say(number, "petra", "HEMMELIG-*", private=True)
    found.say(number, "petra", "HEMMELIG-OPGAVE*", private=True, task="private, open")

    number = found.numbers["drafting"] = world.start("SAGENS-EMNE to")
    found.tasks["private, done"] = world.task(number, "intern-ramme")
    world.do("petra", found.tasks["private, done"], **PRIVATE)
    found.tasks["shared, open"] = world.task(number, "skriv")
    with world.store.read() as session:
        found.offers["of the owner"] = int(
            session.scalar(sa.select(subscription.c.id).where(subscription.c.element_id == "mere-tid"))
        )

    number = found.numbers["at the gate"] = world.start("SAGENS-EMNE tre")
    world.do("petra", world.task(number, "intern-ramme"), **PRIVATE)
    found.tasks["shared, done"] = world.task(number, "skriv")
    world.do("petra", found.tasks["shared, done"], tekst="SAGENS-ORD", pris="1", egen_note="HEMMELIGT-FELT")
    gates = [world.task(number, "gp-tag-stilling", party) for party in ("P1", "P2")]
    said = {**BACK, "gp_bemaerkning": "SAGENS-ORD tre"}
    world.do("otto", gates[0], **said, gp_intern_note="HEMMELIG-NOTE-P1")
    world.do("lis", gates[1], **said, gp_intern_note="HEMMELIG-NOTE-P2")
    world.do("petra", world.task(number, "skriv"), tekst="SAGENS-ORD igen", pris="1")
    found.tasks["gate of the owner, done"], found.tasks["gate of the team, done"] = gates
    found.tasks["gate of the owner, open"] = world.task(number, "gp-tag-stilling", "P1")
    found.tasks["gate of the team, open"] = world.task(number, "gp-tag-stilling", "P2")
    with world.store.transaction() as session:
        kept = {"gp_intern_note": "HEMMELIG-TEAMKLADDE"}
        lis = world.actor(session, "lis")
        user_tasks.save_draft(session, found.tasks["gate of the team, open"], kept, lis)
    found.say(number, "lis", "HEMMELIG-TEAM*", private=True)

    number = found.numbers["cancelled"] = world.start("SAGENS-EMNE fire")
    found.tasks["private, of a cancelled case"] = world.task(number, "intern-ramme")
    with world.store.transaction() as session:
        cases.cancel(session, number, "SAGENS-GRUND", world.actor(session, "petra"))
    return found


def _round(found: Things, number: str, name: str, word: str) -> None:
    """An agreement written and sent back by both sides, with a comment and a file on the case and on its tasks."""
    world = found.world
    found.tasks[f"{name}: written"] = task = world.task(number, "skriv")
    found.say(number, "petra", f"{word}-*", task=f"{name}: written")
    world.do("petra", task, tekst=f"{word}T-ORD" if word == "TIDLIG" else f"{word}-ORD", pris="1")
    for key, who in (("P1", "otto"), ("P2", "lis")):
        found.tasks[f"{name}: gate of {key}"] = world.task(number, "gp-tag-stilling", key)
        world.do(who, found.tasks[f"{name}: gate of {key}"], **BACK, gp_bemaerkning=f"{word}-GRUND")
    found.say(number, "petra", f"{word}-*")


def joined_late(world: World) -> Things:
    """A case that the team came to after a first round, and before a second that has got to the gate."""
    found = Things(world)
    number = found.numbers["late"] = world.start("Sen part")
    world.do("petra", world.task(number, "intern-ramme"), ramme="1")
    _round(found, number, "early", "TIDLIG")
    world.store.clock.stop(MONDAY + timedelta(days=1))
    with world.store.transaction() as session:
        mine = world.party(session, number, "P2")
        session.execute(sa.update(party).where(party.c.id == mine).values(sees_from=session.now))
    world.store.clock.stop(MONDAY + timedelta(days=2))
    world.do("petra", world.task(number, "skriv"), tekst="NYT-ORD", pris="2")
    found.say(number, "petra", "NY-*")
    return found


def left_early(world: World) -> Things:
    """Two cases that the team has left: one went on with another, one was cancelled."""
    found = Things(world)
    for name in ("went on", "cancelled"):
        number = found.numbers[name] = world.start("Tidligere part")
        world.do("petra", world.task(number, "intern-ramme"), ramme="1")
        found.say(number, "petra", "DENGANG-*")
    world.store.clock.stop(MONDAY + timedelta(days=1))
    with world.store.transaction() as session:
        for number in found.numbers.values():
            cases.leave(session, number, "P2", "Vi lukker", world.actor(session, "lis"))
    world.store.clock.stop(MONDAY + timedelta(days=2))
    number = found.numbers["went on"]
    found.tasks["later: written"] = world.task(number, "skriv")
    found.say(number, "petra", "SENERE-*", task="later: written")
    world.do("petra", found.tasks["later: written"], tekst="SENERE-ORD", pris="1")
    found.tasks["later: gate of P1"] = world.task(number, "gp-tag-stilling", "P1")
    found.tasks["later: gate of P2"] = world.task(number, "gp-tag-stilling", "P2")
    found.say(number, "petra", "SENERE-*")
    with world.store.transaction() as session:
        petra = world.actor(session, "petra")
        signe = people.create_person(session, "Signe", "signe@example.dk", PASSWORD)
        people.join(session, signe, world.organisations[OWNER], ("bygherre-ol",))
        cases.cast(session, number, "P1", "bygherre-ol", [signe], petra)
        new = people.create_organisation(session, "SENERE-FORENING", "andet")
        instance_id = session.scalar(
            sa.select(process_instance.c.id).where(process_instance.c.number == number)
        )
        made = casting.add_party(session, instance_id, "P3", "andet", new)
        gone = {"sees_from": session.now, "left_at": session.now, "left_reason": "SENERE-AFGANG"}
        session.execute(sa.update(party).where(party.c.id == made).values(**gone))
        cases.cancel(session, found.numbers["cancelled"], "SENERE-GRUND", petra)
    return found


def addresses(site: Site, things: Things) -> Iterator[tuple[str, str, dict[str, Any], str]]:
    """(method, endpoint, its arguments, path) of everything that can be asked for."""
    urls = site.url_map.bind("localhost")
    values = things.values()
    for rule in site.url_map.iter_rules():
        names = sorted(rule.arguments)
        for chosen in product(*(values[name] for name in names)):
            arguments = dict(zip(names, chosen, strict=True))
            path = urls.build(rule.endpoint, {k: UNKNOWN if v == HUGE else v for k, v in arguments.items()})
            if HUGE in chosen:
                path = path.replace(str(UNKNOWN), str(HUGE))
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield method, rule.endpoint, arguments, path
            if rule.endpoint == "documents.compare":
                for other in values["document_id"]:
                    yield "GET", rule.endpoint, arguments, f"{path}?med={other}"
    for word in ("HEMMELIG", "TIDLIG", "SENERE", "SAGENS", "Sig", "731"):
        yield "GET", "search.show", {}, f"/soeg?q={word}"
    for view in ("active", "ended", "all"):
        yield "GET", "cases.show", {}, f"/sager?visning={view}"


def everything(world: World) -> dict[str, list[Any]]:
    """All rows of all tables."""
    with world.store.read() as session:
        return {
            table.name: sorted(map(repr, session.all(sa.select(table)))) for table in metadata.sorted_tables
        }


def met(answer: Any, forbidden: tuple[str, ...]) -> set[str]:
    """Those of the words that an answer holds."""
    text = answer.get_data().decode(errors="replace") + str(answer.headers)
    return {secret for secret in forbidden if re.search(rf"\b{re.escape(secret)}\b", text)}


def clean(answer: Any, forbidden: tuple[str, ...], where: str) -> None:
    found = met(answer, forbidden)
    assert not found, f"{where}: {sorted(found)}"
    assert answer.status_code < 500, where
