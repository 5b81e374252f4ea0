"""Documents: the words that a gate is about, frozen in numbered versions and known by their SHA-256.

Source: partnerskabsruten dossier 3.11 and 4, aftaletrin dossier 4 "Binding rule"."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from engine import bpmn, deployments, index, lists
from engine.errors import ModelFault
from engine.models import document
from engine.parties import casting
from engine.store import Session

if TYPE_CHECKING:
    from engine.instances import Live


def canonical(content: Any) -> bytes:
    """The content as JSON with sorted keys and no blanks: equal words, equal bytes."""
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)


def fingerprint(content: Any) -> str:
    """SHA-256, in hex, of the content's canonical form. A document's content is {title, sections}."""
    return hashlib.sha256(canonical(content)).hexdigest()


def freeze(session: Session, live: Live, wait: bpmn.Wait, variables: dict[str, Any]) -> dict[str, Any]:
    """Service task ``samtrin:document``: make the next version from the fields of some forms.

    Variables: ``formularer`` [form id], ``dokument`` {noegle, titel}. Result: ``dok`` {id, noegle, titel, version,
    sha256}. What a private task freezes, its party alone may read. Raises ModelFault."""
    what = variables.get("dokument")
    form_ids = variables.get("formularer")
    if not isinstance(what, dict) or not isinstance(form_ids, list) or not what.get("noegle"):
        raise ModelFault("A document needs the variables dokument {noegle, titel} and formularer [form ids]")
    key = str(what["noegle"])[:120]
    title = str(what.get("titel") or key)[:200]
    content = _content(session, live, key, [str(form_id) for form_id in form_ids], variables)
    version = 1 + (
        session.scalar(
            sa.select(sa.func.max(document.c.version)).where(
                document.c.process_instance_id == live.id, document.c.key == key
            )
        )
        or 0
    )
    sha256 = fingerprint({"title": title, "sections": content})
    made = session.insert(
        document,
        process_instance_id=live.id,
        key=key,
        title=title,
        version=version,
        content=content,
        sha256=sha256,
        frozen_at=session.now,
        is_private=wait.private_to is not None,
        party_id=casting.party_id(session, live.id, wait.private_to),
    )
    index.put(session, [index.Entry("document", made, live.id, title, index.prose(content))])
    return {"dok": {"id": made, "noegle": key, "titel": title, "version": version, "sha256": sha256}}


def to_sign(session: Session, task: Any) -> sa.Row[Any] | None:
    """The newest frozen version of the document that a task signs (``samtrin:sign``: its key), or None."""
    key = task.properties.get("samtrin:sign")
    if not key:
        return None
    return session.first(
        sa.select(document)
        .where(
            document.c.process_instance_id == task.process_instance_id,
            document.c.key == str(key),
            sa.or_(document.c.is_private.is_(False), document.c.party_id == task.party_id),
        )
        .order_by(document.c.version.desc())
    )


def _content(
    session: Session, live: Live, key: str, form_ids: list[str], variables: dict[str, Any]
) -> list[dict[str, Any]]:
    """[{heading, fields: [{key, label, value}]}]: as the document's template says, else form by form.

    With a template also ``text``, and ``signatures`` (true) in the section where people sign."""
    context = {**variables, **lists.of_case(session, live.id)}
    shown = _answers(session, live, form_ids, variables, context)
    template = deployments.document_template(session, key)
    if template is None:
        return shown
    also = _answers(session, live, list(template.also), variables, context)
    parties = variables.get("parter")
    names = [str(party.get("navn") or "") for party in parties] if isinstance(parties, list) else []
    return template.arrange(shown, also, [name for name in names if name])


def _answers(
    session: Session, live: Live, form_ids: list[str], variables: dict[str, Any], context: dict[str, Any]
) -> list[dict[str, Any]]:
    """What was answered form by form, the heading being the name of the task that fills the form."""
    headings: dict[str, str] = {}
    for definition in deployments.family(session, live.definition):
        for element in definition.process.elements.values():
            if element.form_id:  # the task that writes it comes before those that mend it
                headings.setdefault(element.form_id, element.name)
    sections = []
    for form_id in form_ids:
        form = deployments.form(session, live.definition, form_id)
        if form is None:
            raise ModelFault("The form %(form)s that the document is made from does not exist", form=form_id)
        shown = form.fields_for_document(variables, context, now=session.now)
        fields = [field for field in shown if field["value"] or field.get("rows")]
        sections.append({"heading": headings.get(form_id) or form_id, "fields": fields})
    return sections
