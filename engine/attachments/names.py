"""Names of files as strangers send them, made safe to keep, to show, and to save under."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 150
# What some file system reads as something else, and marks that no reader can see.
_UNSAFE = re.compile(
    r'[<>:"|?*%\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]'
)
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def clean(name: str, fallback: str = "fil") -> str:
    """The last part of the path, without signs that mean something to a system; æ, ø and å stay.

    Never empty, never a hidden file, at most LONGEST characters with its ending kept."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    text = " ".join(_UNSAFE.sub("_", last).split()).strip(". ")
    stem, dot, ending = text.rpartition(".")
    if dot and len(ending) <= 10:
        text = stem[: LONGEST - len(ending) - 1].rstrip(". ") + dot + ending
    text = text[:LONGEST]
    if _RESERVED.match(text) or text.startswith("."):
        text = f"_{text}"
    return text if text.strip("._ ") else fallback
