"""Comments on a case, on one of its tasks or on a document: for all parties, or for the writer's own alone."""

from .commands import LIMIT, delete, write
from .listing import PAGE, Comment, Discussion, listing
from .places import Reader

__all__ = ["LIMIT", "PAGE", "Comment", "Discussion", "Reader", "delete", "listing", "write"]
