"""What can go wrong in FEEL. Wrong types are not errors: by the standard they give null.

Every error carries an English template with `%(name)s` parameters, so that a page can show it in the reader's
language (`messages_da.py`), and where it is known the position of the fault in the text, counted from 0.
"""


class FeelError(Exception):
    """Something in an expression that its author must change."""

    def __init__(self, template: str, *, position: int | None = None, **params: object) -> None:
        super().__init__(template)
        self.template = template
        self.position = position
        self.params = params

    def __str__(self) -> str:
        return self.template % self.params if self.params else self.template


class FeelSyntaxError(FeelError):
    """The text is not FEEL."""


class FeelRuntimeError(FeelError):
    """The host used the engine wrongly, or a value cannot leave it."""


class BudgetExceeded(FeelError):
    """The expression asks for more work, memory or nesting than one evaluation may use."""


class TooComplex(BudgetExceeded, FeelSyntaxError):
    """The text is too long or nested too deep to be compiled at all."""
