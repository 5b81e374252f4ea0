"""Every address of the application, with every kind of thing, as everybody who should not get in: nothing of what is
private to a party is in any answer, and nothing changes. What a party may not know because it came late or has left is
held to the same."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.web.conftest import Browser
from tests.web.stranger_things import (
    EARLY,
    HUGE,
    LATER,
    OF_CASES,
    OF_OWNER,
    OF_TEAM,
    Things,
    addresses,
    clean,
    everything,
    joined_late,
    left_early,
    met,
    secret_cases,
)
from tests.world import World
from web.app import Site
from web.auth import OPEN

Login = Callable[[str], Browser]

BODIES: tuple[dict[str, str], ...] = (
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
ONES_OWN = ("login.leave", "feeds.make", "notifications.choose")  # everybody may, for themselves


@pytest.fixture
def things(world: World) -> Things:
    return secret_cases(world)


def walked(who: str, tried: int, endpoints: set[str], *, routes: int, floor: int) -> None:
    """Say how far a walk has come, and fail where it came less far than it did once."""
    print(f"{who}: {tried} requests to {len(endpoints)} routes")
    assert len(endpoints) >= routes and tried >= floor, f"only {tried} requests to {len(endpoints)} routes"


def test_without_a_login_there_is_only_the_door(site: Site, things: Things, visitor: Browser) -> None:
    before, tried, endpoints = everything(things.world), 0, set()
    visitor.get("/log-ind")
    for method, endpoint, _arguments, path in addresses(site, things):
        for body in BODIES[:1] if method == "POST" else ({},):
            answer = visitor.get(path) if method == "GET" else visitor.post(path, body)
            where = f"combination {tried + 1}: {method} {path} {body}"
            clean(answer, OF_OWNER + OF_TEAM + OF_CASES, where)
            if endpoint not in OPEN:
                assert answer.status_code == (302 if method == "GET" else 401) or "findes" in path, where
                assert method == "POST" or answer.location.startswith("/log-ind?videre=/"), where
            endpoints.add(endpoint)
            tried += 1
    assert everything(things.world) == before, f"after {tried} combinations"
    walked("visitor", tried, endpoints, routes=60, floor=500)


def test_a_stranger_finds_nothing(site: Site, things: Things, login: Login) -> None:
    """Not even one who stands in for people of the case, in an organisation that is not theirs."""
    browser, tried, endpoints = login("frida"), 0, set()
    before = everything(things.world)
    for method, endpoint, arguments, path in addresses(site, things):
        for body in BODIES if method == "POST" else ({},):
            if method == "POST" and arguments.get("substitution_id") in (2, 4):
                continue  # her own: whoever stands in may end that
            if endpoint in ONES_OWN or (endpoint == "start.begin" and "_row_add" not in body):
                continue
            answer = browser.get(path) if method == "GET" else browser.post(path, body)
            where = f"combination {tried + 1}: {method} {path} {body}"
            named = (
                OF_CASES[:3] if endpoint.startswith("substitutes.") else OF_CASES
            )  # whom she stands in for
            clean(answer, OF_OWNER + OF_TEAM + named, where)
            if arguments.keys() & {"task_id", "number", "incident_id", "offer_id"}:
                assert answer.status_code == 404 or (
                    answer.status_code == 405 and HUGE in arguments.values()
                ), where
            endpoints.add(endpoint)
            tried += 1
    assert everything(things.world) == before, f"after {tried} combinations"
    walked("frida", tried, endpoints, routes=60, floor=500)


# Who looks, what they must not meet, the tasks that are not there for them, the tasks that they may not do.
PRIVATE_TASKS = ("private, open", "private, done", "private, of a cancelled case")
OWNERS = ("shared, open", "shared, done", "gate of the owner, open", "gate of the owner, done")
TEAMS = ("gate of the team, open", "gate of the team, done")
OWN_DRAFT = ("HEMMELIG-KLADDE",)
INSIDE = ((*PRIVATE_TASKS, "shared, open", "shared, done", *TEAMS), ("P2",))
LOOKERS = [
    ("lis", OF_OWNER, PRIVATE_TASKS, OWNERS, ("P1",)),
    ("lars", (*OF_OWNER, "HEMMELIG-TEAMKLADDE"), PRIVATE_TASKS, OWNERS, ("P1",)),
    ("otto", OF_TEAM + OWN_DRAFT, (), *INSIDE),
    ("sanne", OF_TEAM + OWN_DRAFT, (), *INSIDE),
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
    browser, tried, endpoints = login(who), 0, set()
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
        if who in ("otto", "sanne") and endpoint == "case.retry":
            continue
        for body in BODIES if method == "POST" else ({},):
            answer = browser.get(path) if method == "GET" else browser.post(path, body)
            where = f"combination {tried + 1}: {who} {method} {path} ({task}) {body}"
            clean(answer, secrets, where)
            endpoints.add(endpoint)
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
    walked(who, tried, endpoints, routes=40, floor=200)


def test_a_substitute_reads_what_the_one_who_is_away_reads(site: Site, things: Things, login: Login) -> None:
    """And nothing beyond: no page that the other does not get, and no secret that the other does not meet there."""
    otto, sanne, tried, endpoints = login("otto"), login("sanne"), 0, set()
    every = OF_OWNER + OF_TEAM + OF_CASES
    for method, endpoint, arguments, path in addresses(site, things):
        if method == "GET" and arguments.keys() & {"number", "task_id"} and HUGE not in arguments.values():
            theirs, own = otto.get(path), sanne.get(path)
            assert own.status_code in (theirs.status_code, 403, 404), path
            assert met(own, every) <= met(theirs, every) | {"Sanne"}, path
            endpoints.add(endpoint)
            tried += 1
    walked("sanne beside otto", tried, endpoints, routes=15, floor=60)
    assert OF_OWNER[0] in sanne.get(f"/opgaver/{things.tasks['private, done']}").text


MAKERS = {"late": (joined_late, EARLY), "left": (left_early, LATER)}


@pytest.mark.parametrize(("when", "who"), [("late", "lars"), ("left", "lis")])
def test_a_party_knows_its_own_time_only(world: World, site: Site, login: Login, when: str, who: str) -> None:
    make, secrets = MAKERS[when]
    things = make(world)
    petra = login("petra")
    shown = [path for method, _e, given, path in addresses(site, things) if method == "GET" and given]
    assert set().union(*(met(petra.get(path), secrets) for path in shown)) == set(secrets)
    browser, tried, endpoints = login(who), 0, set()
    before = everything(world)
    for method, endpoint, arguments, path in addresses(site, things):
        gone = when == "left" and "number" in arguments
        if method == "POST" and not gone and "task_id" not in arguments:
            continue  # their own time: other tests
        for body in BODIES if method == "POST" else ({},):
            if endpoint in (*ONES_OWN, "feeds.make_for_case"):
                continue
            answer = browser.get(path) if method == "GET" else browser.post(path, body)
            where = f"combination {tried + 1}: {who} {method} {path} {body}"
            clean(answer, secrets, where)
            if "task_id" in arguments:
                assert answer.status_code in (404, 405), where
            elif method == "POST":
                assert answer.status_code in (403, 404, 409, 422), where
            endpoints.add(endpoint)
            tried += 1
    assert everything(world) == before, f"after {tried} combinations"
    walked(f"{who}, {when}", tried, endpoints, routes=40, floor=100)


def test_the_secrets_are_there_for_those_whose_they_are(site: Site, things: Things, login: Login) -> None:
    """Else the walks above would prove nothing."""
    petra, lis = login("petra"), login("lis")
    paths = [path for method, _e, given, path in addresses(site, things) if method == "GET" and given]
    seen: set[str] = set()
    for path in paths:
        seen |= met(petra.get(path), OF_OWNER)
    gate = lis.get(f"/opgaver/{things.tasks['gate of the team, open']}").text
    assert {secret for secret in OF_OWNER if secret not in seen} <= {"73,114,209", "73114209"}
    assert all(secret in gate for secret in OF_TEAM[:2])
    assert re.search(r"73[.]114[.]209", " ".join(seen))
