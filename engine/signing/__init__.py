"""Signing: who has put their name to which words, and the sealed file that proves it."""

from .commands import KIND, record, seal, service
from .local import LocalService
from .port import SigningService

__all__ = ["KIND", "LocalService", "SigningService", "record", "seal", "service"]
