"""Documents: frozen words in numbered versions, how they are compared, printed and handed out."""

from .freezing import fingerprint, freeze, to_sign

__all__ = ["fingerprint", "freeze", "to_sign"]
