"""What is wrong with a decision model, and what goes wrong when one is evaluated."""

from ..feel import FeelError


class DmnError(FeelError):
    """As a FeelError an English template with parameters; `element` is the id of what it is about."""

    def __init__(
        self, template: str, *, element: str = "", position: int | None = None, **params: object
    ) -> None:
        super().__init__(template, position=position, **params)
        self.element = element


class ModelError(DmnError):
    """The model itself must be changed."""


class DecisionError(DmnError):
    """This evaluation has no outcome: rules contradict each other, a value is not allowed."""
