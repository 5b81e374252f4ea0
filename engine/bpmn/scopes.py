"""Variables, in scopes: outside the tokens, so that joins have nothing to merge and history carries no data.

A scope belongs to the instance (``ROOT``), a called process, or any element instance with local variables. Reading
goes outwards; writing goes to the nearest scope that has the variable, else to the process. What a party keeps to
itself lies in a scope ``party:<key>`` beside the root."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from . import values

ROOT = "0"
FORMAT = 1
_PARTY, _CALL = "party:", "c"  # how the keys of a party's scope begin, and those of called processes end


def party_scope(party: str) -> str:
    """Key of the private scope of a party."""
    return f"{_PARTY}{party}"


def call_scope(host: str) -> str:
    """Key of the scope of the process that the call activity ``host`` has called."""
    return f"{host}{_CALL}"


class Scope:
    """JSON values by name, each converted to FEEL once."""

    __slots__ = ("_feel", "copied", "json", "parent")

    def __init__(self, parent: str | None, json: dict[str, Any], copied: Collection[str] = ()) -> None:
        self.parent, self.json, self.copied = parent, json, frozenset(copied)
        self._feel: dict[str, Any] | None = None

    def feel(self, name: str) -> Any:
        """The FEEL value of a variable that is here."""
        if self._feel is None:
            self._feel = {}
        if name not in self._feel:
            self._feel[name] = values.to_feel(self.json[name])
        return self._feel[name]

    def put(self, name: str, value: Any) -> None:
        """Set a JSON value."""
        self.json[name] = value
        if name in self.copied:
            self.copied -= {name}
        if self._feel is not None:
            self._feel.pop(name, None)

    def remove(self, name: str) -> None:
        """Forget a variable that is here."""
        del self.json[name]
        self.copied -= {name}
        if self._feel is not None:
            self._feel.pop(name, None)

    def written(self) -> dict[str, Any]:
        """The variables that were written here, not merely copied in when the scope was made."""
        return {name: value for name, value in self.json.items() if name not in self.copied}


class Scopes:
    """All scopes of one instance. ``changed``: names written since it was loaded; ``before``: what stood in the scopes
    that outlive their steps before it was written over, {scope: {name: [value]}}, [] where there was nothing."""

    def __init__(self, scopes: dict[str, Scope] | None = None) -> None:
        self._scopes = {ROOT: Scope(None, {})} if scopes is None else scopes
        self.changed: set[str] = set()
        self.before: dict[str, dict[str, list[Any]]] = {}
        self._new: set[str] = set()
        self.dirty = scopes is None

    def __contains__(self, key: str) -> bool:
        return key in self._scopes

    def __getitem__(self, key: str) -> Scope:
        return self._scopes[key]

    def create(
        self, key: str, parent: str | None, json: dict[str, Any] | None = None, *, copied: bool = False
    ) -> None:
        """A new scope; an old one with this key is replaced. ``copied``: its values are copies of outer ones."""
        local = {} if json is None else json
        self._scopes[key] = Scope(parent, local, local if copied else ())
        self._new.add(key)
        self.dirty = True
        self.changed.update(self._scopes[key].json)

    def drop(self, key: str) -> None:
        """Forget a scope, if it is there."""
        if self._scopes.pop(key, None):
            self.dirty = True

    def dissolve(self, key: str, outer: str) -> None:
        """Let what a scope holds, and the scopes inside it, belong to ``outer``; what has a name there already goes."""
        for name, value in self._scopes[key].json.items():
            if all(name not in scope.json for scope in self.chain(outer)):
                self.put(outer, name, value)
        self.graft(key, outer)
        self.drop(key)

    def graft(self, key: str, outer: str) -> None:
        """Let the scopes that lie in ``key`` lie in ``outer``."""
        for scope in self._scopes.values():
            if scope.parent == key:
                scope.parent, self.dirty = outer, True

    def chain(self, key: str, private: str | None = None) -> Iterator[Scope]:
        """The scopes that ``key`` sees, innermost first; ``private``: party whose scope comes before the process."""
        at: str | None = key
        while at is not None:
            scope = self._scopes[at]
            if scope.parent is None and private and (own := self._scopes.get(party_scope(private))):
                yield own
            yield scope
            at = scope.parent

    def put(self, key: str, name: str, value: Any) -> None:
        """Set a local variable of a scope."""
        self._remember(key, name)
        self._scopes[key].put(name, value)
        self.changed.add(name)
        self.dirty = True

    def take_back(self, before: Mapping[str, Mapping[str, list[Any]]]) -> None:
        """Let variables be again what they were; scopes that are gone are left out, but a party's come back."""
        for key, names in before.items():
            if key not in self._scopes and key.startswith(_PARTY):
                self.create(key, None)
            if key not in self._scopes:
                continue
            for name, kept in names.items():
                if kept:
                    self.put(key, name, kept[0])
                elif name in self._scopes[key].json:
                    self._remember(key, name)
                    self._scopes[key].remove(name)
                    self.changed.add(name)
                    self.dirty = True

    def _remember(self, key: str, name: str) -> None:
        """Keep what a variable was, the first time it is written over. A new call begins with nothing to go back to."""
        if key == ROOT or key.startswith(_PARTY) or (key.endswith(_CALL) and key not in self._new):
            json = self._scopes[key].json
            self.before.setdefault(key, {}).setdefault(name, [json[name]] if name in json else [])

    def write(self, key: str, name: str, value: Any) -> None:
        """Set a variable where it is; where it is nowhere, in the process."""
        at = key
        while (parent := self._scopes[at].parent) is not None and name not in self._scopes[at].json:
            at = parent
        self.put(at, name, value)

    def keep(self, party: str, name: str, value: Any) -> None:
        """Set a variable that only this party sees."""
        key = party_scope(party)
        if key not in self._scopes:
            self.create(key, None)
        self.put(key, name, value)

    def visible(self, key: str, private: str | None = None) -> dict[str, Any]:
        """All variables that ``key`` sees, as JSON."""
        found: dict[str, Any] = {}
        for scope in self.chain(key, private):
            for name, value in scope.json.items():
                found.setdefault(name, value)
        return found

    def dump(self) -> bytes:
        """Stored form."""
        scopes = {
            key: [s.parent, s.json, sorted(s.copied)] if s.copied else [s.parent, s.json]
            for key, s in self._scopes.items()
        }
        return values.dump({"format": FORMAT, "scopes": scopes})

    @classmethod
    def load(cls, text: bytes) -> Scopes:
        """From the stored form."""
        stored = values.load(text)
        if stored["format"] != FORMAT:
            raise ValueError(f"variables are stored in format {stored['format']}; this engine reads {FORMAT}")
        return cls({key: Scope(*kept) for key, kept in stored["scopes"].items()})


class View(Mapping[str, Any]):
    """The FEEL context of one element instance. ``extra``: FEEL values that exist for one evaluation only."""

    __slots__ = ("_extra", "_key", "_private", "_scopes")

    def __init__(
        self, scopes: Scopes, key: str, private: str | None = None, extra: Mapping[str, Any] | None = None
    ) -> None:
        self._scopes, self._key, self._private, self._extra = scopes, key, private, extra

    def get(self, name: str, default: Any = None) -> Any:
        if self._extra and name in self._extra:
            return self._extra[name]
        for scope in self._scopes.chain(self._key, self._private):
            if name in scope.json:
                return scope.feel(name)
        return default

    def __contains__(self, name: object) -> bool:
        return bool(self._extra and name in self._extra) or any(
            name in scope.json for scope in self._scopes.chain(self._key, self._private)
        )

    def __getitem__(self, name: str) -> Any:
        if name not in self:
            raise KeyError(name)
        return self.get(name)

    def __iter__(self) -> Iterator[str]:
        names = dict.fromkeys(self._extra or ())
        for scope in self._scopes.chain(self._key, self._private):
            names.update(dict.fromkeys(scope.json))
        return iter(names)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def visible(variables: bytes, scope: str | None = None, private_to: str | None = None) -> dict[str, Any]:
    """What an element in ``scope`` (None: the root) sees, as JSON; for forms, documents and display."""
    scopes = Scopes.load(variables)
    key = scope if scope is not None and scope in scopes else ROOT
    return scopes.visible(key, private_to)


def local(variables: bytes, scope: str | None = None) -> dict[str, Any]:
    """What lies in one scope itself (None: the root), as JSON; nothing where there is no such scope."""
    scopes = Scopes.load(variables)
    key = ROOT if scope is None else scope
    return dict(scopes[key].json) if key in scopes else {}
