"""Names of several words: a tree of their tokens, so that the longest known name wins.

`Date-Time` is one name where somebody declared it, and a subtraction where nobody did.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from .errors import FeelError
from .lexer import Token, tokens

Tree = dict[str | None, Any]  # word -> subtree; None -> the whole name as it was declared
EMPTY: Tree = {}


def add(tree: Tree, name: str) -> None:
    """Make `name` known. A name of a single word needs no entry: every word may be a name."""
    try:
        words = [token.text for token in tokens(name)[:-1]]
    except FeelError:
        return  # no text can ever spell it
    if len(words) < 2:
        return
    for word in words:
        tree = tree.setdefault(word, {})
    tree[None] = name


def grow(names: Iterable[str]) -> Tree:
    tree: Tree = {}
    for name in names:
        add(tree, name)
    return tree


@lru_cache(maxsize=256)
def grown(names: frozenset[str]) -> Tree:
    """The tree of `names`; shared, so never changed afterwards."""
    return grow(names)


def longest(trees: Sequence[Tree], stream: Sequence[Token], at: int) -> tuple[int, str]:
    """(number of tokens, name) of the longest known name that begins at token `at`; (0, "") when there is none."""
    best, name = 0, ""
    first = stream[at].text
    for tree in trees:
        node = tree.get(first)
        length = 1
        while node is not None:
            if None in node and length > best:
                best, name = length, node[None]
            token = stream[at + length]
            if token.kind in ("string", "end"):
                break
            node = node.get(token.text)
            length += 1
    return best, name
