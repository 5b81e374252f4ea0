"""Standard loop: again while a condition holds, at most so many times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .loops import LoopBody

if TYPE_CHECKING:
    from ..token import Token


class StandardLoop(LoopBody):
    """Keeps the number of rounds ``done``."""

    def enter(self, token: Token) -> bool:
        token.internal_data["done"] = 0
        if self.loop.test_before and not self._again(token, token):
            return True
        self._next(token)
        return False

    def _next(self, token: Token) -> None:
        number = token.internal_data["done"] + 1
        self.spawn(token, number, {"loopCounter": number})

    def _again(self, token: Token, where: Token) -> bool:
        done, loop = token.internal_data["done"], self.loop
        if loop.maximum is not None and done >= loop.maximum:
            return False
        return loop.condition is None or self.condition(where, loop.condition)

    def collect(self, token: Token, part: Token) -> bool:
        token.internal_data["done"] = part.internal_data["number"]
        return not self._again(token, part)

    def inner_done(self, token: Token, enough: bool) -> None:
        if enough:
            self.finish(token)
        else:
            self._next(token)
