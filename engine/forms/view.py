"""What a page shows of a form: everything worked out, in order, the hidden left out. Templates only lay it out."""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import Message


@dataclass(frozen=True, slots=True)
class OptionView:
    id: str
    label: str
    value: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class RowView:
    """One row. ``value`` is what its remove button sends, ``origin`` goes back in a hidden field (None: new row)."""

    id: str
    number: int
    name: str
    origin: int | None
    fields: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True)
class FieldView:
    """One component. ``path`` is its name in the form, ``anchor`` the id that a link to it leads to. ``width`` is
    in twelfths of the line; ``starts`` begins a new line. ``controls``: other fields depend on it. ``brief``: its
    options fit beside each other. ``private``: for the own party only."""

    type: str
    path: str
    id: str
    anchor: str
    label: str = ""
    description: str = ""
    required: bool = False
    readonly: bool = False
    error: Message | None = None
    width: int = 12
    starts: bool = True
    controls: bool = False
    focus: bool = False
    value: str = ""
    text: str = ""
    html: str = ""
    input: str = "text"
    inputmode: str = ""
    autocomplete: str = ""
    prefix: str = ""
    suffix: str = ""
    checked: bool = False
    options: tuple[OptionView, ...] = ()
    brief: bool = False
    large: bool = False
    private: bool = False
    fields: tuple[FieldView, ...] = ()
    rows: tuple[RowView, ...] = ()
    growable: bool = False
    compact: bool = False
    heads: tuple[str, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class FormView:
    """A form to be shown. ``errors``: anchor and message, in the order of the form."""

    id: str
    fields: tuple[FieldView, ...]
    errors: tuple[tuple[str, Message], ...]
