"""Why something failed, as a message that pages can say in the reader's language: the cause inside a larger message."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from engine.errors import Message


class Cause(Protocol):
    """An error that says itself by an English template: one of FEEL and DMN, or a time that is none."""

    @property
    def template(self) -> str: ...

    @property
    def params(self) -> Mapping[str, Any]: ...


def cause(problem: Cause) -> Message:
    """The message of an error. Its parts are messages too, as "a value" in "Expected a value"."""
    return Message(problem.template, {name: _part(value) for name, value in problem.params.items()})


def pack(params: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters of a message as JSON."""
    return {
        name: {"template": value.template, "params": pack(value.params)}
        if isinstance(value, Message)
        else value
        for name, value in params.items()
    }


def unpack(params: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters that ``pack`` was given."""
    return {
        name: Message(value["template"], unpack(value["params"]))
        if isinstance(value, dict) and value.keys() == {"template", "params"}
        else value
        for name, value in params.items()
    }


def _part(value: Any) -> Any:
    if isinstance(value, tuple):
        words = {f"word{number}": _part(word) for number, word in enumerate(value)}
        return Message(" ".join(f"%({name})s" for name in words), words)
    return Message(value) if isinstance(value, str) and "%" not in value else value
