"""Patterns of matches, replace and split: XPath regular expressions, run by RE2.

RE2 takes time in proportion to the text whatever the pattern is, which Python's own `re` does not. What it lacks of
XPath is translated here: flag x, character class subtraction, \\i \\c and Unicode blocks. Back-references cannot be:
such a pattern is refused and gives null. So is, in replace and split, one that matches nothing at all, as in XPath.
"""

import re
from functools import lru_cache
from typing import Any

import re2

from ..budget import Run
from .xpath import translate

_OPTIONS_MEMORY = 1 << 20
_GROUP = re.compile(r"\\(.)|\$(\d+)|(\$)", re.DOTALL)


@lru_cache(maxsize=512)
def _compiled(pattern: str, flags: str) -> Any:
    """The RE2 pattern, or None when it is not one."""
    if not set(flags) <= set("smixq") or len(pattern) > 2_000:
        return None
    options = re2.Options()
    options.max_mem = _OPTIONS_MEMORY
    options.log_errors = False
    options.case_sensitive = "i" not in flags
    if "q" in flags:
        text = re2.escape(pattern)
    else:
        translated = translate(pattern, spaced="x" in flags, dot_all="s" in flags)
        if translated is None:
            return None
        text = f"(?m:{translated})" if "m" in flags else translated
    try:
        return re2.compile(text, options=options)
    except re2.error:
        return None


def _pattern(pattern: str, flags: str, run: Run) -> Any:
    """As `_compiled`; charged, for a pattern that is not yet known takes as long as some tens of steps."""
    run.tick(30)
    return _compiled(pattern, flags)


def matches(text: str, pattern: str, flags: str, run: Run) -> bool | None:
    compiled = _pattern(pattern, flags, run)
    return None if compiled is None else compiled.search(text) is not None


def replace(text: str, pattern: str, replacement: str, flags: str, run: Run) -> str | None:
    """`$1` in the replacement is the first group, `$0` all that was found; `\\$` and `\\\\` stand for themselves."""
    compiled = _pattern(pattern, flags, run)
    if compiled is None or compiled.match("") is not None:
        return None
    parts = [replacement] if "q" in flags else _template(replacement, compiled.groups)
    if parts is None:
        return None
    built: list[str] = []
    size = last = 0
    for hit in compiled.finditer(text):
        piece = "".join(part if isinstance(part, str) else hit.group(part) or "" for part in parts)
        built += (text[last : hit.start()], piece)
        last = hit.end()
        size += len(piece)
        run.tick(4)
        run.text(size)
    return "".join([*built, text[last:]])


def _template(replacement: str, groups: int) -> list[str | int] | None:
    """Texts and numbers of groups. A number beyond the groups is cut: with one group, $12 is $1 and then 2."""
    parts: list[str | int] = []
    last = 0
    for hit in _GROUP.finditer(replacement):
        parts.append(replacement[last : hit.start()])
        last = hit.end()
        escaped, digits, lone = hit.groups()
        if lone or (escaped and escaped not in "\\$"):
            return None
        if escaped:
            parts.append(escaped)
            continue
        number, rest = digits, ""
        while len(number) > 1 and int(number) > groups:
            number, rest = number[:-1], number[-1] + rest
        if int(number) <= groups:
            parts.append(int(number))
        parts.append(rest)
    return [*parts, replacement[last:]]


def split(text: str, pattern: str, run: Run) -> list[str] | None:
    compiled = _pattern(pattern, "", run)
    if compiled is None or compiled.match("") is not None:
        return None
    pieces: list[str] = []
    last = 0
    for hit in compiled.finditer(text):
        run.tick(2)
        pieces.append(text[last : hit.start()])
        last = hit.end()
    return [*pieces, text[last:]]
