"""Danish for the messages of `errors.py`: English template -> Danish template, with the same parameters."""

from .errors import FeelError

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
    "A value of type %(type)s has no counterpart in FEEL.": "En værdi af typen %(type)s findes ikke i FEEL.",
}
PARTS = {
    "a value": "en værdi",
    "a name": "et navn",
    "a type": "en type",
    "the name of a part": "navnet på en del",
    "the end of the expression": "slutningen af udtrykket",
    "], ) or [": "], ) eller [",
}


def danish(error: FeelError, messages: dict[str, str] = MESSAGES) -> str:
    """The message of an error in Danish; in English where there is no translation."""
    params = {name: PARTS.get(str(value), value) for name, value in error.params.items()}
    template = messages.get(error.template, error.template)
    return template % params if params else template
