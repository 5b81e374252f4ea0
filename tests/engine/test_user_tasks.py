"""The commands on a task: who may, who wins, what is kept."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from engine import inbox, instances, user_tasks
from engine.errors import Conflict, Forbidden, Invalid, NotFound
from engine.models import user_task
from engine.store import Session, Store
from tests.world import World, build


@pytest.fixture
def world(store: Store) -> World:
    return build(store)


def names(world: World, who: str, view: str = "open") -> list[str]:
    with world.store.read() as session:
        return [row.name for row in inbox.search(session, world.actor(session, who), view).rows]


def test_a_task_is_in_the_inbox_of_its_role_and_nobody_elses(world: World) -> None:
    world.start()
    assert names(world, "petra") == ["Fastlæg egen ramme"]
    assert names(world, "oda") == ["Fastlæg egen ramme"]
    assert names(world, "otto") == names(world, "lis") == names(world, "frida") == []


def test_completing_moves_the_case_and_names_the_next_task(world: World) -> None:
    number = world.start()
    done = world.do("petra", world.task(number, "intern-ramme"), ramme="1.000.000,50")
    assert done.next_task_id == world.task(number, "skriv")
    assert [ball.task_name for ball in done.ball] == ["Skriv aftalen"]
    assert names(world, "petra", "done") == ["Fastlæg egen ramme"]


def test_the_second_to_complete_is_told_who_was_first(world: World) -> None:
    number = world.start()
    task = world.task(number, "intern-ramme")
    world.do("petra", task, ramme="10")
    with pytest.raises(Conflict) as refused:
        world.do("oda", task, ramme="20")
    assert refused.value.params["name"] == "Petra"
    assert refused.value.params["at"] == world.store.clock()


def test_so_is_the_second_whose_case_has_ended_with_that_task(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = world.written()
    world.do("otto", world.task(number, "gp-tag-stilling", "P1"), gp_beslutning="godkend", gp_bekraeft="true")
    last = world.task(number, "gp-tag-stilling", "P2")
    lock = instances.lock

    def overtaken(session: Session, instance_id: int) -> instances.Live:
        """Lis is done while Lars waits for the lock."""
        monkeypatch.setattr(instances, "lock", lock)
        user_tasks.complete(session, last, answer, world.actor(session, "lis"), shown)
        return lock(session, instance_id)

    answer = {"gp_beslutning": "godkend", "gp_bekraeft": "true"}
    with world.store.transaction() as session:
        gate = user_tasks.get(session, last, world.actor(session, "lars")).gate
        shown = gate.document.sha256 if gate else None
        monkeypatch.setattr(instances, "lock", overtaken)
        with pytest.raises(Conflict) as refused:
            user_tasks.complete(session, last, answer, world.actor(session, "lars"), shown)
    assert refused.value.params["name"] == "Lis"


def test_a_wrong_answer_names_its_field_and_changes_nothing(world: World) -> None:
    number = world.start()
    task = world.task(number, "intern-ramme")
    with pytest.raises(Invalid) as refused:
        world.do("petra", task, ramme="mange penge")
    assert list(refused.value.fields) == ["ramme"]
    assert world.task(number, "intern-ramme") == task


def test_only_the_role_may_do_a_task(world: World) -> None:
    number = world.start()
    with pytest.raises(Forbidden):
        world.do("otto", world.task(number, "intern-ramme"), ramme="10")


@pytest.mark.parametrize("who", ["lis", "frida"])
def test_a_private_task_does_not_exist_for_others(world: World, who: str) -> None:
    task = world.task(world.start(), "intern-ramme")
    with world.store.read() as session, pytest.raises(NotFound):
        user_tasks.get(session, task, world.actor(session, who))
    with world.store.transaction() as session, pytest.raises(NotFound):
        user_tasks.claim(session, task, world.actor(session, who))
    with pytest.raises(NotFound):
        world.do(who, task, ramme="10")


def test_what_a_private_task_writes_stays_with_its_party(world: World) -> None:
    number = world.written()
    with world.store.read() as session:
        for who, element in (("otto", "gp-tag-stilling"), ("lis", "gp-tag-stilling")):
            party = "P1" if who == "otto" else "P2"
            view = user_tasks.get(session, world.task(number, element, party), world.actor(session, who))
            assert "ramme" not in view.values
            assert view.values["tekst"] == "Vi lægger et nyt tag."


def test_a_claimed_task_is_left_to_its_taker(world: World) -> None:
    number = world.start()
    task = world.task(number, "intern-ramme")
    with world.store.transaction() as session:
        user_tasks.claim(session, task, world.actor(session, "petra"))
    assert names(world, "oda", "unassigned") == []
    with world.store.transaction() as session, pytest.raises(Conflict):
        user_tasks.claim(session, task, world.actor(session, "oda"))
    with pytest.raises(Forbidden):
        world.do("oda", task, ramme="5")
    with world.store.transaction() as session:
        user_tasks.unclaim(session, task, world.actor(session, "petra"))
    world.do("oda", task, ramme="5")


def test_a_task_is_handed_over_within_the_role_only(world: World) -> None:
    task = world.task(world.start(), "intern-ramme")
    with world.store.transaction() as session:
        by = world.actor(session, "petra")
        with pytest.raises(Invalid):
            user_tasks.assign(session, task, world.ids["otto"], by)
        user_tasks.assign(session, task, world.ids["oda"], by)
    assert names(world, "oda", "mine") == ["Fastlæg egen ramme"]


def test_a_draft_is_the_writers_own_and_goes_when_the_task_is_done(world: World) -> None:
    number = world.start()
    task = world.task(number, "intern-ramme")
    with world.store.transaction() as session:
        user_tasks.save_draft(session, task, {"ramme": "halvfær"}, world.actor(session, "petra"))
    with world.store.read() as session:
        mine = user_tasks.get(session, task, world.actor(session, "petra"))
        other = user_tasks.get(session, task, world.actor(session, "oda"))
    assert mine.draft_saved_at == world.store.clock()
    assert (mine.draft, other.draft) == ({"ramme": "halvfær"}, None)
    world.do("petra", task, ramme="7")
    with world.store.transaction() as session, pytest.raises(Conflict):
        user_tasks.save_draft(session, task, {}, world.actor(session, "petra"))


def test_deadlines_count_working_days(world: World) -> None:
    number = world.start()
    world.do("petra", world.task(number, "intern-ramme"), ramme="1")
    with world.store.read() as session:
        due = dict(
            session.all(sa.select(user_task.c.element_id, user_task.c.due_at).order_by(user_task.c.id))
        )
    assert due["intern-ramme"].date().isoformat() == "2026-01-26"  # ten working days, the default
    assert due["skriv"].date().isoformat() in ("2026-01-18", "2026-01-19")  # five, from the model


def test_an_unknown_task_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        world.do("petra", 4711)


def test_what_was_answered_can_be_read_again_by_those_who_saw_the_task(world: World) -> None:
    number = world.start()
    private = world.task(number, "intern-ramme")
    world.do("petra", private, ramme="1.000.000,50")
    with world.store.read() as session:
        mine = user_tasks.get(session, private, world.actor(session, "otto"))
        assert (mine.state, mine.values) == ("completed", {"ramme": 1000000.5})
        with pytest.raises(NotFound):
            user_tasks.get(session, private, world.actor(session, "lis"))
