"""Comments: who may read, write and delete them, and whom they can be pointed out to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from engine import cases, comments
from engine.errors import Conflict, Forbidden, Invalid, NotFound
from engine.models import comment, document, history, mention, notification, party, user_task
from engine.store import Store
from tests.world import World, build


@pytest.fixture
def world(store: Store) -> World:
    return build(store)


def write(world: World, who: str, number: str, text: str = "Hvad med taget?", **options: Any) -> int:
    told = [world.ids[first] for first in options.pop("told", ())]
    with world.store.transaction() as session:
        by = world.actor(session, who)
        options = {"private": False, "mentions": told, **options}
        return comments.write(session, number, text, by, **options)


def read(world: World, who: str, number: str, **about: int) -> list[str]:
    with world.store.read() as session:
        found = comments.listing(session, number, world.actor(session, who), **about)
        return [each.text for each in found.comments]


def test_all_parties_read_what_is_for_all_and_only_the_own_what_is_private(world: World) -> None:
    number = world.start()
    write(world, "petra", number, "Til alle")
    write(world, "otto", number, "Kun os", private=True)
    write(world, "lis", number, "Kun teamet", private=True)
    assert read(world, "oda", number) == ["Kun os", "Til alle"]
    assert read(world, "lars", number) == ["Kun teamet", "Til alle"]
    with pytest.raises(NotFound):
        read(world, "frida", number)
    with pytest.raises(NotFound):
        write(world, "frida", number)


def test_a_comment_on_a_private_task_is_private_whatever_is_asked(world: World) -> None:
    number = world.start()
    task = world.task(number, "intern-ramme")
    for private in (False, None, True):
        write(world, "petra", number, "Om rammen", task_id=task, private=private)
    assert len(read(world, "otto", number, task_id=task)) == 3
    assert read(world, "lis", number) == []
    for act in (read, write):
        with pytest.raises(NotFound):
            act(world, "lis", number, task_id=task)
    with world.store.read() as session:
        talk = comments.listing(session, number, world.actor(session, "petra"), task_id=task)
        assert talk.only_own and {reader.name for reader in talk.readers} == {"Otto", "Oda"}


def test_where_all_could_read_one_must_choose(world: World) -> None:
    number = world.start()
    with pytest.raises(Invalid) as refused:
        write(world, "petra", number, private=None)
    assert list(refused.value.fields) == ["visible"]


def test_a_comment_belongs_to_the_task_or_document_it_is_about(world: World) -> None:
    number, other = world.written(), world.start("Et andet tag")
    task = world.task(number, "gp-tag-stilling", "P1")
    with world.store.read() as session:
        paper = int(session.scalar(sa.select(document.c.id)))
    write(world, "otto", number, "Om porten", task_id=task)
    write(world, "lis", number, "Om papiret", document_id=paper)
    assert read(world, "lis", number, task_id=task) == ["Om porten"]
    assert read(world, "petra", number, document_id=paper) == ["Om papiret"]
    assert read(world, "petra", number) == ["Om papiret", "Om porten"]
    with world.store.read() as session:
        talk = comments.listing(session, number, world.actor(session, "lis"))
    assert [(each.task_name, each.document_title) for each in talk.comments] == [
        (None, "Aftale"),
        ("Tag stilling: Godkend aftalen", None),
    ]
    for about in ({"task_id": task}, {"document_id": paper}, {"task_id": 4711}, {"document_id": 4711}):
        with pytest.raises(NotFound):
            write(world, "petra", other, **about)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  <script>alert(1)</script>\r\nto \0linjer ", "<script>alert(1)</script>\nto linjer"),
        ("x" * 5000, "x" * 5000),
        ("æ\r\n" * 1700, ("æ\n" * 1700).strip()),
    ],
)
def test_the_text_is_kept_as_it_was_written(world: World, text: str, kept: str) -> None:
    number = world.start()
    write(world, "petra", number, text)
    assert read(world, "petra", number) == [kept]


@pytest.mark.parametrize("text", ["", " \r\n\0 ", "x" * 5001, "x" * 100_000])
def test_too_little_and_too_much_are_refused(world: World, text: str) -> None:
    number = world.start()
    with pytest.raises(Invalid) as refused:
        write(world, "petra", number, text)
    assert list(refused.value.fields) == ["text"]
    assert read(world, "petra", number) == []


def told_of(world: World) -> list[tuple[int, str]]:
    with world.store.read() as session:
        rows = session.all(
            sa.select(notification.c.person_id, notification.c.kind).where(notification.c.kind == "mention")
        )
        return [(row.person_id, row.kind) for row in rows]


def test_a_mention_tells_people_of_the_case(world: World) -> None:
    number = world.start()
    write(world, "petra", number, told=("otto", "lis", "otto"))
    assert sorted(told_of(world)) == sorted((world.ids[who], "mention") for who in ("otto", "lis"))
    with world.store.read() as session:
        (each,) = comments.listing(session, number, world.actor(session, "lars")).comments
        assert each.mentions == ["Lis", "Otto"]


@pytest.mark.parametrize(
    ("who", "private"),
    [("frida", False), ("petra", False), ("lis", True), ("frida", True)],
)
def test_nobody_is_told_of_what_they_may_not_read(world: World, who: str, private: bool) -> None:
    number = world.start()
    with pytest.raises(Invalid) as refused:
        write(world, "petra", number, told=(who,), private=private)
    assert list(refused.value.fields) == ["mention"]
    assert told_of(world) == [] and read(world, "petra", number) == []


def test_an_unknown_person_cannot_be_told(world: World) -> None:
    number = world.start()
    with pytest.raises(Invalid):
        write(world, "petra", number, mentions=[10**30])


def test_the_writer_can_delete_and_a_mark_is_left(world: World) -> None:
    number = world.start()
    key = write(world, "petra", number, "Det skulle jeg ikke have skrevet", told=("otto",))
    secret = write(world, "otto", number, "Kun os", private=True)
    with world.store.transaction() as session:
        for who, which, refusal in (
            ("otto", key, Forbidden),
            ("lis", secret, NotFound),
            ("frida", key, NotFound),
            ("petra", 4711, NotFound),
        ):
            with pytest.raises(refusal):
                comments.delete(session, number, which, world.actor(session, who))
    with world.store.transaction() as session:
        petra = world.actor(session, "petra")
        comments.delete(session, number, key, petra)
        with pytest.raises(Conflict):
            comments.delete(session, number, key, petra)
    with world.store.read() as session:
        row = session.first(sa.select(comment).where(comment.c.id == key))
        assert row and row.text == "" and row.deleted_at == world.store.clock()
        assert session.first(sa.select(mention)) is None
        (shown,) = comments.listing(session, number, world.actor(session, "lis")).comments
        assert (shown.text, shown.deleted_at, shown.mentions) == ("", world.store.clock(), [])
        acts = session.all(
            sa.select(history.c.kind, history.c.is_private, history.c.person_id, history.c.name)
            .where(history.c.kind.in_(("commented", "comment_deleted")))
            .order_by(history.c.id)
        )
        assert [tuple(act) for act in acts] == [
            ("commented", False, world.ids["petra"], None),
            ("commented", True, world.ids["otto"], None),
            ("comment_deleted", False, world.ids["petra"], None),
        ]


def test_an_ended_case_can_still_be_talked_about(world: World) -> None:
    number = world.start()
    with world.store.transaction() as session:
        cases.cancel(session, number, "Taget holder endnu", world.actor(session, "petra"))
    write(world, "lis", number, "Tak for denne gang")
    assert read(world, "petra", number) == ["Tak for denne gang"]


def test_who_has_left_reads_what_was_and_writes_no_more(world: World) -> None:
    number = world.start()
    write(world, "petra", number, "Før")
    world.store.clock.advance(timedelta(hours=1))
    with world.store.transaction() as session:
        session.execute(
            sa.update(party)
            .where(party.c.id == world.party(session, number, "P2"))
            .values(left_at=session.now)
        )
    write(world, "petra", number, "Efter")
    assert read(world, "lis", number) == ["Før"]
    with pytest.raises(Forbidden):
        write(world, "lis", number)
    with pytest.raises(Invalid):  # nor are they told any more
        write(world, "petra", number, told=("lis",))
    with world.store.read() as session:
        talk = comments.listing(session, number, world.actor(session, "lis"))
    assert not talk.may_write and talk.readers == []


def test_who_joined_later_does_not_learn_what_an_old_task_was_called(world: World) -> None:
    number = world.start()
    world.do("petra", world.task(number, "intern-ramme"), ramme="1")
    task = world.task(number, "skriv")
    write(world, "petra", number, "Før I kom", task_id=task)
    world.do("petra", task, tekst="Nyt tag", pris="1")
    world.store.clock.advance(timedelta(hours=1))
    with world.store.transaction() as session:
        session.execute(
            sa.update(party)
            .where(party.c.id == world.party(session, number, "P2"))
            .values(sees_from=session.now)
        )
    world.store.clock.advance(timedelta(hours=1))
    write(world, "petra", number, "Om det gamle", task_id=task)
    with world.store.read() as session:
        (seen,) = comments.listing(session, number, world.actor(session, "lis")).comments
        assert (seen.text, seen.task_id, seen.task_name) == ("Om det gamle", None, None)
        old = session.scalar(sa.select(user_task.c.name).where(user_task.c.id == task))
        mine = comments.listing(session, number, world.actor(session, "petra")).comments
        assert [each.task_name for each in mine] == [old, old]


def test_pages_hold_the_newest_first(world: World) -> None:
    number = world.start()
    for each in range(7):
        write(world, "petra", number, f"nr. {each}")
    with world.store.read() as session:
        by = world.actor(session, "lis")
        first, last = (comments.listing(session, number, by, size=3, page=page) for page in (1, 99))
    assert [each.text for each in first.comments] == ["nr. 6", "nr. 5", "nr. 4"]
    assert [each.text for each in last.comments] == ["nr. 0"]
    assert (last.page, last.pages, last.total) == (3, 3, 7)
