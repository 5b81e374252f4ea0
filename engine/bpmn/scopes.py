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


def party_scope(party: str) -> str:
    """Key of the private scope of a party."""
    return f"party:{party}"


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

    def written(self) -> dict[str, Any]:
        """The variables that were written here, not merely copied in when the scope was made."""
        return {name: value for name, value in self.json.items() if name not in self.copied}


class Scopes:
    """All scopes of one instance. ``changed``: names written since it was loaded."""

    def __init__(self, scopes: dict[str, Scope] | None = None) -> None:
        self._scopes = {ROOT: Scope(None, {})} if scopes is None else scopes
        self.changed: set[str] = set()
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
        self.dirty = True
        self.changed.update(self._scopes[key].json)

    def drop(self, key: str) -> None:
        """Forget a scope, if it is there."""
        if self._scopes.pop(key, None):
            self.dirty = True

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
        self._scopes[key].put(name, value)
        self.changed.add(name)
        self.dirty = True

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
