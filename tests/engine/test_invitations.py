"""Inviting an organisation into a case: the letter, the answer, and everything that must not work."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from engine import bpmn, cases, inbox, user_tasks
from engine.errors import Conflict, Forbidden, Invalid, NotFound
from engine.mail import Letter
from engine.models import (
    casting,
    history,
    invitation,
    mail,
    notification,
    organisation,
    party,
    process_instance,
)
from engine.parties import people
from engine.parties.invitations import PER_DAY, Guest
from engine.parties.people import Actor
from engine.store import Session, Store
from tests.world import OWNER, PASSWORD, STRANGERS, TEAM, World, build

GUEST = Guest("Tømrerlauget", "Gry Gæst", "gry@example.dk")


@dataclass
class Plain:
    """Words an invitation as its link and nothing else."""

    def invitation(self, locale: str, *, link: str, case_title: str, **_: Any) -> Letter:
        return Letter(case_title, link, "")

    def notices(self, *_: Any) -> Letter:
        return Letter("notices", "", "")

    def digest(self, *_: Any) -> Letter:
        return Letter("digest", "", "")


@pytest.fixture
def world(store: Store) -> World:
    store.letters = Plain()  # type: ignore[assignment]
    return build(store)


def start(world: World, guest: Guest = GUEST) -> str:
    """Petra opens a case with a team that is invited. Returns its number."""
    with world.store.transaction() as session:
        return cases.start(
            session,
            "aftale",
            {"emne": "Nyt tag"},
            {"P1": world.organisations[OWNER]},
            {},
            world.actor(session, "petra"),
            {"P2": guest},
        )


def tokens(world: World, to: str = GUEST.email) -> list[str]:
    """The secrets of the links in the mails to an address, oldest first."""
    with world.store.read() as session:
        mails = session.all(sa.select(mail.c.text).where(mail.c.to_address == to).order_by(mail.c.id))
    return [row.text.removeprefix("/invitation/") for row in mails]


def register(world: World, token: str) -> Actor:
    with world.store.transaction() as session:
        _number, person_id = cases.register(session, token, "Gry Gæst", PASSWORD, "da")
        found = people.actor(session, person_id)
    assert found is not None
    return found


def do(world: World, command: Callable[..., Any], *args: Any, who: str = "petra", **options: Any) -> Any:
    with world.store.transaction() as session:
        return command(session, *args, by=world.actor(session, who), **options)


def rows(world: World, table: sa.Table) -> list[Any]:
    with world.store.read() as session:
        return session.all(sa.select(table).order_by(table.c.id))


def variables(world: World, number: str) -> dict[str, Any]:
    with world.store.read() as session:
        row = session.first(sa.select(process_instance).where(process_instance.c.number == number))
    assert row is not None
    return bpmn.visible(row.variables, None)


def test_a_case_runs_with_a_party_that_is_only_invited(world: World) -> None:
    number = start(world)
    (asked,) = rows(world, invitation)
    assert (asked.state, asked.email, asked.name) == ("open", "gry@example.dk", "Gry Gæst")
    (token,) = tokens(world)
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", token) and token not in repr(asked)
    assert variables(world, number)["parter"][1]["navn"] == "Tømrerlauget"
    world.do("petra", world.task(number, "intern-ramme"), ramme="1")
    world.do("petra", world.task(number, "skriv"), tekst="x", pris="1")
    assert world.task(number, "gp-tag-stilling", "P2")


def test_a_new_person_takes_the_place_and_sees_nothing_of_what_was(world: World) -> None:
    number = start(world)
    world.do("petra", world.task(number, "intern-ramme"), ramme="1")
    written = world.task(number, "skriv")
    world.store.clock.advance(timedelta(hours=1))
    world.do("petra", written, tekst="x", pris="1")
    world.store.clock.advance(timedelta(hours=1))
    gry = register(world, tokens(world)[0])
    assert (gry.email, [name for _, name in gry.organisations]) == ("gry@example.dk", ["Tømrerlauget"])
    assert gry.admin_of == gry.organisation_ids
    gate = world.task(number, "gp-tag-stilling", "P2")
    with world.store.transaction() as session:
        with pytest.raises(NotFound):
            user_tasks.get(session, written, gry)
        view = cases.get(session, number, gry)
        assert {event.kind for event in view.history} == {"joined"}
        assert user_tasks.get(session, gate, gry).may_complete
        assert [row.key for row in inbox.search(session, gry).rows] == [gate]
    (told,) = [row for row in rows(world, notification) if row.kind == "invitation"]
    assert told.person_id == world.ids["petra"] and told.params["outcome"] == "accepted"


def test_an_organisation_that_is_here_takes_the_place_of_the_shell(world: World) -> None:
    number = start(world)
    token = tokens(world)[0]
    world.do("petra", world.task(number, "intern-ramme"), ramme="1")
    world.do("petra", world.task(number, "skriv"), tekst="x", pris="1")
    assert do(world, cases.accept, token, world.organisations[TEAM], who="lis") == number
    assert variables(world, number)["parter"][1]["navn"] == TEAM
    assert GUEST.organisation not in {row.name for row in rows(world, organisation)}
    assert user_tasks_of(world, number, "lars") == [
        "gp-tag-stilling"
    ]  # who usually fills the role does so here
    with world.store.read() as session:
        assert cases.get(session, number, world.actor(session, "lis")).number == number


def user_tasks_of(world: World, number: str, who: str) -> list[str]:
    with world.store.read() as session:
        view = cases.get(session, number, world.actor(session, who))
    return [ball.element_id for ball in view.ball if ball.mine]


def test_somebody_with_an_account_accepts_for_the_new_organisation(world: World) -> None:
    number = start(world, Guest("Tømrerlauget", "Lars", "lars@example.dk"))
    (token,) = tokens(world, "lars@example.dk")
    shell = rows(world, invitation)[0].party_id
    with world.store.read() as session:
        shell = session.scalar(sa.select(party.c.organisation_id).where(party.c.id == shell))
        asked = cases.asked(session, token, world.actor(session, "lars"))
        assert asked.choices == [(shell, "Tømrerlauget")] and asked.has_account
        assert cases.asked(session, token, world.actor(session, "petra")).choices == []
    with pytest.raises(Forbidden):
        do(world, cases.accept, token, shell, who="lis")
    assert do(world, cases.accept, token, shell, who="lars") == number


def test_nobody_accepts_for_what_is_not_theirs(world: World) -> None:
    start(world)
    (token,) = tokens(world)
    with pytest.raises(Forbidden):  # a member, not an administrator
        do(world, cases.accept, token, world.organisations[TEAM], who="lars")
    with pytest.raises(Forbidden):
        do(world, cases.accept, token, world.organisations[STRANGERS], who="lis")
    with pytest.raises(Invalid, match="already a party"):
        do(world, cases.accept, token, world.organisations[OWNER], who="petra")
    assert rows(world, invitation)[0].state == "open"


def dead_links(world: World, number: str) -> Iterator[tuple[str, str]]:
    """(why, token) of links that must not work."""
    yield "forged", "x" * 43
    yield "empty", ""
    yield "withdrawn", tokens(world)[0]
    do(world, cases.invite, number, "P2", "Gry", "gry@example.dk")
    do(world, cases.decline, tokens(world)[1], "Ikke nu")
    yield "declined", tokens(world)[1]
    do(world, cases.invite, number, "P2", "Gry", "gry@example.dk")
    world.store.clock.advance(timedelta(days=14))
    yield "expired", tokens(world)[2]
    do(world, cases.invite, number, "P2", "Gry", "gry@example.dk")
    register(world, tokens(world)[3])
    yield "used", tokens(world)[3]


def test_a_dead_link_opens_nothing_and_does_not_say_why(world: World) -> None:
    number = start(world)
    do(world, cases.withdraw, number, "P2")
    said = set()
    for why, token in dead_links(world, number):
        attempts: list[Callable[[Session, Actor], Any]] = [
            lambda session, by, token=token: cases.asked(session, token, by),
            lambda session, by, token=token: cases.accept(session, token, world.organisations[TEAM], by),
            lambda session, by, token=token: cases.register(session, token, "Ny", PASSWORD, "da"),
            lambda session, by, token=token: cases.decline(session, token, "", by),
        ]
        for attempt in attempts:
            with world.store.transaction() as session, pytest.raises(NotFound) as refused:
                attempt(session, world.actor(session, "lis"))
            said.add(str(refused.value))
        assert len(said) == 1, why
    assert [row.state for row in rows(world, invitation)] == [
        "withdrawn",
        "declined",
        "withdrawn",
        "accepted",
    ]


def test_a_case_that_has_ended_takes_nobody_in(world: World) -> None:
    number = start(world)
    do(world, cases.cancel, number, "Slut")
    with pytest.raises(NotFound):
        register(world, tokens(world)[0])
    with pytest.raises(Conflict):
        do(world, cases.withdraw, number, "P2")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "gry@example.dk\nBcc: alle@example.dk"),
        ("email", "gry@example.dk\r\n\r\nHej"),
        ("email", "a@" + "b" * 250 + ".dk"),
        ("email", "Gry <gry@example.dk>"),
        ("email", "gry@example.dk,alle@example.dk"),
        ("email", "gry"),
        ("email", ""),
        ("name", ""),
        ("name", "x" * 201),
        ("name", "Gry\x1b[2J"),
        ("organisation", "x" * 201),
        ("organisation", "Tømrer\u202elauget"),
        ("organisation", OWNER.upper()),
        ("organisation", " "),
    ],
)
def test_a_guest_that_cannot_be_written_to(world: World, field: str, value: str) -> None:
    wrong = Guest(**{"organisation": "Laug", "name": "Gry", "email": "gry@example.dk", field: value})
    with pytest.raises(Invalid) as refused:
        start(world, wrong)
    assert list(refused.value.fields) == [f"party-P2-{field}"]
    assert rows(world, mail) == [] and len(rows(world, organisation)) == 3


def test_a_line_break_in_a_name_is_a_blank(world: World) -> None:
    start(world, Guest("Tømrer\r\nlauget", "Gry\nBcc: x", "GRY@example.dk "))
    (asked,) = rows(world, invitation)
    assert (asked.name, asked.email) == ("Gry Bcc: x", "gry@example.dk")
    assert "Tømrer lauget" in {row.name for row in rows(world, organisation)}


def test_one_or_the_other(world: World) -> None:
    both = {"P1": world.organisations[OWNER], "P2": world.organisations[TEAM]}
    with pytest.raises(Invalid) as refused:
        do(world, cases.start, "aftale", {"emne": "x"}, both, {}, guests={"P2": GUEST})
    assert list(refused.value.fields) == ["party-P2"]
    with pytest.raises(Invalid):  # nobody invites somebody else to be oneself
        do(world, cases.start, "aftale", {"emne": "x"}, {}, {}, guests={"P1": GUEST})


def test_who_may_invite_again_and_take_back(world: World) -> None:
    number = start(world)
    for who, refusal in (("frida", NotFound), ("lis", NotFound)):
        for command, args in ((cases.invite, ("Gry", "gry@example.dk")), (cases.withdraw, ())):
            with pytest.raises(refusal):
                do(world, command, number, "P2", *args, who=who)
    with pytest.raises(Conflict, match="Withdraw it first"):
        do(world, cases.invite, number, "P2", "Gry", "gry@example.dk")
    do(world, cases.withdraw, number, "P2", who="otto")  # cast for the first party
    with pytest.raises(Conflict):
        do(world, cases.withdraw, number, "P2")
    do(world, cases.accept, _invite(world, number), world.organisations[TEAM], who="lis")
    with pytest.raises(Conflict, match="needs no invitation"):
        do(world, cases.invite, number, "P2", "Gry", "gry@example.dk")
    with pytest.raises(Forbidden):
        do(world, cases.add_party, number, "andet", Guest("A", "B", "c@example.dk"), who="lis")
    with pytest.raises(NotFound):
        do(world, cases.invite, number, "P9", "Gry", "gry@example.dk")


def _invite(world: World, number: str) -> str:
    do(world, cases.invite, number, "P2", "Gry", "gry@example.dk")
    return tokens(world)[-1]


def test_another_party_joins_a_running_case(world: World) -> None:
    number = world.start()
    with world.store.read() as session:
        live = session.scalar(sa.select(process_instance.c.process_definition_id))
        from engine import deployments

        welcome = cases.kinds_welcome(session, deployments.definition(session, live))
    assert "bygherre" not in welcome and {"leveranceteam", "kommune"} <= set(welcome)
    for kind in ("bygherre", "<script>", ""):
        with pytest.raises(Invalid) as refused:
            do(world, cases.add_party, number, kind, GUEST)
        assert list(refused.value.fields) == ["kind"]
    assert do(world, cases.add_party, number, "kommune", GUEST) == "P3"
    assert [p["part_id"] for p in variables(world, number)["parter"]] == ["P1", "P2", "P3"]
    gry = register(world, tokens(world)[0])
    with world.store.read() as session:
        assert [p.key for p in cases.get(session, number, gry).parties] == ["P1", "P2", "P3"]


def test_nobody_mails_in_bulk(world: World) -> None:
    number = world.start()
    for index in range(PER_DAY):
        guest = Guest(f"Nummer {index}", "Gry", "gry@example.dk")
        do(world, cases.add_party, number, "andet", guest)
    with pytest.raises(Invalid, match="within a day"):
        do(world, cases.add_party, number, "andet", Guest("En til", "Gry", "gry@example.dk"))
    world.store.clock.advance(timedelta(days=1, seconds=1))
    do(world, cases.add_party, number, "andet", Guest("En til", "Gry", "gry@example.dk"))


def test_what_an_account_needs(world: World) -> None:
    start(world)
    (token,) = tokens(world)
    with world.store.transaction() as session:
        for name, password, field in (("Gry", "kort", "password"), (" ", PASSWORD, "name")):
            with pytest.raises(Invalid) as refused:
                cases.register(session, token, name, password, "da")
            assert list(refused.value.fields) == [field]


def test_an_address_in_use_logs_in(world: World) -> None:
    start(world, Guest("Tømrerlauget", "Lars", "Lars@example.dk"))
    (token,) = tokens(world, "lars@example.dk")
    with world.store.transaction() as session, pytest.raises(Invalid, match="already uses"):
        cases.register(session, token, "Falsk Lars", PASSWORD, "da")


def test_of_two_who_accept_at_once_one_wins(world: World) -> None:
    """The second has read the open invitation before the first one's answer."""
    number = start(world)
    (token,) = tokens(world)
    do(world, cases.accept, token, world.organisations[TEAM], who="lis")
    with world.store.transaction() as session:
        from engine.parties import invitations

        seen = session.first(sa.select(invitation))
        with pytest.raises(NotFound):
            invitations.settle(session, seen, "accepted", world.ids["frida"])
    with pytest.raises(NotFound):
        do(world, cases.accept, token, world.organisations[STRANGERS], who="frida")
    with world.store.read() as session, pytest.raises(NotFound):
        cases.get(session, number, world.actor(session, "frida"))


def test_who_declines_says_so_once(world: World) -> None:
    number = start(world)
    (token,) = tokens(world)
    with world.store.transaction() as session:
        with pytest.raises(Invalid):
            cases.decline(session, token, "x" * 2001, None)
        cases.decline(session, token, " Ikke i år ", None)
    (asked,) = rows(world, invitation)
    assert (asked.state, asked.reason, asked.answered_by) == ("declined", "Ikke i år", None)
    (told,) = [row for row in rows(world, notification) if row.kind == "invitation"]
    assert told.params["outcome"] == "declined"
    with world.store.read() as session:
        view = cases.get(session, number, world.actor(session, "petra"))
    assert [event.name for event in view.history if event.kind == "declined"] == ["Tømrerlauget"]


def test_who_accepts_fills_what_nobody_fills(world: World) -> None:
    number = start(world)
    gry = register(world, tokens(world)[0])
    with world.store.read() as session:
        cast = session.all(sa.select(casting).where(casting.c.person_id == gry.person_id))
        kept = session.all(sa.select(history.c.data).where(history.c.kind == "invited"))
    assert [row.role_id for row in cast] == ["lt-ol"]
    assert "gry@" not in repr(kept)  # an address does not stay in a trail that nobody can change
    with world.store.read() as session:
        seen = session.scalar(sa.select(party.c.sees_from).where(party.c.key == "P2"))
    assert isinstance(seen, datetime) and seen == world.store.clock()
    assert number
