"""The kinds of change that running cases must live through: what a process was, how far its cases have come, what it
becomes, and which steps a case still does on the new version. Among them is all that stock SpiffWorkflow fails at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.engine.bpmn import draw as d

LEAD, BOARD = "bygherre-projektleder", "bygherre-ol"


def task(id: str, *inside: str, role: str = LEAD, form: str = "", name: str = "") -> str:
    """A user task of a role."""
    box = d.zeebe("assignmentDefinition", candidateGroups=role)
    box += d.zeebe("formDefinition", formId=form) if form else ""
    return d.user(id, *inside, extensions=box, name=name or f"Opgaven {id}")


def gate(id: str, kind: str = "parallelGateway") -> str:
    return d.element(kind, id)


def catch(id: str, definition: str) -> str:
    return d.element("intermediateCatchEvent", id, definition)


def timer(text: str) -> str:
    return d.timer("Duration", text)


MESSAGE, OTHER_MESSAGE = (d.event("message", messageRef=name) for name in ("M1", "M2"))
S, E = d.start(), d.end()
PLAIN = (S, task("a"), task("b"), E)


@dataclass(frozen=True, slots=True)
class Kind:
    """``before`` and ``after``: path and elements of the process; ``done``: the tasks that are done before the move;
    ``still``: the tasks done after it, each as often as it stands here; ``opened``, ``closed``: timers and messages
    that begin or end to be waited for; ``calls``: the process is called by one that stays as it is."""

    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    still: tuple[str, ...]
    done: tuple[str, ...] = ()
    mapping: Mapping[str, str | None] = field(default_factory=dict)
    opened: int = 0
    closed: int = 0
    variables: Mapping[str, object] = field(default_factory=dict)
    called: bool = False
    gone: int = 0

    @property
    def id(self) -> str:
        return f"p-{self.name}"

    def files(self, parts: tuple[str, ...]) -> dict[str, bytes]:
        """The process with these parts, and the one that calls it."""
        found = {f"{self.id}.bpmn": d.xml(d.process(parts[0], *parts[1:], id=self.id))}
        if self.called:
            caller = d.process("s > k > e", d.start(), d.call("k", self.id), d.end(), id=self.root)
            found[f"{self.root}.bpmn"] = d.xml(caller)
        return found

    @property
    def root(self) -> str:
        return f"caller-of-{self.id}" if self.called else self.id


ITEMS = {"items": ["x", "y", "z"]}
EACH = d.each("=items", output="=svar")
IN_TURN = d.each("=items", sequential=True)
FORKED = ("s > f > a > j > c > e; f > b > j", S, gate("f"), task("a"), task("b"), gate("j"), task("c"), E)
CHOICE = gate("g", "eventBasedGateway")

KINDS = (
    Kind(
        "inserted",
        ("s > a > e", S, task("a"), E),
        ("s > x > a > y > e", S, task("x"), task("a"), task("y"), E),
        ("a", "y"),
    ),
    Kind(
        "removed-step-with-history",
        ("s > a > b > e", *PLAIN),
        ("s > b > e", S, task("b"), E),
        ("b",),
        done=("a",),
    ),
    Kind(
        "boundary-added",
        ("s > a > e", S, task("a"), E),
        (
            "s > a > e; t > r > e2",
            S,
            task("a"),
            d.boundary("t", "a", timer("P3D"), interrupting=False),
            task("r"),
            E,
            d.end("e2"),
        ),
        ("a",),
        opened=1,
    ),
    Kind(
        "boundary-removed",
        ("s > a > e; t > e2", S, task("a"), d.boundary("t", "a", timer("P3D")), E, d.end("e2")),
        ("s > a > e", S, task("a"), E),
        ("a",),
        closed=1,
    ),
    Kind(
        "timer-changed",
        (
            "s > a > e; t > r > e2",
            S,
            task("a"),
            d.boundary("t", "a", timer("P9D"), interrupting=False),
            task("r"),
            E,
            d.end("e2"),
        ),
        (
            "s > a > e; t > r > e2",
            S,
            task("a"),
            d.boundary("t", "a", timer("P2D"), interrupting=False),
            task("r"),
            E,
            d.end("e2"),
        ),
        ("a",),
    ),
    Kind(
        "waiting-timer",
        ("s > t > a > e", S, catch("t", timer("P5D")), task("a"), E),
        ("s > t > b > e", S, catch("t", timer("P1D")), task("b"), E),
        ("b",),
    ),
    Kind(
        "renamed",
        ("s > a > b > e", *PLAIN),
        ("s > skriv-udkast > b > e", S, task("skriv-udkast"), task("b"), E),
        ("skriv-udkast", "b"),
        mapping={"a": "skriv-udkast"},
    ),
    Kind(
        "removed-while-active",
        ("s > a > b > e", *PLAIN),
        ("s > b > e", S, task("b"), E),
        ("b",),
        mapping={"a": "b"},
    ),
    Kind(
        "other-kind",
        ("s > a > b > e", *PLAIN),
        ("s > a > b > e", S, d.element("receiveTask", "a", messageRef="M1"), task("b"), E),
        ("b",),
        mapping={"a": "a"},
        opened=1,
        gone=1,
        variables={"key": "k"},
    ),
    Kind(
        "wrapped",
        ("s > a > b > e", *PLAIN),
        (
            "s > u > e; t > e3",
            S,
            d.sub("u", "us > a > b > ue", d.start("us"), task("a"), task("b"), d.end("ue")),
            d.boundary("t", "u", timer("P30D")),
            E,
            d.end("e3"),
        ),
        ("a", "b"),
        opened=1,
    ),
    Kind(
        "unwrapped",
        (
            "s > u > e; t > e3",
            S,
            d.sub("u", "us > a > b > ue", d.start("us"), task("a"), task("b"), d.end("ue")),
            d.boundary("t", "u", timer("P30D")),
            E,
            d.end("e3"),
        ),
        ("s > a > b > e", *PLAIN),
        ("b",),
        done=("a",),
        closed=1,
    ),
    Kind(
        "multi-instance",
        ("s > m > e", S, task("m", EACH), E),
        ("s > m > n > e", S, task("m", EACH, role=BOARD, name="Læs og svar"), task("n"), E),
        ("m", "m", "n"),
        done=("m",),
        variables=ITEMS,
    ),
    Kind(
        "in-turn",
        ("s > m > e", S, task("m", IN_TURN), E),
        ("s > o > m > e", S, task("o"), task("m", IN_TURN), E),
        ("m", "m"),
        done=("m",),
        variables=ITEMS,
    ),
    Kind(
        "join-that-waits",
        FORKED,
        (
            "s > f > a > j > c > e; f > b > b2 > j",
            S,
            gate("f"),
            task("a"),
            task("b"),
            task("b2"),
            gate("j"),
            task("c"),
            E,
        ),
        ("b", "b2", "c"),
        done=("a",),
    ),
    Kind(
        "branch-removed",
        FORKED,
        ("s > a > c > e", S, task("a"), task("c"), E),
        ("a", "c"),
        mapping={"b": None},
        gone=1,
    ),
    Kind(
        "message-renamed",
        ("s > w > a > e", S, catch("w", MESSAGE), task("a"), E),
        ("s > w > a > e", S, catch("w", OTHER_MESSAGE), task("a"), E),
        ("a",),
        variables={"key": "k", "item": "i"},
        opened=1,
        closed=1,
    ),
    Kind(
        "way-added-to-event-gateway",
        (
            "s > g > w > a > e; g > v > e2",
            S,
            CHOICE,
            catch("w", MESSAGE),
            catch("v", timer("P20D")),
            task("a"),
            E,
            d.end("e2"),
        ),
        (
            "s > g > w > a > e; g > v > e2; g > x > e3",
            S,
            CHOICE,
            catch("w", MESSAGE),
            catch("v", timer("P1D")),
            catch("x", timer("P40D")),
            task("a"),
            E,
            d.end("e2"),
            d.end("e3"),
        ),
        (),
        variables={"key": "k"},
        opened=1,
    ),
    Kind(
        "called",
        ("s > a > b > e", *PLAIN),
        ("s > a > x > b > e", S, task("a"), task("x"), task("b"), E),
        ("a", "x", "b"),
        called=True,
    ),
    Kind(
        "new-form",
        ("s > a > e", S, task("a", form="kort"), E),
        ("s > a > e", S, task("a", form="lang"), E),
        ("a",),
    ),
)
