"""Texts of a form: plain, with ``{{expressions}}`` in them, or one expression; and Markdown made of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from engine import feel
from engine.forms.locales import Locale, shown

MAX_SOURCE = 20_000
MAX_RENDERED = 100_000
HIGHEST_HEADING, LOWEST_HEADING = 3, 6  # the page has an h1 and the form stands under an h2

_MARK = re.compile(r"{{(.*?)}}", re.DOTALL)
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Text:
    """A text whose parts are literal or computed."""

    parts: tuple[str | feel.Expression, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.parts)

    def render(
        self, evaluate: Callable[[feel.Expression], Any], locale: Locale, escape: Callable[[str], str] = str
    ) -> str:
        """The text with its expressions worked out by ``evaluate`` (JSON values), each put through ``escape``."""
        return "".join(
            part if isinstance(part, str) else escape(shown(evaluate(part), locale)) for part in self.parts
        )


NOTHING = Text()


def read_text(source: str) -> Text:
    """``=expression``, or text with ``{{expression}}`` in it. Raises feel.FeelSyntaxError; ValueError for the
    ``{{#if}}`` and ``{{#loop}}`` blocks of form-js, which we leave to conditions and tables."""
    if source.startswith("="):
        return Text((feel.compile(source[1:]),))
    pieces = _MARK.split(source)  # literal, expression, literal, ...
    parts: list[str | feel.Expression] = []
    for position, piece in enumerate(pieces):
        if position % 2 == 0:
            parts += [piece] if piece else []
        elif piece.lstrip().startswith(("#", "/")):
            raise ValueError("{{" + piece[:40] + "}}")
        else:
            parts.append(feel.compile(piece.strip().removeprefix("=")))
    return Text(tuple(parts))


def escape_markdown(text: str) -> str:
    """``text`` so that Markdown shows it as it is: an answer may not smuggle in links or headings."""
    return _PUNCTUATION.sub(r"\\\1", _INDENT.sub("", text))


@lru_cache(maxsize=512)
def markdown(source: str) -> str:
    """Safe HTML: HTML in the source is shown as text, there are no images and no ``javascript:`` links. Its highest
    heading becomes an h3, whatever it was."""
    env: EnvType = {}
    tokens = _MARKDOWN.parse(source[:MAX_RENDERED], env)
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    shift = HIGHEST_HEADING - min((int(token.tag[1]) for token in headings), default=HIGHEST_HEADING)
    for token in headings:
        token.tag = f"h{min(int(token.tag[1]) + shift, LOWEST_HEADING)}"
    return str(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, env))


def _link(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    tokens[index].attrSet("rel", "noopener noreferrer")
    return renderer.renderToken(tokens, index, options, env)


_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")
_MARKDOWN.add_render_rule("link_open", _link)
