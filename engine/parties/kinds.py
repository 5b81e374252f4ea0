"""The kinds of party that a process can ask for, and what people call them."""

from __future__ import annotations

from engine.errors import Message

# Source: the value list vl_parttype of the partnerskabsruten dossier, and the parties of aftaletrin.
NAMES = {
    "civil": Message("Civil society organisation"),
    "virksomhed": Message("Company"),
    "kommune": Message("Municipality"),
    "region": Message("Region"),
    "institution": Message("Public institution"),
    "uddannelse": Message("Place of education"),
    "fond": Message("Foundation"),
    "bolig": Message("Housing organisation"),
    "borgergruppe": Message("Group of citizens"),
    "bygherre": Message("Building owner"),
    "leveranceteam": Message("Delivery team"),
    "andet": Message("Other"),
}


def name(kind: str) -> Message:
    """What a kind of party is called; its id where the process names a kind of its own."""
    return NAMES.get(kind, Message(kind))
