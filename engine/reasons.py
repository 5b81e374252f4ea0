"""Why somebody does what others will read about."""

from __future__ import annotations

from engine.errors import Invalid, Message

LIMIT = 2000


def checked(reason: str, missing: Message | None = None, field: str = "reason") -> str:
    """A reason without blanks around it. Raises Invalid, at ``field``, when it is too long, or with the words of
    ``missing`` when there is none and there must be one."""
    reason = reason.strip()
    if not reason and missing is not None:
        raise Invalid(missing.template, {field: missing})
    if len(reason) > LIMIT:
        text = Message("The reason can be at most %(limit)s characters", {"limit": LIMIT})
        raise Invalid(text.template, {field: text}, **text.params)
    return reason
