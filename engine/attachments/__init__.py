"""Attachments: files that people add to cases and tasks, checked before they are kept."""

from .commands import LIMIT, Upload, add, remove
from .listing import Attachment, get, of_case, of_task
from .names import clean

__all__ = ["LIMIT", "Attachment", "Upload", "add", "clean", "get", "of_case", "of_task", "remove"]
