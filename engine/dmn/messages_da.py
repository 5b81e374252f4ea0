"""Danish for the messages of decision models; see `engine/feel/messages_da.py`."""

from ..feel import messages_da as feel

MESSAGES = {
    **feel.MESSAGES,
    "The file is larger than %(limit)s bytes.": "Filen fylder mere end %(limit)s byte.",
    "The file is not XML: %(reason)s": "Filen er ikke XML: %(reason)s",
    "The file declares a document type, which is not allowed.": (
        "Filen angiver en dokumenttype, og det er ikke tilladt."
    ),
    "The file is not a decision model of DMN 1.2 to 1.6.": "Filen er ikke en beslutningsmodel i DMN 1.2 til 1.6.",
    "The files import each other in a circle: %(files)s.": "Filerne importerer hinanden i ring: %(files)s.",
    "The boxed expression is nested too deep.": "Udtrykket har for mange niveauer inden i hinanden.",
    "The language %(language)s is not run, only FEEL.": "Sproget %(language)s bruges ikke her, kun FEEL.",
    "The decision table has no output.": "Beslutningstabellen har intet resultat.",
    "Several outputs need names that differ.": "Flere resultater skal have hvert sit navn.",
    "A column of the decision table says not what it tests.": (
        "En kolonne i beslutningstabellen siger ikke, hvad den tester."
    ),
    "Rule %(number)s of the decision table has not a cell for every column.": (
        "Regel %(number)s i beslutningstabellen har ikke en celle til hver kolonne."
    ),
    "There is no hit policy %(name)s.": "Der findes ingen regelpolitik %(name)s.",
    "There is no decision %(decision)s.": "Der findes ingen beslutning %(decision)s.",
    "The decision %(decision)s requires %(reference)s, which is not there.": (
        "Beslutningen %(decision)s bygger på %(reference)s, som ikke findes."
    ),
    "The decision %(decision)s requires itself, or others too deep.": (
        "Beslutningen %(decision)s bygger på sig selv eller på for mange andre i kæde."
    ),
    "%(reference)s is required, but is not there.": "%(reference)s er nødvendig, men findes ikke.",
    "The decisions are nested too deep.": "Beslutningerne bygger på hinanden i for mange niveauer.",
    "Only one rule may match, but these match together: %(rules)s.": (
        "Kun én regel må passe, men disse passer samtidig: %(rules)s."
    ),
    "Rules that match together must give the same, but these differ: %(rules)s.": (
        "Regler, der passer samtidig, skal give det samme, men disse er forskellige: %(rules)s."
    ),
    "The value of %(input)s is not one of those allowed.": "Værdien af %(input)s er ikke blandt de tilladte.",
}


def danish(error: feel.Message) -> str:
    """The message of an error in Danish; in English where there is no translation."""
    return feel.danish(error, MESSAGES)
