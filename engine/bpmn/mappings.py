"""Input and output mappings, and where the variables of a completion go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from . import values
from .model import IoMapping
from .scopes import Scopes

if TYPE_CHECKING:
    from .token import Token


def apply_inputs(token: Token) -> None:
    """Evaluate the input mappings in order, each into the local scope of ``token``."""
    open_scope(token)
    for mapping in token.task_spec.element.inputs:
        value = _source(token, mapping)
        root, path = _target(mapping.target)
        scopes = token.workflow.top.scopes
        scopes.put(token.id, root, _placed(scopes[token.id].json.get(root), path, value))


def apply_outputs(token: Token) -> None:
    """Evaluate the output mappings in order, each into the scopes around ``token``."""
    top = token.workflow.top
    outer = top.outer_scope(token)
    for mapping in token.task_spec.element.outputs:
        value = _source(token, mapping)
        root, path = _target(mapping.target)
        top.scopes.write(outer, root, _placed(_current(top.scopes, outer, root), path, value))
        if token.id in top.scopes:
            local = top.scopes[token.id].json
            if root in local:
                top.scopes.put(token.id, root, _placed(local[root], path, value))


def receive(token: Token, variables: Mapping[str, Any], local: bool) -> None:
    """Write the variables of a completion. ``local``: output mappings will choose among them. A party keeps what its
    private task or private fields gave, save what the mappings share, whatever variables of the same name there are
    around the task."""
    top, data = token.workflow.top, token.internal_data
    private, named = data.get("private_to"), data.get("private_names")
    own = set(top.scopes[token.id].json) if token.id in top.scopes else set()
    kept: set[str] = set()
    if private:
        kept = variables.keys() - own if named is None else (variables.keys() & set(named)) - own
        shared = {_target(mapping.target)[0] for mapping in token.task_spec.element.outputs}
        for name in kept - shared:
            top.scopes.keep(private, name, variables[name])
    if local:
        open_scope(token)
    scope = top.scope_of(token)
    for name, value in variables.items():
        if local:
            top.scopes.put(token.id, name, value)
        elif name not in kept:
            top.scopes.write(scope, name, value)


def open_scope(token: Token) -> None:
    """Give ``token`` a scope of its own, if it has none."""
    top = token.workflow.top
    if token.id not in top.scopes:
        top.scopes.create(token.id, top.scope_of(token))


def _source(token: Token, mapping: IoMapping) -> Any:
    if not mapping.source.startswith("="):
        return mapping.source
    return values.to_json(token.workflow.top.evaluate(token, mapping.source[1:]))


def _target(target: str) -> tuple[str, list[str]]:
    root, *path = target.split(".")
    return root, path


def _current(scopes: Scopes, key: str, name: str) -> Any:
    for scope in scopes.chain(key):
        if name in scope.json:
            return scope.json[name]
    return None


def _placed(old: Any, path: list[str], value: Any) -> Any:
    """``old`` with ``value`` at ``path``; objects on the way are copied, extended or made."""
    if not path:
        return value
    base = dict(old) if isinstance(old, Mapping) else {}
    base[path[0]] = _placed(base.get(path[0]), path[1:], value)
    return base
