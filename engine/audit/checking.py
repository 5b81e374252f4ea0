"""Whether a trail is whole: every act has the words that were chained, and none is missing, moved or added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine import chain


@dataclass(frozen=True, slots=True)
class Entry:
    """One link. ``act`` and ``salt`` are empty where the reader may not know what was done."""

    seq: int
    digest: str
    hash: str
    salt: str | None = None
    act: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """``broken_at``: the number of the first entry that does not fit, and in ``reason`` what was expected there."""

    entries: int
    head: str
    broken_at: int | None = None
    reason: str = ""

    @property
    def intact(self) -> bool:
        return self.broken_at is None

    def __str__(self) -> str:
        if self.intact:
            return f"intact, {self.entries} entries, head {self.head}"
        return f"broken at entry {self.broken_at}: {self.reason}"


def check(number: str, entries: Iterable[Entry], *, count: int, head: str, known_head: str = "") -> Verdict:
    """Walk a case's chain from its start.

    ``count`` and ``head``: what the trail itself says about its end; ``known_head``: what the reader knows from
    elsewhere. A trail of which the end was cut off, together with what it says about it, is found by the latter."""
    previous, seq = chain.origin(number), 0
    for seq, entry in enumerate(entries, start=1):
        if (wrong := _wrong(entry, seq, previous)) is not None:
            return Verdict(seq, previous, seq, wrong)
        previous = entry.hash
    if seq != count:
        return Verdict(seq, previous, seq + 1, f"the trail should hold {count} entries, and holds {seq}")
    stated = head or chain.origin(number)
    for text, wanted in (("the trail should end with", stated), ("you expect the head", known_head)):
        if wanted and wanted != previous:
            return Verdict(seq, previous, seq, f"{text} {wanted}, and it ends with {previous}")
    return Verdict(seq, previous)


def _wrong(entry: Entry, seq: int, previous: str) -> str | None:
    if entry.seq != seq:
        return f"expected entry {seq}, found entry {entry.seq}"
    if entry.act is not None:
        digest = chain.digest(entry.salt or "", entry.act)
        if digest != entry.digest:
            return f"its words have the digest {digest}, and {entry.digest} was chained"
    expected = chain.link(previous, seq, entry.digest)
    if entry.hash != expected:
        return f"expected the hash {expected}, found {entry.hash}"
    return None
