"""Addresses in what people write become links, and nothing else of it becomes anything."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

# no quotes, brackets or marks that turn the direction of writing: what is shown is where the link goes
ADDRESS = re.compile(r"\bhttps?://[^\s<>\"'`\\\u200b-\u200f\u202a-\u202e\u2066-\u2069]+", re.IGNORECASE)
AFTER = ".,;:!?"
LINK = Markup('<a href="{0}" rel="noopener nofollow">{0}</a>')


def linked(text: str) -> Markup:
    """Plain text as HTML, with every http and https address in it as a link."""
    made, end = Markup(), 0
    for found in ADDRESS.finditer(text):
        address = _without_what_follows(found[0])
        made += escape(text[end : found.start()]) + LINK.format(address)
        end = found.start() + len(address)
    return made + escape(text[end:])


def _without_what_follows(address: str) -> str:
    """The full stop of a sentence and the bracket around an address are not part of it."""
    while address[-1] in AFTER or (address[-1] == ")" and address.count(")") > address.count("(")):
        address = address[:-1]
    return address
