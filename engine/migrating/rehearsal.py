"""Before anybody decides: every running case is moved in memory, and nothing is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from engine import bpmn, deployments
from engine.bpmn.migration import Impossible, Lost, NeedsMapping
from engine.editing import checking, owners, versions
from engine.errors import Invalid, Message, NotFound
from engine.parties import visibility
from engine.parties.people import Actor
from engine.store import Session

from .judging import Judge
from .running import Running, running

SHOWN = 50
_DRAFT = "draft"


@dataclass(slots=True)
class Group:
    """Cases that fare alike: how many, and [(number, title)] of those that the person may know of, at most 50."""

    count: int = 0
    known: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Need:
    """An element that the owner must say something about, and the cases that stand there."""

    lost: Lost
    cases: Group


@dataclass(frozen=True, slots=True)
class Stay:
    """Why some cases stay on their version."""

    reason: Message
    cases: Group


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """``moves``: the cases that move cleanly; ``waiting``: those that need an answer to ``needs`` first; ``stays``:
    those that cannot, by reason; ``there``: how many follow the version already; ``asked``: the parties of so many of
    those that move are asked first."""

    moves: Group
    waiting: Group
    needs: tuple[Need, ...]
    stays: tuple[Stay, ...]
    there: int
    asked: int

    @property
    def total(self) -> int:
        """The cases that are not on the version yet."""
        return self.moves.count + self.waiting.count + sum(stay.cases.count for stay in self.stays)


def rehearse(
    session: Session,
    process_id: str,
    files: Mapping[str, bytes] | None,
    by: Actor,
    mapping: Mapping[str, str | None] | None = None,
    *,
    version: int | None = None,
) -> Rehearsal:
    """What a version would mean for the running cases. ``files``: of a draft; without them the newest version, or
    ``version``. Raises NotFound, Invalid (the draft has errors)."""
    owners.require(session, process_id, by)
    target, target_id = _target(session, process_id, files, version)
    seen = set(session.execute(visibility.visible_instances(by)).scalars())
    moves, waiting, there = Group(), Group(), 0
    needs: dict[str, Need] = {}
    stays: dict[str, Stay] = {}
    judge, asked = Judge(session, target, mapping or {}), 0
    for case in running(session, process_id, target_id):
        if case.is_there:
            there += 1
            continue
        match judge.look(case):
            case NeedsMapping(lost=lost):
                _count(waiting, case, seen)
                for each in lost:
                    _count(needs.setdefault(each.id, Need(each, Group())).cases, case, seen)
            case Impossible(reasons=reasons):
                _count(stays.setdefault(str(reasons[0]), Stay(reasons[0], Group())).cases, case, seen)
            case found:
                _count(moves, case, seen)
                asked += judge.asks(case, found)
    return Rehearsal(moves, waiting, tuple(needs.values()), tuple(stays.values()), there, asked)


def count_running(session: Session, process_id: str) -> int:
    """How many running cases a process is active in."""
    return sum(1 for _ in running(session, process_id, None))


def _target(
    session: Session, process_id: str, files: Mapping[str, bytes] | None, version: int | None
) -> tuple[bpmn.Definition, int | None]:
    if files is None:
        newest = versions.newest(session, process_id)
        if newest is None:
            raise NotFound("There is no such version")
        row = versions.find(session, process_id, version or newest.version)
        return deployments.definition(session, row.id), row.id
    if any(problem.severity == "error" for problem in checking.problems(session, process_id, files)):
        raise Invalid("The draft must be mended before I can see what it means for running cases")
    name = f"{process_id}.bpmn"
    return bpmn.compile(bpmn.read(files[name], name), process_id, _DRAFT), None


def _count(group: Group, case: Running, seen: set[int]) -> None:
    group.count += 1
    if case.id in seen and len(group.known) < SHOWN:
        group.known.append((case.number, case.title))
