"""What the people of a demo case have said to each other and attached, so that these places are not empty."""

from __future__ import annotations

import io

import sqlalchemy as sa

from engine import attachments, comments
from engine.models import person
from engine.parties import people
from engine.parties.people import Actor
from engine.store import Session, Store

QUESTION = "Kan I nå byggeprogrammet inden jul? Jeg har lagt beboernes ønsker op som fil."
ANSWER = "Ja. Jeg mangler kun jeres ønsker til cykelparkering."
OWN = "Husk, at driften skal høres, før vi svarer om cyklerne."
WISHES = (
    "Ønsker fra beboermødet\n\n"
    "1. Dagslys i trapperummene\n2. Færre utætte vinduer mod gården\n3. Plads til 60 cykler under tag\n"
)


def talk(store: Store, number: str) -> None:
    """A question, an answer, a note to the own side and a file, in the case of Lærkely and Team Stenbro."""
    with store.transaction() as session:
        rikke, anton = _named(session, "Rikke"), _named(session, "Anton")
        wishes = attachments.Upload("Beboernes ønsker.txt", io.BytesIO(WISHES.encode()))
        attachments.add(session, number, [wishes], rikke, private=False)
        comments.write(session, number, QUESTION, rikke, private=False, mentions=[anton.person_id])
        comments.write(session, number, ANSWER, anton, private=False, mentions=[rikke.person_id])
        comments.write(session, number, OWN, _named(session, "Søren"), private=True)


def _named(session: Session, first: str) -> Actor:
    found = session.scalar(sa.select(person.c.id).where(person.c.name.startswith(f"{first} ")))
    actor = people.actor(session, found)
    if actor is None:
        raise LookupError(f"the demo has no {first}")
    return actor
