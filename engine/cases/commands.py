"""The commands on a case as a whole: start it, cast it, stop it, try again what failed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from engine import assignment, bpmn, deployments, history, instances, jobs, lists, reasons
from engine.errors import Conflict, Forbidden, Invalid, Message, NotFound
from engine.models import incident, job, process_instance, user_task
from engine.parties import casting, invitations
from engine.parties.invitations import Guest
from engine.parties.people import Actor
from engine.store import Session

from . import handover
from .incidents import incidents
from .listing import find
from .views import may_cancel


def start(
    session: Session,
    process_id: str,
    raw: Mapping[str, Any],
    organisations: Mapping[str, int],
    cast_people: Mapping[str, Iterable[int]],
    by: Actor,
    guests: Mapping[str, Guest] | None = None,
) -> str:
    """Open a case and return its number.

    ``raw``: what the start form sent; ``organisations``: party key -> organisation id; ``cast_people``: role id ->
    person ids of the starter's own organisation (roles left out keep those who usually fill them); ``guests``: party
    key -> who is invited to be it, where no organisation is chosen. Raises NotFound, Invalid (fields; ``party-P2`` for
    a party, ``party-P2-email`` for its guest, ``role-x`` for a role)."""
    choice = deployments.startable_process(session, process_id, by)
    places, errors = _places(session, choice, organisations, guests or {})
    values: dict[str, Any] = {}
    if choice.form:
        try:
            values = choice.form.validate(
                raw, start_context(session, choice, by), locale=by.locale, now=session.now
            )
        except Invalid as wrong:
            errors = {**wrong.fields, **errors}
    if errors:
        raise Invalid("Some answers are missing or wrong", errors)

    def prepare(instance_id: int) -> None:
        own = casting.parties(session, instance_id)[0]
        for role_id, people in cast_people.items():
            casting.cast(session, own, role_id, people, by)

    parties = [
        (key, kind, who if isinstance(who, int) else invitations.make_shell(session, who, kind))
        for key, kind, who in places
    ]
    instance_id = instances.begin(
        session, choice.definition_id, bpmn.Start(values), parties, by=by.person_id, prepare=prepare
    )
    for made, (_key, _kind, who) in zip(casting.parties(session, instance_id), places, strict=True):
        if isinstance(who, Guest):
            invitations.write(session, made.id, who, by)
    return str(
        session.scalar(sa.select(process_instance.c.number).where(process_instance.c.id == instance_id))
    )


def _places(
    session: Session,
    choice: deployments.Startable,
    organisations: Mapping[str, int],
    guests: Mapping[str, Guest],
) -> tuple[list[tuple[str, str, int | Guest]], dict[str, Message]]:
    """(key, kind, organisation id or guest) of every party, and what is wrong with the choice."""
    places: list[tuple[str, str, int | Guest]] = []
    errors: dict[str, Message] = {}
    for party in choice.parties:
        field, guest = f"party-{party.key}", guests.get(party.key)
        organisation_id = organisations.get(party.key)
        if guest is not None and party is not choice.parties[0]:
            if organisation_id:
                errors[field] = Message("Choose an organisation or invite a new one, not both")
            try:
                places.append((party.key, party.kind, invitations.checked(session, guest, f"{field}-")))
            except Invalid as wrong:
                errors |= wrong.fields
        elif organisation_id not in {key for key, _ in party.organisations}:
            errors[field] = Message("Choose an organisation")
        else:
            places.append((party.key, party.kind, int(organisation_id)))
    if len({who.organisation.lower() if isinstance(who, Guest) else who for *_, who in places}) != len(
        places
    ):
        errors[f"party-{choice.parties[-1].key}"] = Message("Choose two different organisations")
    return places, errors


def start_context(session: Session, choice: deployments.Startable, by: Actor) -> dict[str, Any]:
    """What the lists of a start form are filled with: the people of the starter's own organisations."""
    return {
        "personer": lists.of_people(session, [key for key, _ in choice.own]),
        "organisationer": [],
        "parter_valg": [],
    }


def cast(
    session: Session,
    number: str,
    party_key: str,
    role_id: str,
    people: Iterable[int],
    by: Actor,
    *,
    deputies: Iterable[int] | None = None,
    note: str = "",
) -> None:
    """Fill a role in a running case; ``note``: what whoever takes over needs to know, for the party's own people.

    Raises NotFound, Forbidden, Invalid, Conflict (ended)."""
    row = find(session, number, by)
    live = instances.lock(session, row.id)
    found = casting.party_of(session, row.id, party_key)
    change = casting.cast(session, found, role_id, people, by, deputies)
    handover.pass_on(session, live, found, role_id, change, note, by)


def cancel(session: Session, number: str, reason: str, by: Actor) -> None:
    """Stop a case for good; what was written stays. Raises NotFound, Forbidden, Invalid (no reason), Conflict."""
    row = find(session, number, by)
    live = instances.lock(session, row.id, even_suspended=True)
    if not may_cancel(session, row, by):
        raise Forbidden("Only the one who started the case, or an administrator, can stop it")
    reason = reasons.checked(reason, Message("Write why the case is stopped"))
    instances.advance(session, live, bpmn.Cancel())
    session.execute(
        sa.update(process_instance)
        .where(process_instance.c.id == live.id)
        .values(status="cancelled", cancel_reason=reason)
    )
    history.note(session, live.id, "cancelled", by=by.person_id, data={"reason": reason})


def retry(session: Session, number: str, incident_id: int, reason: str, by: Actor) -> None:
    """Try again what failed; ``reason``: what has been mended, or why it should work now. Raises NotFound, Forbidden,
    Invalid (no reason), Conflict (it has been dealt with)."""
    row = find(session, number, by)
    live = instances.lock(session, row.id)
    if not any(casting.may_cast(session, party, by) for party in casting.parties(session, row.id)):
        raise Forbidden("Only people in the case can try again")
    found = session.first(
        sa.select(incident).where(incident.c.id == incident_id, incident.c.process_instance_id == row.id)
    )
    if found is None:
        raise NotFound("There is no such incident")
    if found.resolved_at is not None:
        raise Conflict("Somebody has already dealt with this")
    if found.id not in {known.id for known in incidents(session, row.id, live.definition, by)}:
        raise NotFound("There is no such incident")
    reason = reasons.checked(reason, Message("Write what has been mended, or why it should work now"))
    session.execute(sa.update(incident).where(incident.c.id == incident_id).values(resolved_at=session.now))
    history.note(
        session, row.id, "retried", by=by.person_id, element_id=found.element_id, data={"reason": reason}
    )
    if found.kind == jobs.FAILED:
        session.execute(
            sa.update(job)
            .where(job.c.id == found.params.get("job"))
            .values(retries=3, due_at=session.now, error=None)
        )
        session.after_commit.append(session.store.wake)
    elif found.kind == assignment.NO_PARTY:
        task = session.first(
            sa.select(user_task).where(
                user_task.c.process_instance_id == row.id,
                user_task.c.token == found.token,
                user_task.c.state == "open",
            )
        )
        if task is not None:
            assignment.place_again(session, live, task)
    else:
        instances.advance(session, live, bpmn.Resolve(found.token))
