"""What people call the things that the process files name by an id."""

from __future__ import annotations

from engine.errors import Message

# Source: the value list vl_parttype of the partnerskabsruten dossier, and the parties of aftaletrin.
PARTY_KINDS = {
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


def party_kind(kind: str) -> Message:
    """What a kind of party is called; its id where the process names a kind of its own."""
    return PARTY_KINDS.get(kind, Message(kind))
