"""Publishing that demands that the tests pass."""

from __future__ import annotations

import pytest

from engine import bpmn
from engine.editing import drafts, publishing
from engine.editing.demanding import demand_tests
from engine.errors import Invalid, NotFound
from engine.scenarios import Expect, Scenario, Task, demands, model_of, write
from engine.store import Session, Store
from tests.world import World

GOOD = Scenario("God", steps=(Task("intern-ramme"), Expect(open=("skriv",))))
BAD = Scenario("Dårlig", steps=(Expect(open=("skriv",)),))


def edited(session: Session, world: World, *tests: Scenario) -> drafts.Draft:
    """A draft with these tests, which demands that they pass."""
    by = world.actor(session, "oda")
    drafts.begin(session, "aftale", by)
    demand_tests(session, "aftale", True, by)
    if tests:
        drafts.save(session, "aftale", "aftale.scenarios.json", write(tests), None, by)
    return drafts.get(session, "aftale", by)


def publish(session: Session, world: World, draft: drafts.Draft) -> list[str]:
    by = world.actor(session, "oda")
    done = publishing.publish(session, "aftale", "Nyt", by, revision=draft.revision)
    return [item.id for item in done if item.version]


def test_the_demand_is_a_property_of_the_process_and_nothing_else_changes(store: Store, world: World) -> None:
    with store.transaction() as session:
        by = world.actor(session, "oda")
        drafts.begin(session, "aftale", by)
        before = drafts.content(session, "aftale", "aftale.bpmn", by)
        demand_tests(session, "aftale", True, by)
        with_demand = drafts.contents(session, "aftale", by)
        assert demands.required(model_of("aftale", with_demand))
        demand_tests(session, "aftale", False, by)
        after = drafts.contents(session, "aftale", by)
    added = set(with_demand["aftale.bpmn"].splitlines()) - set(after["aftale.bpmn"].splitlines())
    assert [line.strip() for line in added] == [b'<zeebe:property name="samtrin:tests" value="required"/>']
    assert not demands.required(model_of("aftale", after))
    was, now = (bpmn.read(xml, "aftale.bpmn") for xml in (before, after["aftale.bpmn"]))
    assert was == now


def test_tests_that_pass_let_the_draft_be_published_and_stay_with_the_version(
    store: Store, world: World
) -> None:
    with store.transaction() as session:
        assert publish(session, world, edited(session, world, GOOD)) == ["aftale"]
        by = world.actor(session, "oda")
        drafts.begin(session, "aftale", by)
        assert drafts.content(session, "aftale", "aftale.scenarios.json", by) == write([GOOD])


@pytest.mark.parametrize(
    ("tests", "why"),
    [
        ((GOOD, BAD), "The test “Dårlig” fails at step 1"),
        ((), "and it has none"),
    ],
)
def test_without_tests_that_pass_nothing_is_published(
    store: Store, world: World, tests: tuple[Scenario, ...], why: str
) -> None:
    with store.transaction() as session:
        draft = edited(session, world, *tests)
    with store.transaction() as session, pytest.raises(Invalid) as refused:
        publish(session, world, draft)
    assert why in str(refused.value)


def test_a_stranger_to_the_process_demands_nothing(store: Store, world: World) -> None:
    with store.transaction() as session:
        drafts.begin(session, "aftale", world.actor(session, "oda"))
        with pytest.raises(NotFound):
            demand_tests(session, "aftale", True, world.actor(session, "lis"))
