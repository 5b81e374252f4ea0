"""Carries a plan out: ends what goes, then writes what stays under its new names and in its new places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.util.task import TaskState

from .. import codec, values
from ..nodes.parallel import JoiningGateway
from ..outcome import State
from . import joins
from .answers import Done
from .homes import Home

if TYPE_CHECKING:
    from ..area import Area
    from ..definition import Definition
    from ..token import Token
    from .plan import Plan


def carry_out(plan: Plan, old: State) -> tuple[State, list[Done]]:
    """The instance on its new version, with nothing armed yet, and what became of each token."""
    done: list[Done] = []
    areas, entered = list(plan.instance.areas()), list[tuple[Home, str]]()
    for token in [token for area in areas for token in area.tokens]:
        fate, home = plan.fates[token.id], plan.homes.of.get(token.id)
        if token.id not in plan.instance.index:
            continue
        if fate.how == "enter" and fate.node is not None and home is not None:
            entered.append((home, fate.node.name))
        if not token.passive and token.owner is None:
            done.append(_done(token, plan))
        if fate.how == "leave":
            _leave(token)
        elif fate.how != "keep":
            token.cancel()
    kept = codec.dump(plan.instance, old)
    rows = _Rows(plan, areas, values.load(kept.tokens))
    done += rows.open_homes()
    rows.enter(entered)
    return State(rows.text(), kept.variables), done


def _done(token: Token, plan: Plan) -> Done:
    fate = plan.fates[token.id]
    after = fate.node.element.id if fate.node is not None else None
    how: Any = {"keep": "kept", "enter": "entered", "leave": "left", "end": "ended"}[fate.how]
    element = token.task_spec.element
    return Done(token.id, element.process_id, element.id, after, how)


def _leave(host: Token) -> None:
    """What listens at a subprocess ends; its variables stay with what is around it."""
    top = host.workflow.top
    area = top.subprocesses[host.id]
    for token in [*host.children, *area.tokens]:
        if token.passive and token.owner in (None, host):
            token.cancel()
    if host.id in top.scopes:
        top.scopes.dissolve(host.id, top.outer_scope(host))
    if "cause" in host.internal_data:
        top.record.resolved(host.id)
    top.record.moved("terminated", host)


class _Rows:
    """The stored areas (see ``codec``), taken apart by home and put together again."""

    def __init__(self, plan: Plan, areas: list[Area], stored: dict[str, Any]) -> None:
        self.plan, self.stored = plan, stored
        by_host = {area.host.id if area.host is not None else None: area for area in areas}
        self.rows = {row[0]: row for row in stored["areas"]}
        self.tokens: dict[Home, list[Any]] = {}
        self.left: list[tuple[Home, list[Any]]] = []
        self.calls: dict[str, str] = {}
        for row in stored["areas"]:
            area = by_host[row[0]]
            home = plan.homes.kept(area)
            self.tokens.setdefault(home, [])
            self._rename(row, area)
            self._deal_out(row, home)

    def _deal_out(self, row: list[Any], home: Home) -> None:
        """Each token to its home, with those that belong to it."""
        homes: dict[str, Home] = {}
        for stored in row[6]:
            id, _, _, _, owner, data = stored
            fate = self.plan.fates[id]
            homes[id] = homes[owner] if owner is not None else self.plan.homes.of.get(id, home)
            if fate.how == "leave":
                self.left.append((homes[id], self.rows[id]))
                continue
            assert fate.node is not None
            self.calls[id] = fate.node.element.id
            stored[1] = fate.node.name
            if fate.flow is not None:
                data["flow"] = fate.flow
            if "start" in data:
                data["start"] = self.plan.called(data["start"]) if data["start"] else None
            self.tokens.setdefault(homes[id], []).append(stored)

    def _rename(self, row: list[Any], area: Area) -> None:
        """What an area keeps beside its tokens: the version, flows that come late to a join, what can be undone."""
        plan, version = self.plan, self.plan.version(area)
        if version is None:
            return
        if row[1] is not None:
            row[1] = version.key
        late: dict[str, list[str]] = {}
        for id, flows in row[4][2].items():
            old, new = area.definition.nodes[id], version.nodes.get(plan.called(id) or "")
            if isinstance(new, JoiningGateway):
                matched = joins.match(old, new, version, plan.mapping)
                late[new.element.id] = [name for flow in flows if (name := matched.get(flow))]
        row[4][2] = late
        row[5] = list(_undoable(row[5], plan, version))

    def open_homes(self) -> Iterator[Done]:
        """A token for each subprocess that opens."""
        for home, node in self.plan.homes.opened():
            assert home.outer is not None
            home.host = self._next()
            self.rows[home.host] = [home.host, None, None, [], [False, False, {}], [], []]
            self.tokens.setdefault(home, [])
            self.tokens.setdefault(home.outer, []).append(_row(home.host, node.name, TaskState.STARTED))
            yield Done(home.host, node.element.process_id, None, node.element.id, "opened")

    def enter(self, entered: list[tuple[Home, str]]) -> None:
        """Fresh tokens, queued."""
        for home, name in entered:
            id = self._next()
            self.tokens[home].append(_row(id, name, TaskState.FUTURE))
            self.stored["queue"].append(id)

    def _next(self) -> str:
        self.stored["last"] += 1
        return str(self.stored["last"])

    def text(self) -> bytes:
        """The stored form: areas in their order, each after the one that its host lies in."""
        around = {stored[0]: home for home, tokens in self.tokens.items() for stored in tokens}
        todo = {home.host: home for home in self.tokens if home.host is None or home.host in around}
        for home, row in self.left:  # what was done in a subprocess that is gone can be undone from around it
            self.rows[home.host][5].extend(row[5])
        areas: list[list[Any]] = []
        paths: dict[str | None, list[str]] = {}
        while todo:
            for host, home in list(todo.items()):
                if host is not None and around[host].host not in paths:
                    continue
                row = self.rows[host]
                path = paths[around[host].host] if host is not None else []
                if host is not None and row[2] is not None:
                    path = [*path, self.calls[host]]
                paths[host] = path
                areas.append([*row[:3], path, *row[4:6], self.tokens[home]])
                del todo[host]
        return values.dump({**self.stored, "areas": areas})


def _row(id: str, name: str, state: int) -> list[Any]:
    return [id, name, state, False, None, {}]


def _undoable(entries: list[Any], plan: Plan, version: Definition) -> Iterator[list[Any]]:
    """What was done and can be undone in the new version too: its element has a handler there, or it is a subprocess
    in which something has. What lies in a subprocess that is gone can still be undone by itself."""
    for id, inner in entries:
        node = version.nodes.get(plan.called(id) or "")
        inside = list(_undoable(inner, plan, version))
        if node is None:
            yield from inside
        elif node.handler is not None or inside:
            yield [node.element.id, inside]
