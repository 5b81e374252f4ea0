"""Inputs that still wait for a value, such as those of a part that has just been put in, by the names that the
editor gives them (``web/frontend/src/modeler/parts/fields.js``)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from engine.errors import Message

from ..problems import Problem
from .check import Check

NAMES: Mapping[str, Message] = MappingProxyType(
    {
        "port_titel": Message("What is approved?"),
        "godkendere": Message("Who approves, at every party?"),
        "formularer": Message("Forms whose answers are the document"),
        "underskrivere": Message("Who signs, at every party?"),
        "moede_formaal": Message("What is the meeting to lead to?"),
        "moedeleder": Message("Who leads the meeting?"),
        "moede_deltagere": Message("Who is invited, at every party?"),
        "anmoder_rolle": Message("Who describes the disagreement?"),
        "lt_projektleder_rolle": Message("Who leads the project for the delivery team?"),
        "evaluering_navn": Message("What is evaluated?"),
        "evaluatorer": Message("Who evaluates, at every party?"),
        "mail_til": Message("Who gets the mail?"),
        "mail_emne": Message("Subject"),
        "mail_tekst": Message("Text"),
    }
)


def rules(check: Check) -> Iterator[Problem]:
    """No input of an element is left empty."""
    for element in check.elements:
        for mapping in element.inputs:
            if mapping.target and mapping.source == "":
                name = NAMES.get(mapping.target, mapping.target)
                yield check.error(element, '"%(name)s" is still empty: fill it in.', name=name)
