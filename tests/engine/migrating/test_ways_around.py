"""A move gets no case past an approval and opens nothing private, unless the parties say yes to it."""

from __future__ import annotations

import pytest

from engine import jobs
from engine.store import Store
from tests.engine.bpmn import draw as d
from tests.world import World, build

from .kinds import LEAD, task
from .test_moves import E, S, approving, ask, begin, publish, state


def fork_to(usual: str) -> str:
    return d.element("exclusiveGateway", "w", name="Vej", default=f"w_{usual}")


@pytest.fixture
def world(store: Store) -> World:
    return build(store)


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("s > a > w; w > g: =false; w > c; g > c > e", ()),
        ("s > a > w; w > g: =false; w > n > f; g > c > e", (task("n"), d.end("f"))),
        ("s > a > g > c > e; t > c", (d.boundary("t", "g", d.timer("Duration", "PT1H")),)),
        ("s > a > g > c > e; t > f", (d.boundary("t", "a", d.timer("Duration", "PT1H")), d.end("f"))),
    ],
)
def test_a_new_way_around_an_approval_needs_the_parties(
    world: World, path: str, more: tuple[str, ...]
) -> None:
    publish(world, "s > a > g > c > e", S, task("a"), approving("g"), task("c"), E)
    case = begin(world)
    fork = (fork_to("c"),) if "w > c" in path else (fork_to("n"),) if "w > n" in path else ()
    ask(world, publish(world, path, S, task("a"), *fork, approving("g"), task("c"), *more, E))
    jobs.run_due(world.store)
    assert state(world, case) == [("consent", None)]


@pytest.mark.parametrize(
    ("path", "more"),
    [
        # what happens beside a task, and lets nobody past
        (
            "s > a > g > c > e; t > f",
            (d.boundary("t", "a", d.timer("Duration", "PT1H"), interrupting=False), d.end("f")),
        ),
        # a way back to before it, and more after it
        ("s > a > g > w; w > a: =false; w > c > n > e", (fork_to("c"), task("n"))),
    ],
)
def test_what_makes_no_way_around_asks_nobody(world: World, path: str, more: tuple[str, ...]) -> None:
    publish(world, "s > a > g > c > e", S, task("a"), approving("g"), task("c"), E)
    case = begin(world)
    ask(world, publish(world, path, S, task("a"), approving("g"), task("c"), *more, E))
    jobs.run_due(world.store)
    assert state(world, case) == [("moved", None)]


def test_a_way_around_that_was_there_before_asks_nobody(world: World) -> None:
    fork, path = fork_to("c"), "s > a > w; w > g: =false; w > c; g > c"
    publish(world, f"{path} > e", S, task("a"), fork, approving("g"), task("c"), E)
    case = begin(world)
    ask(world, publish(world, f"{path} > n > e", S, task("a"), fork, approving("g"), task("c"), task("n"), E))
    jobs.run_due(world.store)
    assert state(world, case) == [("moved", None)]


def alone(role: str, name: str = "Egen ramme", visibility: str = "private") -> str:
    box = d.zeebe("assignmentDefinition", candidateGroups=role) + d.properties(samtrin_visibility=visibility)
    return d.user("a", name=name, extensions=box)


@pytest.mark.parametrize("after", [alone(LEAD, visibility="shared"), task("a", role=LEAD), alone("lt-ol")])
def test_what_a_party_does_by_itself_is_not_opened_to_others_without_the_parties(
    world: World, after: str
) -> None:
    publish(world, "s > a > e", S, alone(LEAD), E)
    case = begin(world)
    ask(world, publish(world, "s > a > e", S, after, E))
    jobs.run_due(world.store)
    assert state(world, case) == [("consent", None)]


def test_what_stays_private_asks_nobody(world: World) -> None:
    publish(world, "s > a > e", S, alone(LEAD), E)
    case = begin(world)
    ask(world, publish(world, "s > a > e", S, alone(LEAD, "Nyt navn"), E))
    jobs.run_due(world.store)
    assert state(world, case) == [("moved", None)]


def asking(role: str = "bygherre-ol", name: str = "Skriv under", **more: str) -> str:
    box = d.zeebe("assignmentDefinition", candidateGroups=role)
    return d.user("g", name=name, extensions=box + d.properties(samtrin_sign="aftale", **more))


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (asking("lt-ol"), "consent"),
        (asking(samtrin_alone="true"), "consent"),
        (asking(samtrin_sign_rule="any"), "consent"),
        (asking(name="Underskriv"), "moved"),
        (asking(samtrin_reminders="every 3"), "moved"),
    ],
)
def test_an_approval_that_asks_otherwise_needs_the_parties(world: World, after: str, told: str) -> None:
    publish(world, "s > a > g > e", S, task("a"), asking(), E)
    case = begin(world)
    ask(world, publish(world, "s > a > g > e", S, task("a"), after, E))
    jobs.run_due(world.store)
    assert state(world, case) == [(told, None)]
