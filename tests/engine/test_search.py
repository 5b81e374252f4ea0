"""Search: what holds the words, and what a person may know of, and not a trace of anything else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command

from engine import index, search
from engine.migrations import config
from engine.models import attachment, comment, membership, party, person, process_instance, user_task
from engine.search import Found
from engine.store import Store
from tests.world import OWNER, TEAM, World, build


@pytest.fixture
def world(store: Store) -> World:
    return build(store)


@pytest.fixture
def quick(sqlite_store: Store) -> World:
    """For what does not depend on the database."""
    return build(sqlite_store)


def find(world: World, who: str, text: str, **wanted: Any) -> Found:
    with world.store.read() as session:
        return search.find(session, world.actor(session, who), text, **wanted)


def titles(found: Found, kind: str) -> list[str]:
    return ["".join(text for text, _ in hit.title) for hit in found.hits if hit.kind == kind]


def instance(world: World, number: str) -> int:
    with world.store.read() as session:
        return int(
            session.execute(
                sa.select(process_instance.c.id).where(process_instance.c.number == number)
            ).scalar_one()
        )


def remark(world: World, number: str, who: str, key: str, text: str, *, is_private: bool = False) -> int:
    """A comment, as the page would write it."""
    with world.store.transaction() as session:
        made = session.insert(
            comment,
            process_instance_id=instance(world, number),
            party_id=world.party(session, number, key),
            is_private=is_private,
            person_id=world.ids[who],
            text=text,
            created_at=session.now,
        )
        index.put(session, [index.Entry("comment", made, instance(world, number), who.title(), text)])
        return made


def test_everything_is_found_by_its_words(world: World) -> None:
    number = world.written("Nyt tag i Ærøgade", tekst="Tagsten af tegl, som vi ønsker os.")
    assert titles(find(world, "petra", "ærøgade"), "case") == ["Nyt tag i Ærøgade"]
    assert find(world, "petra", number).counts["case"] == 1
    assert titles(find(world, "petra", "skriv aftale"), "task")
    document = find(world, "petra", "tegl ønsker")
    assert list(document.counts) == ["document"]
    assert ("ønsker", True) in document.hits[0].snippet
    assert document.hits[0].case_number == number
    assert titles(find(world, "petra", "lars"), "person") == ["Lars"]


def test_the_last_word_may_be_only_begun(world: World) -> None:
    world.start("Renovering af facaden")
    for text in ("reno", "RENOVERING fac", "af facaden renovering"):
        assert find(world, "petra", text).counts == {"case": 1}, text
    assert find(world, "petra", "facadens").counts.get("task") is None
    assert find(world, "petra", "novering").counts == {}
    assert find(world, "petra", "renovering kælder").counts == {}


def test_letters_of_danish_are_letters(world: World) -> None:
    world.start("Åben BLÅGÅRD ved søen")
    assert find(world, "petra", "blågård SØEN åben").counts == {"case": 1}
    assert find(world, "petra", "blagard").counts == {}
    assert find(world, "petra", "bla\u030aga\u030ard").counts == {
        "case": 1
    }  # a and a ring, as some keyboards send it


def test_what_was_there_before_the_index_is_found(world: World) -> None:
    number = world.written("Nyt tag i Ærøgade")
    command.downgrade(config(world.store), "0004")
    command.upgrade(config(world.store), "head")
    assert find(world, "petra", "ærøgade").counts == {"case": 1}
    assert find(world, "petra", number).counts == {"case": 1}
    assert find(world, "petra", "aftale").counts["document"] == 1
    assert find(world, "lis", "fastlæg").counts == {} and find(world, "petra", "fastlæg").counts == {
        "task": 1
    }
    assert titles(find(world, "petra", "otto"), "person") == ["Otto"]


HOSTILE = [
    "",
    "   ",
    '"',
    '"""',
    "'",
    "*",
    "tag*",
    '"tag',
    "tag OR",
    "tag AND NOT tag",
    "NEAR(tag tag)",
    "words:tag",
    "^tag",
    "-tag",
    "(tag",
    "tag) --",
    "{tag",
    "a & | ! <-> b",
    "':*",
    "\\",
    "%",
    "_",
    "+ - * / ( ) : ^ ~",
    "tag'; DROP TABLE search_entry; --",
    "\ud7ff\U0001f600 tag",
    "x" * 10_000,
    "tag " * 5_000,
    "tag\x1f\x7f",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_is_typed_is_syntax(quick: World, text: str) -> None:
    quick.start("Et tag")
    assert find(quick, "petra", text).counts in ({}, {"case": 1})


def test_nothing_that_is_typed_is_syntax_on_postgresql(world: World) -> None:
    world.start("Et tag")
    for text in HOSTILE:
        assert find(world, "petra", text).counts in ({}, {"case": 1})


def test_what_is_private_is_found_by_its_own_party_alone(world: World) -> None:
    number = world.start()
    assert titles(find(world, "petra", "fastlæg"), "task") == ["Fastlæg egen ramme"]
    remark(world, number, "petra", "P1", "Loftet er hemmeligt", is_private=True)
    remark(world, number, "petra", "P1", "Loftet er åbent")
    assert find(world, "petra", "loftet").counts == {"comment": 2}
    seen = find(world, "lis", "loftet")
    assert seen.counts == {"comment": 1} and "hemmeligt" not in str(seen)
    for text in ("hemmeligt", "hemme", "fastlæg", "ramme"):
        assert find(world, "lis", text) == Found(index.words(text), {}, [], 1, 1)


def test_strangers_find_nothing_but_their_own(world: World) -> None:
    world.written("Nyt tag")
    for text in ("nyt", "tag", "skriv", "petra", "lis", "2026"):
        assert find(world, "frida", text).counts == {}, text
    assert titles(find(world, "frida", "frida"), "person") == ["Frida"]


def test_people_are_those_one_works_with(world: World) -> None:
    assert find(world, "petra", "lis").counts == {}  # not yet
    world.start()
    found = find(world, "petra", "lis")
    assert found.counts == {"person": 1} and found.hits[0].about == TEAM
    assert find(world, "petra", "otto").hits[0].about == OWNER
    with world.store.transaction() as session:
        session.execute(sa.update(person).where(person.c.name == "Lis").values(is_active=False))
        session.execute(sa.delete(membership).where(membership.c.person_id == world.ids["otto"]))
    assert find(world, "petra", "lis").counts == find(world, "petra", "otto").counts == {}


def test_who_came_later_or_has_left_finds_their_own_time(quick: World) -> None:
    number = quick.start()
    quick.do("petra", quick.task(number, "intern-ramme"), ramme="1")
    remark(quick, number, "petra", "P1", "Fortidens ord")
    quick.do("petra", quick.task(number, "skriv"), tekst="Dokumentets ord", pris="1")
    assert find(quick, "lis", "ord").counts == {"comment": 1, "document": 1}
    quick.store.clock.advance(timedelta(days=1))
    with quick.store.transaction() as session:
        of_team = party.c.id == quick.party(session, number, "P2")
        session.execute(sa.update(party).where(of_team).values(sees_from=session.now))
    assert find(quick, "lis", "ord").counts == {}
    with quick.store.transaction() as session:
        session.execute(sa.update(party).where(of_team).values(sees_from=None, left_at=session.now))
    quick.store.clock.advance(timedelta(days=1))
    remark(quick, number, "petra", "P1", "Fremtidens ord")
    assert find(quick, "lis", "ord").counts == {"comment": 1, "document": 1}
    assert find(quick, "petra", "ord").counts == {"comment": 2, "document": 1}


def test_what_was_taken_away_is_not_found(quick: World) -> None:
    number = quick.start()
    made = remark(quick, number, "petra", "P1", "Slettes igen")
    assert find(quick, "petra", "slettes").counts == {"comment": 1}
    with quick.store.transaction() as session:
        session.execute(sa.update(comment).values(deleted_at=session.now))
    assert find(quick, "petra", "slettes").counts == {}
    with quick.store.transaction() as session:
        session.execute(sa.update(comment).values(deleted_at=None))
        index.drop(session, "comment", made)
    assert find(quick, "petra", "slettes").counts == {}


def test_files_are_found_by_name(quick: World) -> None:
    number = quick.start()
    with quick.store.transaction() as session:
        made = session.insert(
            attachment,
            process_instance_id=instance(quick, number),
            party_id=quick.party(session, number, "P1"),
            is_private=False,
            name="tilbud_2026-endelig.pdf",
            media_type="application/pdf",
            size=1,
            sha256="0" * 64,
            person_id=quick.ids["petra"],
            created_at=session.now,
        )
        index.put(
            session, [index.Entry("attachment", made, instance(quick, number), "tilbud_2026-endelig.pdf")]
        )
    for text in ("tilbud", "endelig pdf", "tilbud_2026", "2026-ende"):
        assert find(quick, "lis", text).counts == {"attachment": 1}, text


def test_a_changed_text_is_found_by_its_new_words(world: World) -> None:
    number = world.start("Gammelt emne")
    entry = index.Entry("case", instance(world, number), instance(world, number), "Nyere titel")
    with world.store.transaction() as session:
        index.put(session, [entry])
    assert find(world, "petra", "gammelt").counts == {}
    assert find(world, "petra", "nyere").counts == {"case": 1}


def test_some_of_each_kind_and_pages_of_one(quick: World) -> None:
    number = quick.start("Fælles ord")
    for place in range(30):
        remark(quick, number, "petra", "P1", f"Fælles bemærkning {place}")
    everything = find(quick, "petra", "fælles")
    assert everything.counts == {"case": 1, "comment": 30}
    assert [hit.kind for hit in everything.hits] == ["case"] + ["comment"] * search.FEW
    first, second = (find(quick, "petra", "fælles", kind="comment", page=page) for page in (1, 2))
    assert (len(first.hits), len(second.hits), second.pages) == (25, 5, 2)
    assert not {hit.id for hit in first.hits} & {hit.id for hit in second.hits}
    assert first.counts == everything.counts
    assert find(quick, "petra", "fælles", kind="comment", page=99).page == 2
    assert find(quick, "petra", "fælles", kind="task").hits == []
    assert find(quick, "petra", "fælles", kind="comment", page=-5).page == 1


def test_a_title_comes_before_a_text(world: World) -> None:
    number = world.start("Om andet")
    first = remark(
        world, number, "petra", "P1", "Et ord om tagrender og meget andet, som fylder noget mere end det"
    )
    with world.store.transaction() as session:
        other = session.insert(
            comment,
            process_instance_id=instance(world, number),
            party_id=world.party(session, number, "P1"),
            is_private=False,
            person_id=world.ids["petra"],
            text="x",
            created_at=session.now,
        )
        index.put(session, [index.Entry("comment", other, instance(world, number), "Tagrender", "x")])
    assert [hit.id for hit in find(world, "petra", "tagrender").hits] == [other, first]


def test_marks_and_snippets() -> None:
    assert search.marked("Et <b>tag</b> på Tagvej", ["tag"]) == [
        ("Et <b>", False),
        ("tag", True),
        ("</b> på ", False),
        ("Tagvej", True),
    ]
    assert search.marked("", ["x"]) == []
    long = "a " * 500 + "nålen ligger her " + "b " * 500
    window = search._window(long, ["nålen"])
    assert "nålen ligger her" in window and window.startswith("… ") and window.endswith(" …")
    assert len(window) < search.SNIPPET + 10
    assert search._window("kort\n  tekst", ["intet"]) == "kort tekst"
    assert len(search._window("x" * 1000, ["y"])) > 0


def test_a_task_that_fell_away_is_not_found(quick: World) -> None:
    quick.start()
    with quick.store.transaction() as session:
        session.execute(sa.update(user_task).values(state="terminated"))
    assert find(quick, "petra", "fastlæg").counts == {}
