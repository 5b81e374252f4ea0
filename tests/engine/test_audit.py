"""The audit trail: every act of people hangs on the one before, and who may not read one can still check it."""

from __future__ import annotations

import csv
import io
import re
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import orjson
import pytest
import sqlalchemy as sa

from engine import audit, chain, history, user_tasks
from engine.audit import Verdict
from engine.audit.export import COLUMNS
from engine.models import history as table
from engine.models import organisation, party, person, process_instance
from engine.store import Session, Store
from tests.world import TEAM, World, build

SEVERAL = {"gp_beslutning": "godkend", "gp_bekraeft": "true"}


@pytest.fixture
def world(store: Store) -> World:
    return build(store)


@pytest.fixture
def quick(sqlite_store: Store) -> World:
    """For what does not depend on the database."""
    return build(sqlite_store)


def case_id(session: Session, number: str) -> int:
    return int(
        session.execute(
            sa.select(process_instance.c.id).where(process_instance.c.number == number)
        ).scalar_one()
    )


def stored(world: World, number: str, head: str = "") -> Verdict:
    with world.store.read() as session:
        return audit.verify(session, case_id(session, number), head)


def exported(world: World, number: str, who: str = "petra") -> audit.Export:
    with world.store.read() as session:
        return audit.export(session, number, world.actor(session, who))


def sql(world: World, statement: Any) -> None:
    with world.store.transaction() as session:
        session.execute(statement)


def five(world: World) -> str:
    """A case with five acts, the second of them the owner's own."""
    number = world.start()
    with world.store.transaction() as session:
        instance_id, owner = case_id(session, number), world.party(session, number, "P1")
        for name in ("Ramme", "Udkast", "Pris", "Tekst"):
            history.note(
                session,
                instance_id,
                "completed_task",
                by=world.ids["oda"],
                party_id=owner,
                is_private=name == "Ramme",
                name=name,
            )
    return number


def played(world: World) -> str:
    """A case with private acts of the owner's, and acts of both sides. It has more than five acts."""
    number = world.written()
    world.do("otto", world.task(number, "gp-tag-stilling", "P1"), **SEVERAL)
    world.do("lis", world.task(number, "gp-tag-stilling", "P2"), **SEVERAL)
    return number


def test_every_act_is_chained_with_the_names_of_its_moment(world: World) -> None:
    number = played(world)
    before = exported(world, number)
    assert [entry.seq for entry in before.entries] == list(range(1, len(before.entries) + 1))
    assert len(before.entries) > 5
    sql(world, sa.update(person).where(person.c.id == world.ids["petra"]).values(name="Petra Ny"))
    sql(world, sa.update(organisation).values(name=organisation.c.name + sa.literal(" nu")))
    after = exported(world, number)
    assert [e.act for e in after.entries] == [e.act for e in before.entries]
    first = after.entries[0].act
    assert first and first["person"] == {"id": world.ids["petra"], "name": "Petra"}
    assert {e.act["party"]["name"] for e in after.entries if e.act and "party" in e.act} >= {TEAM}
    assert stored(world, number) == Verdict(len(after.entries), after.head)


def test_on_whose_behalf_is_chained(quick: World) -> None:
    number = quick.start()
    with quick.store.transaction() as session:
        history.note(
            session,
            case_id(session, number),
            "assigned",
            by=quick.ids["oda"],
            on_behalf_of=quick.ids["petra"],
            data={"to": 1.5},
        )
    last = exported(quick, number).entries[-1].act
    assert last and last["on_behalf_of"] == {"id": quick.ids["petra"], "name": "Petra"}
    assert stored(quick, number).intact


def test_the_runtimes_own_moves_are_not_in_the_chain(quick: World) -> None:
    number = quick.start()
    with quick.store.read() as session:
        rows = session.all(sa.select(table).where(table.c.process_instance_id == case_id(session, number)))
    assert {row.kind for row in rows if row.seq is None} >= {"entered"}
    assert [row.kind for row in rows if row.seq == 1] == ["started"]


def test_acts_at_the_same_moment_stand_one_after_the_other(world: World) -> None:
    """Four people at once, none of whom has taken the case's lock before."""
    number = world.start()
    with world.store.read() as session:
        instance_id = case_id(session, number)
    failed: list[Exception] = []
    begin = threading.Barrier(4)

    def act() -> None:
        begin.wait()
        try:
            for _ in range(8):
                with world.store.transaction() as session:
                    history.note(session, instance_id, "cast", by=world.ids["oda"])
                    history.note(session, instance_id, "cast", by=world.ids["otto"])
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=act) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    verdict = stored(world, number)
    assert verdict.intact and verdict.entries == 64 + 1


TAMPERING: dict[str, tuple[Any, int, str]] = {
    "a changed word": (sa.update(table).where(table.c.seq == 3).values(name="Noget andet"), 3, "its words"),
    "a changed time": (
        sa.update(table)
        .where(table.c.seq == 2)
        .values(at=sa.func.coalesce(None, "2020-01-01 00:00:00.000000")),
        2,
        "its words",
    ),
    "another person": (sa.update(table).where(table.c.seq == 4).values(person_id=2), 4, "its words"),
    "another name": (sa.update(table).where(table.c.seq == 1).values(names={"person": "Ib"}), 1, "its words"),
    "a private act shown": (
        sa.update(table).where(table.c.is_private).values(is_private=False),
        2,
        "its words",
    ),
    "a deleted act": (sa.delete(table).where(table.c.seq == 3), 3, "expected entry 3, found entry 4"),
    "the first one deleted": (sa.delete(table).where(table.c.seq == 1), 1, "expected entry 1"),
    "the last one deleted": (sa.delete(table).where(table.c.seq == 5), 5, "should hold 5 entries"),
    "all of them deleted": (sa.delete(table), 1, "should hold 5 entries"),
    "an act outside the chain": (
        sa.insert(table).from_select(
            ["process_instance_id", "at", "kind", "call_path", "is_private"],
            sa.select(
                table.c.process_instance_id, table.c.at, sa.literal("answered"), sa.literal(""), sa.false()
            ).limit(1),
        ),
        5,
        "is not chained",
    ),
}


@pytest.mark.parametrize("what", TAMPERING)
def test_tampering_with_the_database_is_found(quick: World, what: str) -> None:
    statement, place, reason = TAMPERING[what]
    number = five(quick)
    assert stored(quick, number) == Verdict(5, exported(quick, number).head)
    sql(quick, statement)
    verdict = stored(quick, number)
    assert not verdict.intact and verdict.broken_at == place
    assert reason in str(verdict)


def test_a_chain_that_was_written_anew_is_found_by_a_known_head(quick: World) -> None:
    """Somebody with the keys to the database takes the last act away, and what the case knows of it."""
    number = five(quick)
    head = exported(quick, number).head
    sql(quick, sa.delete(table).where(table.c.seq == 5))
    with quick.store.read() as session:
        previous = session.scalar(sa.select(table.c.hash).where(table.c.seq == 4))
    sql(quick, sa.update(process_instance).values(audit_seq=4, audit_hash=previous))
    assert stored(quick, number).intact
    assert f"you expect the head {head}" in stored(quick, number, head).reason


@pytest.mark.parametrize("write", [audit.as_json, audit.as_csv])
def test_each_party_reads_its_own_and_checks_the_whole(
    world: World, write: Callable[[audit.Export], bytes]
) -> None:
    number = played(world)
    own, other = (exported(world, number, who) for who in ("petra", "lis"))
    hidden = [entry for entry in other.entries if entry.act is None]
    assert hidden and all(entry.act for entry in own.entries)
    secret = "Fastlæg egen ramme"
    assert secret in write(own).decode() and secret not in write(other).decode()
    for entry in hidden:  # nor what would let anybody try words on the digest
        salt = own.entries[entry.seq - 1].salt
        assert salt and salt not in write(other).decode()
    for file in (own, other):
        assert audit.check_file(write(file), own.head) == Verdict(len(own.entries), own.head)


def lines(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def edited(content: bytes, edit: Callable[[list[Any]], None]) -> bytes:
    """The file with its entries edited in place."""
    if content[:1] == b"{":
        found = orjson.loads(content)
        edit(found["trail"])
        return orjson.dumps(found)
    rows = lines(content)
    start = rows.index(list(COLUMNS))
    entries = rows[start + 1 :]
    edit(entries)
    text = io.StringIO()
    csv.writer(text).writerows([*rows[: start + 1], *entries])
    return text.getvalue().encode()


def rename(entries: list[Any]) -> None:
    if isinstance(entries[1], dict):
        entries[1]["act"]["person"]["name"] = "Ib"
    else:
        entries[1][3] = "Ib"


def swap(entries: list[Any]) -> None:
    entries[1], entries[2] = entries[2], entries[1]


EDITS: dict[str, tuple[Callable[[list[Any]], Any], int, str]] = {
    "a changed word": (rename, 2, "its words have the digest"),
    "a removed row": (lambda entries: entries.pop(2), 3, "expected entry 3, found entry 4"),
    "two swapped rows": (swap, 2, "expected entry 2, found entry 3"),
    "an inserted row": (lambda entries: entries.insert(2, entries[1]), 3, "expected entry 3, found entry 2"),
    "a cut-off end": (lambda entries: entries.pop(), 5, "should hold 5 entries, and holds 4"),
}


@pytest.mark.parametrize("write", [audit.as_json, audit.as_csv])
@pytest.mark.parametrize("what", EDITS)
def test_an_edited_file_is_found(quick: World, write: Callable[[audit.Export], bytes], what: str) -> None:
    edit, place, reason = EDITS[what]
    content = write(exported(quick, five(quick)))
    assert audit.check_file(edited(content, lambda entries: None)).intact
    verdict = audit.check_file(edited(content, edit))
    assert verdict.broken_at == place and reason in verdict.reason


def test_an_end_cut_off_together_with_what_the_head_says(quick: World) -> None:
    number = five(quick)
    whole = exported(quick, number)
    shorter = audit.Export(
        *(getattr(whole, name) for name in ("number", "title", "exported_at")),
        whole.exported_by,
        whole.entries[-2].hash,
        whole.entries[:-1],
    )
    assert audit.check_file(audit.as_json(shorter)).intact
    assert not audit.check_file(audit.as_json(shorter), whole.head).intact


def test_a_trail_cannot_pass_for_another_cases(quick: World) -> None:
    found = orjson.loads(audit.as_json(exported(quick, quick.start())))
    assert audit.check_file(orjson.dumps(found | {"case": "2026-0099"})).broken_at == 1


def test_a_spreadsheet_takes_nothing_for_a_formula(quick: World) -> None:
    number = quick.start()
    nasty = ["=1+1", "+45", "-1", "@SUM(A1)", "\tx", "'already", 'a;b,"c"\r\nd']
    with quick.store.transaction() as session:
        for text in nasty:
            history.note(session, case_id(session, number), "comment", name=text, data={"text": text})
    content = audit.as_csv(exported(quick, number))
    assert content.startswith(b"\xef\xbb\xbf") and content.count(b"\r\n") > len(nasty)
    cells = [cell for row in lines(content) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert "'=1+1" in cells and "''already" in cells
    assert len({len(row) for row in lines(content)}) == 1
    assert audit.check_file(content).intact
    assert [e.act["name"] for e in audit.read(content).entries[1:] if e.act] == nasty


GOOD_HEAD = {
    "format": "samtrin audit trail",
    "version": 1,
    "case": "2026-0001",
    "entries": 1,
    "head": "0" * 64,
}
LINK = {"seq": 1, "digest": "0" * 64, "hash": "0" * 64}
HOSTILE: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "no row with the columns"),
    "no text": (b"\xff\xfe\x00", "not text in UTF-8"),
    "half of it": (b'{"trail": [', "not whole JSON"),
    "very deep": (b"[" * 200_000, "not whole JSON"),
    "a list": (b"[]", "no audit trail"),
    "another object": (b'{"trail": {}}', "no audit trail"),
    "another version": (orjson.dumps(GOOD_HEAD | {"version": 2, "trail": []}), "version 1"),
    "no case": (orjson.dumps(GOOD_HEAD | {"case": 7, "trail": []}), "which case"),
    "a truth for a number": (orjson.dumps(GOOD_HEAD | {"entries": True, "trail": []}), "how many entries"),
    "no head": (orjson.dumps(GOOD_HEAD | {"head": None, "trail": []}), "its head"),
    "an entry of words": (orjson.dumps(GOOD_HEAD | {"trail": ["x"]}), "entry 1 is not an object"),
    "a wrong number": (orjson.dumps(GOOD_HEAD | {"trail": [LINK | {"seq": "1"}]}), "has no number"),
    "a short hash": (orjson.dumps(GOOD_HEAD | {"trail": [LINK | {"hash": "ab"}]}), "64 hexadecimal"),
    "an act of words": (
        orjson.dumps(GOOD_HEAD | {"trail": [LINK | {"act": "x", "salt": "0" * 32}]}),
        "no act",
    ),
    "an act without salt": (orjson.dumps(GOOD_HEAD | {"trail": [LINK | {"act": {}}]}), "no act with a salt"),
    "an open quote": (b'a,"b', "not whole CSV"),
    "a huge cell": (b"a" * 200_000 + b",b", "not whole CSV"),
    "another table": (b"a,b\r\n1,2\r\n", "no row with the columns"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_file_from_anybody_is_refused_in_plain_words(what: str) -> None:
    content, reason = HOSTILE[what]
    with pytest.raises(audit.Unreadable, match=re.escape(reason)):
        audit.read(content)


def test_a_csv_with_wrong_rows_is_refused(quick: World) -> None:
    content = audit.as_csv(exported(quick, quick.start()))
    for edit, reason in (
        (lambda rows: rows[0].pop(), "17 columns instead of 18"),
        (lambda rows: rows[0].__setitem__(0, "x"), "has no number"),
        (lambda rows: rows[0].__setitem__(14, "{"), "data that is not JSON"),
        (lambda rows: rows[0].__setitem__(15, ""), "salt of 32"),
    ):
        with pytest.raises(audit.Unreadable, match=reason):
            audit.read(edited(content, edit))


def test_who_came_later_and_who_has_left_know_their_own_time_only(quick: World) -> None:
    number = played(quick)
    quick.store.clock.advance(timedelta(days=1))
    seen = len([e for e in exported(quick, number, "lis").entries if e.act])
    with quick.store.transaction() as session:
        team = party.c.id == quick.party(session, number, "P2")
        session.execute(sa.update(party).where(team).values(sees_from=session.now))
    later = exported(quick, number, "lis")
    assert seen > 0 and [e for e in later.entries if e.act] == []
    assert audit.check_file(audit.as_json(later)).intact


def test_a_page_of_the_trail(quick: World) -> None:
    number = played(quick)
    with quick.store.read() as session:
        petra, lis = (quick.actor(session, who) for who in ("petra", "lis"))
        everything = audit.page(session, number, petra, audit.Filter())
        assert [act.seq for act in everything.acts] == list(range(everything.total, 0, -1))
        assert everything.hidden == 0 and everything.acts[0].hash == everything.head
        others = audit.page(session, number, lis, audit.Filter())
        assert others.total + others.hidden == everything.total and others.hidden > 0
        assert not [act for act in others.acts if act.is_private]

        def found(by: Any = petra, **chosen: Any) -> list[str]:
            return [act.kind for act in audit.page(session, number, by, audit.Filter(**chosen)).acts]

        assert set(found(kind="answered")) == {"answered"}
        assert len(found(party="P2")) == len([a for a in everything.acts if a.party == TEAM])
        assert set(found(person=quick.ids["lis"])) == {"answered", "completed_task"}
        today = session.now.date()
        assert len(found(since=today, until=today)) == everything.total
        assert found(since=today.replace(year=2027)) == found(until=today.replace(year=2025)) == []
        assert found(by=lis, person=quick.ids["petra"]) != found(person=quick.ids["petra"])


def test_the_origin_of_a_chain_and_its_arithmetic() -> None:
    """Fixed for good: files that people have taken away must be readable in ten years."""
    act = {"kind": "started", "at": "2026-01-12T08:00:00.000000+00:00", "person": {"name": "Åse", "id": 1}}
    digest = chain.digest("00" * 16, act)
    assert digest == "db780a05ddb386f9f77ddc573177023811c4415844103eac0963fb1447b2531b"
    assert (
        chain.link(chain.origin("2026-0001"), 1, digest)
        == "525061ff3bd11382dea4f8b6a5ef9aced74cf3fdc42344f1efec11fc49e027ee"
    )


def test_claiming_and_giving_back_are_acts(quick: World) -> None:
    number = quick.start()
    task = quick.task(number, "intern-ramme")
    with quick.store.transaction() as session:
        by = quick.actor(session, "petra")
        user_tasks.claim(session, task, by)
        user_tasks.unclaim(session, task, by)
    kinds = [e.act["kind"] for e in exported(quick, number).entries if e.act]
    assert kinds == ["started", "assigned", "assigned"] and stored(quick, number).intact
