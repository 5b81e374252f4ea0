"""What people are told: a row each in the app, and mail for those who want it."""

from .choices import KINDS, choices, choose
from .reading import Told, listing, mark_all_read, mark_read, unread
from .telling import notify, opened

__all__ = [
    "KINDS",
    "Told",
    "choices",
    "choose",
    "listing",
    "mark_all_read",
    "mark_read",
    "notify",
    "opened",
    "unread",
]
