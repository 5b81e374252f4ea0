"""Texts."""

from decimal import Decimal

from ..budget import Run
from ..values import Value
from ..writing import text_of
from . import patterns
from .registry import builtin


@builtin("string(from: any)", run=True)
def string(run: Run, value: Value) -> str | None:
    return None if value is None else text_of(value, run)


@builtin("substring(string: string, start position: number, length?: number)")
def substring(text: str, start: Decimal, length: Decimal | None = None) -> str | None:
    """From a position counted from 1, or from the end when it is negative."""
    first = _clamped(start)
    if first == 0 or abs(first) > len(text):
        return None
    begin = first - 1 if first > 0 else len(text) + first
    if length is None:
        return text[begin:]
    size = _clamped(length)
    return text[begin : begin + size] if size >= 1 else None


def _clamped(number: Decimal) -> int:
    """The integer part; beyond a million, a million: a text is never as long."""
    limit = Decimal(1_000_000)
    return int(max(-limit, min(limit, number)))


@builtin("string length(string: string)")
def string_length(text: str) -> Decimal:
    return Decimal(len(text))


@builtin("upper case(string: string)")
def upper_case(text: str) -> str:
    return text.upper()


@builtin("lower case(string: string)")
def lower_case(text: str) -> str:
    return text.lower()


@builtin("trim(string: string)")
def trim(text: str) -> str:
    """An extension that Camunda has too."""
    return text.strip()


@builtin("substring before(string: string, match: string)")
def substring_before(text: str, match: str) -> str:
    head, found, _ = text.partition(match) if match else ("", "", "")
    return head if found else ""


@builtin("substring after(string: string, match: string)")
def substring_after(text: str, match: str) -> str:
    return text.partition(match)[2] if match else text


@builtin("contains(string: string, match: string)")
def contains(text: str, match: str) -> bool:
    return match in text


@builtin("starts with(string: string, match: string)")
def starts_with(text: str, match: str) -> bool:
    return text.startswith(match)


@builtin("ends with(string: string, match: string)")
def ends_with(text: str, match: str) -> bool:
    return text.endswith(match)


@builtin("matches(input: string, pattern: string, flags?: string|null)", run=True)
def matches(run: Run, text: str, pattern: str, flags: str | None = None) -> bool | None:
    return patterns.matches(text, pattern, flags or "", run)


@builtin("replace(input: string, pattern: string, replacement: string, flags?: string|null)", run=True)
def replace(run: Run, text: str, pattern: str, replacement: str, flags: str | None = None) -> str | None:
    return patterns.replace(text, pattern, replacement, flags or "", run)


@builtin("split(string: string, delimiter: string)", run=True)
def split(run: Run, text: str, delimiter: str) -> list[str] | None:
    """`delimiter` is a pattern."""
    return patterns.split(text, delimiter, run)


@builtin("string join(list: list, delimiter?: string|null, prefix?: string, suffix?: string)", run=True)
def string_join(
    run: Run, items: list[Value], delimiter: str | None = None, prefix: str = "", suffix: str = ""
) -> str | None:
    """Nulls are left out. Prefix and suffix are an extension that Camunda has too."""
    texts = [item for item in items if item is not None]
    if not all(isinstance(item, str) for item in texts):
        return None
    run.text(sum(map(len, texts)) + len(delimiter or "") * len(texts))
    return f"{prefix}{(delimiter or '').join(texts)}{suffix}"
