"""Danish for the messages of errors and explanations: English template -> Danish template, with the same parameters."""

from collections.abc import Mapping
from typing import Protocol

MESSAGES = {
    "Expected %(expected)s, but found %(found)s.": "Her skulle stå %(expected)s, men der står %(found)s.",
    "The expression ends where %(expected)s was expected.": "Udtrykket slutter, hvor der skulle stå %(expected)s.",
    "The character %(character)s has no meaning here.": "Tegnet %(character)s betyder ikke noget her.",
    "The character %(character)s has no meaning here. Write %(instead)s.": (
        "Tegnet %(character)s betyder ikke noget her. Skriv %(instead)s."
    ),
    "The comment that begins here is not closed with */.": "Kommentaren, der begynder her, er ikke afsluttet med */.",
    'The text that begins here is not closed with ".': 'Teksten, der begynder her, er ikke afsluttet med ".',
    'Write texts between double quotes: "text".': 'Skriv tekster i dobbelte anførselstegn: "tekst".',
    "Write numbers with a point, as in 12.5.": "Skriv tal med punktum, som i 12.5.",
    "Write a single = to compare.": "Skriv et enkelt = for at sammenligne.",
    "The entry %(name)s is there twice.": "%(name)s står der to gange.",
    "Give all values by name, or none.": "Giv alle værdier med navn, eller ingen af dem.",
    "The expression is longer than %(limit)s characters.": "Udtrykket er længere end %(limit)s tegn.",
    "The expression has more than %(limit)s words and signs.": "Udtrykket har flere end %(limit)s ord og tegn.",
    "The expression is nested more than %(limit)s levels deep.": (
        "Udtrykket har mere end %(limit)s niveauer inden i hinanden."
    ),
    "The expression is nested too deep.": "Udtrykket har for mange niveauer inden i hinanden.",
    "The expression takes more than %(limit)s steps.": "Udtrykket kræver mere end %(limit)s trin.",
    "The expression takes too long.": "Udtrykket tager for lang tid.",
    "The expression builds a text of more than %(limit)s characters.": (
        "Udtrykket danner en tekst på mere end %(limit)s tegn."
    ),
    "Functions call each other more than %(limit)s levels deep.": (
        "Funktioner kalder hinanden i mere end %(limit)s niveauer."
    ),
    "The value is nested too deep.": "Værdien har for mange niveauer inden i hinanden.",
    "There is no variable %(name)s.": "Der er ingen variabel %(name)s.",
    "%(name)s is null.": "%(name)s er tom (null).",
    "There is no part %(name)s in %(kind)s.": "Der er ingen del %(name)s i %(kind)s.",
    "The condition is %(kind)s, not true or false.": "Betingelsen er %(kind)s, ikke sand eller falsk.",
    "There is no such item.": "Der er intet element med det nummer.",
    "Nothing can be divided by zero.": "Man kan ikke dividere med nul.",
    "Cannot work out %(operation)s.": "Kan ikke udregne %(operation)s.",
    "Cannot compare %(left)s and %(right)s.": "Kan ikke sammenligne %(left)s og %(right)s.",
    "There is no function %(name)s.": "Der er ingen funktion %(name)s.",
    "%(name)s has no result for %(kinds)s.": "%(name)s har intet resultat for %(kinds)s.",
    "A value of type %(type)s has no counterpart in FEEL.": "En værdi af typen %(type)s findes ikke i FEEL.",
}
PARTS = {
    "a value": "en værdi",
    "a name": "et navn",
    "a type": "en type",
    "the name of a part": "navnet på en del",
    "the end of the expression": "slutningen af udtrykket",
    "], ) or [": "], ) eller [",
    "null": "ingenting (null)",
    "a number": "et tal",
    "a text": "en tekst",
    "true or false": "sand eller falsk",
    "a list": "en liste",
    "a context": "en kontekst",
    "a date": "en dato",
    "a time": "et klokkeslæt",
    "a date and time": "et tidspunkt",
    "a duration": "en varighed",
    "a duration in months": "en varighed i måneder",
    "a range": "et interval",
    "a function": "en funktion",
    "nothing": "ingen værdi",
}


class Message(Protocol):
    """An error of FEEL or a note of `explain`."""

    @property
    def template(self) -> str: ...

    @property
    def params(self) -> Mapping[str, object]: ...


def danish(message: Message, messages: Mapping[str, str] = MESSAGES) -> str:
    """A message in Danish; in English where there is no translation."""
    params = {name: _spoken(value) for name, value in message.params.items()}
    template = messages.get(message.template, message.template)
    return template % params if params else template


def _spoken(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(map(_spoken, value))
    return PARTS.get(str(value), str(value))
