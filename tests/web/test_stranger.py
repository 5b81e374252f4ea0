"""Every address of the application, with every kind of thing, as everybody who should not get in: nothing of what is
private to a party is in any answer, and nothing changes."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest
import sqlalchemy as sa

from engine import attachments, cases, deployments, filters, user_tasks
from engine.models import incident, metadata, subscription, user_task
from tests.web.conftest import Browser
from tests.world import HERE, World
from web.app import Site
from web.auth import OPEN

Login = Callable[[str], Browser]

# What must never be met outside its own party. Numbers are told as people write them, and as the machine does.
OF_OWNER = ("HEMMELIGT-SVAR", "HEMMELIGT-NAVN", "HEMMELIG-KLADDE", "HEMMELIG-NOTE-P1", "HEMMELIG-FEJL")
OF_OWNER += ("HEMMELIG-FIL", "73114209", "73.114.209", "73,114,209")
OF_TEAM = ("HEMMELIG-NOTE-P2", "HEMMELIG-TEAMKLADDE")
OF_CASES = ("SAGENS-ORD", "SAGENS-EMNE", "SAGENS-GRUND", "Petra", "Otto", "Oda", "Lis", "Lars")
UNKNOWN = 987654
YES = {"gp_beslutning": "godkend", "gp_bekraeft": "true"}
BACK = {"gp_beslutning": "ret", "gp_bemaerkning": "SAGENS-ORD tre", "gp_bekraeft": "true"}
BODIES: tuple[dict[str, Any], ...] = (
    {"_row_add": "raekker"},
    {
        "ramme": "1",
        "tekst": "x",
        "pris": "1",
        "person": "1",
        "reason": "x",
        "sure": "1",
        "gp_beslutning": "stop",
    },
)


class Things:
    """The ids of everything that the addresses can name, by whose it is."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.tasks: dict[str, int] = {}
        self.numbers: dict[str, str] = {}
        self.incidents: dict[str, int] = {}
        self.offers: dict[str, int] = {}

    def values(self, name: str) -> list[Any]:
        """What can stand for an argument of an address; fails for one that nobody has thought of."""
        return {
            "task_id": [*self.tasks.values(), UNKNOWN, 2**63 - 1, 10**30],
            "number": [*self.numbers.values(), "2099-0001", "x"],
            "party": ["P1", "P2", "P9"],
            "incident_id": [*self.incidents.values(), UNKNOWN, 10**30],
            "condition_id": [1, UNKNOWN],
            "offer_id": [*self.offers.values(), UNKNOWN],
            "substitution_id": [1, UNKNOWN],
            "comment_id": [1, UNKNOWN],
            "document_id": [1, 2, 3, UNKNOWN],
            "attachment_id": [1, UNKNOWN],
            "kind": ["opgave", "dokument", "kommentar", "fil"],
            "object_id": [1, 2, 3, UNKNOWN],
            "notification_id": [*range(1, 9), UNKNOWN],
            "mark": ["x", "WzEsIm5ld190YXNrIl0.x"],
            "process_id": ["aftale", "godkendelsesport", "findes-ikke"],
            "token": ["forkert", "x" * 43, "%2e%2e"],
            "secret": ["x" * 43, "x" * 9000],
            "feed_id": [1, UNKNOWN],
            "filter_id": [1, UNKNOWN],
            "version": [1, 2, 99, 10**30],
            "filename": ["dist/manifest.json", "../app.py", "..%2fapp.py"],
        }[name]


def secretive() -> dict[str, bytes]:
    """The small process with a text to keep private, and a private name that only its own party reads."""
    form = json.loads((HERE / "fixtures" / "intern-ramme.form").read_bytes())
    form["components"].append({"id": "Field_note", "type": "textfield", "key": "note", "label": "Note"})
    diagram = (HERE / "fixtures" / "aftale.bpmn").read_text(encoding="utf-8")
    name = "=&quot;HEMMELIGT&quot; + &quot;-NAVN&quot;"
    return {
        "intern-ramme.form": json.dumps(form).encode(),
        "aftale.bpmn": diagram.replace('name="Fastlæg egen ramme"', f'name="{name}"').encode(),
    }


@pytest.fixture
def things(world: World) -> Things:
    """Cases in every state, full of secrets."""
    found = Things(world)
    with world.store.transaction() as session:
        deployments.deploy(session, secretive())
    private = {"ramme": "73114209", "note": "HEMMELIGT-SVAR"}

    number = found.numbers["begun"] = world.start("SAGENS-EMNE et")
    found.tasks["private, open"] = world.task(number, "intern-ramme")
    with world.store.transaction() as session:
        petra = world.actor(session, "petra")
        user_tasks.save_draft(session, found.tasks["private, open"], {"note": "HEMMELIG-KLADDE"}, petra)
        user_tasks.claim(session, found.tasks["private, open"], petra)
        filters.save(session, "HEMMELIG-KLADDE", {}, petra)
        session.insert(
            incident,
            process_instance_id=session.scalar(
                sa.select(user_task.c.process_instance_id).where(
                    user_task.c.id == found.tasks["private, open"]
                )
            ),
            token=session.scalar(
                sa.select(user_task.c.token).where(user_task.c.id == found.tasks["private, open"])
            ),
            element_id="intern-ramme",
            process_id="aftale",
            kind="expression",
            template="It failed: %(cause)s",
            params={"cause": "HEMMELIG-FEJL"},
            created_at=session.now,
        )
        found.incidents["private"] = int(session.scalar(sa.select(sa.func.max(incident.c.id))))

    with world.store.transaction() as session:
        kept = attachments.Upload("HEMMELIG-FIL.txt", io.BytesIO(b"HEMMELIG-FIL"))
        attachments.add(session, number, [kept], world.actor(session, "petra"), private=True)

    number = found.numbers["drafting"] = world.start("SAGENS-EMNE to")
    found.tasks["private, done"] = world.task(number, "intern-ramme")
    world.do("petra", found.tasks["private, done"], **private)
    found.tasks["shared, open"] = world.task(number, "skriv")
    with world.store.read() as session:
        found.offers["of the owner"] = int(
            session.scalar(sa.select(subscription.c.id).where(subscription.c.element_id == "mere-tid"))
        )

    number = found.numbers["at the gate"] = world.start("SAGENS-EMNE tre")
    world.do("petra", world.task(number, "intern-ramme"), **private)
    found.tasks["shared, done"] = world.task(number, "skriv")
    world.do("petra", found.tasks["shared, done"], tekst="SAGENS-ORD", pris="1")
    gates = [world.task(number, "gp-tag-stilling", party) for party in ("P1", "P2")]
    world.do("otto", gates[0], **BACK, gp_intern_note="HEMMELIG-NOTE-P1")
    world.do("lis", gates[1], **BACK, gp_intern_note="HEMMELIG-NOTE-P2")
    world.do("petra", world.task(number, "skriv"), tekst="SAGENS-ORD igen", pris="1")
    found.tasks["gate of the owner, done"], found.tasks["gate of the team, done"] = gates
    found.tasks["gate of the owner, open"] = world.task(number, "gp-tag-stilling", "P1")
    found.tasks["gate of the team, open"] = world.task(number, "gp-tag-stilling", "P2")
    with world.store.transaction() as session:
        kept = {"gp_intern_note": "HEMMELIG-TEAMKLADDE"}
        lis = world.actor(session, "lis")
        user_tasks.save_draft(session, found.tasks["gate of the team, open"], kept, lis)

    number = found.numbers["cancelled"] = world.start("SAGENS-EMNE fire")
    found.tasks["private, of a cancelled case"] = world.task(number, "intern-ramme")
    with world.store.transaction() as session:
        cases.cancel(session, number, "SAGENS-GRUND", world.actor(session, "petra"))
    return found


def addresses(site: Site, things: Things) -> Iterator[tuple[str, str, dict[str, Any], str]]:
    """(method, endpoint, its arguments, path) of everything that can be asked for."""
    urls = site.url_map.bind("localhost")
    for rule in site.url_map.iter_rules():
        names = sorted(rule.arguments)
        for chosen in product(*(things.values(name) for name in names)):
            arguments = dict(zip(names, chosen, strict=True))
            path = urls.build(
                rule.endpoint,
                {k: v for k, v in arguments.items() if v != 10**30}
                | {k: UNKNOWN for k, v in arguments.items() if v == 10**30},
            )
            if 10**30 in chosen:
                path = path.replace(str(UNKNOWN), str(10**30))
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield method, rule.endpoint, arguments, path


def everything(world: World) -> dict[str, list[Any]]:
    """All rows of all tables."""
    with world.store.read() as session:
        return {
            table.name: sorted(map(repr, session.all(sa.select(table)))) for table in metadata.sorted_tables
        }


def clean(answer: Any, forbidden: tuple[str, ...], where: str) -> None:
    text = answer.get_data().decode(errors="replace") + str(answer.headers)
    met = [secret for secret in forbidden if re.search(rf"\b{re.escape(secret)}\b", text)]
    assert not met, where
    assert answer.status_code < 500, where


def test_without_a_login_there_is_only_the_door(site: Site, things: Things, visitor: Browser) -> None:
    before, tried = everything(things.world), 0
    visitor.get("/log-ind")
    for method, endpoint, _arguments, path in addresses(site, things):
        for body in BODIES if method == "POST" else ({},):
            answer = visitor.get(path) if method == "GET" else visitor.post(path, body)
            where = f"combination {tried + 1}: {method} {path} {body}"
            clean(answer, OF_OWNER + OF_TEAM + OF_CASES, where)
            if endpoint not in OPEN:
                assert answer.status_code == (302 if method == "GET" else 401) or "findes" in path, where
                assert method == "POST" or answer.location.startswith("/log-ind?videre=/"), where
            tried += 1
    assert everything(things.world) == before, f"after {tried} combinations"
    assert tried > 300, f"only {tried} combinations were tried"


def test_a_stranger_finds_nothing(site: Site, things: Things, login: Login) -> None:
    browser, tried = login("frida"), 0
    before = everything(things.world)
    for method, endpoint, arguments, path in addresses(site, things):
        for body in BODIES if method == "POST" else ({},):
            own = endpoint in ("login.leave", "feeds.make", "notifications.choose")
            if own or (endpoint == "start.begin" and "_row_add" not in body):
                continue
            browser.get("/profil")
            answer = browser.get(path) if method == "GET" else browser.post(path, body)
            where = f"combination {tried + 1}: {method} {path} {body}"
            clean(answer, OF_OWNER + OF_TEAM + OF_CASES, where)
            if arguments.keys() & {"task_id", "number", "incident_id", "offer_id"}:
                assert answer.status_code == 404 or (
                    answer.status_code == 405 and 10**30 in arguments.values()
                ), where
            tried += 1
    assert everything(things.world) == before, f"after {tried} combinations"
    assert tried > 300, f"only {tried} combinations were tried"


# Who looks, what they must not meet, the tasks that are not there for them, the tasks that they may not do.
PRIVATE_TASKS = ("private, open", "private, done", "private, of a cancelled case")
OWNERS = ("shared, open", "shared, done", "gate of the owner, open", "gate of the owner, done")
TEAMS = ("gate of the team, open", "gate of the team, done")
LOOKERS = [
    ("lis", OF_OWNER, PRIVATE_TASKS, OWNERS, ("P1",)),
    ("lars", (*OF_OWNER, "HEMMELIG-TEAMKLADDE"), PRIVATE_TASKS, OWNERS, ("P1",)),
    (
        "otto",
        (*OF_TEAM, "HEMMELIG-KLADDE"),
        (),
        (*PRIVATE_TASKS, "shared, open", "shared, done", *TEAMS),
        ("P2",),
    ),
]


@pytest.mark.parametrize(
    ("who", "secrets", "absent", "barred", "parties"), LOOKERS, ids=[x[0] for x in LOOKERS]
)
def test_inside_the_case_each_side_keeps_its_own(
    site: Site,
    things: Things,
    login: Login,
    who: str,
    secrets: tuple[str, ...],
    absent: tuple[str, ...],
    barred: tuple[str, ...],
    parties: tuple[str, ...],
) -> None:
    browser, tried = login(who), 0
    before = everything(things.world)
    names = {task_id: name for name, task_id in things.tasks.items()}
    for method, endpoint, arguments, path in addresses(site, things):
        task = names.get(arguments.get("task_id", 0), "unknown")
        theirs = task in (*absent, *barred, "unknown") if "task_id" in arguments else None
        if theirs is None:
            theirs = arguments.get("party") in (*parties, "P9") or endpoint in (
                "case.cancel",
                "case.retry",
                "case.take",
            )
        if method == "POST" and not theirs:
            continue
        if who == "otto" and endpoint == "case.retry":
            continue
        for body in BODIES if method == "POST" else ({},):
            answer = browser.get(path) if method == "GET" else browser.post(path, body)
            where = f"combination {tried + 1}: {who} {method} {path} ({task}) {body}"
            clean(answer, secrets, where)
            tried += 1
            if "task_id" in arguments and task in ("unknown", *absent):
                assert answer.status_code in (404, 405), where
            elif method == "POST" and task in barred:
                changes_form = endpoint == "task.complete" and any(key.startswith("_") for key in body)
                is_open = not task.endswith(("done", "case"))
                expected = {200} if changes_form else {403, 409, 422} if is_open else {409, 422}
                assert answer.status_code in expected, where
            elif method == "POST":
                assert answer.status_code in (403, 404, 409, 422), where
    assert everything(things.world) == before, f"after {tried} combinations"
    assert tried > 150, f"only {tried} combinations were tried"


def test_the_secrets_are_there_for_those_whose_they_are(things: Things, login: Login) -> None:
    """Else the walks above would prove nothing."""
    petra, lis = login("petra"), login("lis")
    seen = "".join(
        petra.get(path).text
        for path in (
            *(f"/opgaver/{task}" for task in things.tasks.values()),
            *(f"/sager/{number}" for number in things.numbers.values()),
        )
    )
    assert {secret for secret in OF_OWNER if secret in seen} >= {*OF_OWNER[:5]}
    assert re.search(r"73[.]114[.]209", seen)
    gate = lis.get(f"/opgaver/{things.tasks['gate of the team, open']}").text
    assert all(secret in gate for secret in OF_TEAM)
