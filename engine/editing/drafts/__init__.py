"""Drafts: the next version of a process in the works, as plain files that its owners share."""

from .changing import FILES_LIMIT, TOTAL_LIMIT, Stale, begin, discard, make, remove, renew, save
from .names import KINDS, check_name, check_process_id, kind
from .presence import seen
from .reading import Draft, DraftFile, content, contents, find, get, open_drafts

__all__ = [
    "FILES_LIMIT",
    "KINDS",
    "TOTAL_LIMIT",
    "Draft",
    "DraftFile",
    "Stale",
    "begin",
    "check_name",
    "check_process_id",
    "content",
    "contents",
    "discard",
    "find",
    "get",
    "kind",
    "make",
    "open_drafts",
    "remove",
    "renew",
    "save",
    "seen",
]
