"""What a signing service does for us, whoever runs it."""

from __future__ import annotations

from typing import Protocol

from engine.documents.printing import Paper


class SigningService(Protocol):
    """``name``: who vouches, as it is kept beside each signature; at most 40 characters."""

    name: str

    def sign(self, paper: Paper) -> bytes:
        """A PDF of the document, with who has signed it, that cannot be changed without being seen."""
