"""Signatures as rows, and the sealed file that any reader of PDF can check."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pypdf
import pytest
import sqlalchemy as sa
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from engine import deployments, files, jobs, signing, user_tasks
from engine.documents import listing
from engine.errors import Conflict
from engine.models import job, signature
from engine.signing.local import LocalService, make_certificate
from engine.store import Store
from tests.world import HERE, World, build

YES = {"gp_beslutning": "godkend", "gp_bekraeft": "on"}
SIGN = """<bpmn:userTask id="underskriv" name="Skriv under"><bpmn:extensionElements><zeebe:userTask />
<zeebe:assignmentDefinition candidateGroups="=hvem.rolle" /><zeebe:properties>
<zeebe:property name="samtrin:party" value="=hvem.part" /><zeebe:property name="samtrin:sign" value="dok-aftale" />
</zeebe:properties></bpmn:extensionElements><bpmn:multiInstanceLoopCharacteristics><bpmn:extensionElements>
<zeebe:loopCharacteristics inputElement="hvem" inputCollection="=[{part: &#34;P1&#34;, rolle: &#34;bygherre-ol&#34;},
 {part: &#34;P2&#34;, rolle: &#34;lt-ol&#34;}]" /></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>
</bpmn:userTask><bpmn:sequenceFlow id="skrevet" sourceRef="underskriv" targetRef="slut-aftalt" />"""


@pytest.fixture
def world(store: Store) -> World:
    """The small process, with both parties' signatures after the gate."""
    made = build(store)
    diagram = (HERE / "fixtures" / "aftale.bpmn").read_text(encoding="utf-8")
    end = '<bpmn:endEvent id="slut-aftalt"'
    flow = 'id="til-aftalt" sourceRef="resultat" targetRef='
    diagram = diagram.replace(end, SIGN + end).replace(f'{flow}"slut-aftalt"', f'{flow}"underskriv"')
    with store.transaction() as session:
        deployments.deploy(session, {"aftale.bpmn": diagram.encode()})
    return made


def approved(world: World) -> str:
    number = world.written()
    world.do("otto", world.task(number, "gp-tag-stilling", "P1"), **YES)
    world.do("lis", world.task(number, "gp-tag-stilling", "P2"), **YES)
    return number


def sign(world: World, number: str, who: str, party: str, fingerprint: str | None = None) -> None:
    task = world.task(number, "underskriv", party)
    with world.store.transaction() as session:
        by = world.actor(session, who)
        shown = user_tasks.get(session, task, by).document
        assert shown is not None
        user_tasks.complete(session, task, {}, by, fingerprint=fingerprint or shown.sha256)


def waiting(world: World) -> int:
    with world.store.read() as session:
        where = job.c.kind == signing.KIND
        return int(session.scalar(sa.select(sa.func.count()).select_from(job).where(where)))


def document(world: World, number: str) -> listing.Version:
    with world.store.read() as session:
        return listing.of_case(session, number, world.actor(session, "lis"))[0]


def verdict(sealed: bytes, certificate: Path) -> Any:
    found = PdfFileReader(io.BytesIO(sealed)).embedded_signatures[0]
    trusted = ValidationContext(trust_roots=[load_cert_from_pemder(str(certificate))], allow_fetching=False)
    return validate_pdf_signature(found, trusted)


def test_each_signature_is_a_row_that_says_who_when_and_for_whom(world: World) -> None:
    number = approved(world)
    sign(world, number, "otto", "P1")
    with world.store.read() as session:
        (row,) = session.all(sa.select(signature))
    assert (row.person_id, row.role_id, row.service) == (world.ids["otto"], "bygherre-ol", "local")
    assert (row.sha256, row.file_sha256) == (document(world, number).sha256, None)
    (signed,) = document(world, number).signatures
    assert (signed.name, signed.party, signed.signed_at) == (
        "Otto",
        "Boligforeningen Birkely",
        world.store.clock(),
    )
    assert waiting(world) == 0  # the other party has not signed


def test_other_words_are_not_signed(world: World) -> None:
    number = approved(world)
    with pytest.raises(Conflict):
        sign(world, number, "otto", "P1", fingerprint="0" * 64)
    with world.store.read() as session:
        assert session.all(sa.select(signature)) == []


def test_when_all_have_signed_a_job_seals_the_document(world: World) -> None:
    number = approved(world)
    sign(world, number, "otto", "P1")
    sign(world, number, "lis", "P2")
    assert waiting(world) == 1 and document(world, number).sealed is None
    jobs.run_due(world.store)
    assert waiting(world) == 0
    made = document(world, number)
    assert made.sealed is not None and {signed.file_sha256 for signed in made.signatures} == {made.sealed}
    with world.store.read() as session:
        sealed = files.read(session, made.sealed)
    words = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(sealed)).pages)
    assert all(text in words for text in ("Vi lægger et nyt tag", "Otto", "Lis", "Team Tagsten", made.sha256))

    certificate = world.store.files.parent / "signing.crt"
    assert (world.store.files.parent / "signing.key").stat().st_mode & 0o077 == 0
    found = verdict(sealed, certificate)
    assert found.intact and found.valid and found.trusted and found.bottom_line
    changed = bytearray(sealed)
    changed[len(sealed) // 4] ^= 1
    assert not verdict(bytes(changed), certificate).intact


def test_another_installation_does_not_vouch_for_it(world: World, tmp_path: Path) -> None:
    number = approved(world)
    sign(world, number, "otto", "P1")
    sign(world, number, "lis", "P2")
    jobs.run_due(world.store)
    make_certificate(tmp_path / "other.key", tmp_path / "other.crt")
    with world.store.read() as session:
        sealed = files.read(session, document(world, number).sealed or "")
    found = verdict(sealed, tmp_path / "other.crt")
    assert found.intact and not found.trusted


def test_a_key_that_is_there_is_never_made_anew(tmp_path: Path) -> None:
    service = LocalService(tmp_path / "a" / "signing.key", tmp_path / "a" / "signing.crt")
    make_certificate(service.key, service.certificate)
    before = service.key.read_bytes(), service.certificate.read_bytes()
    make_certificate(service.key, service.certificate)
    assert (service.key.read_bytes(), service.certificate.read_bytes()) == before
    assert sorted(file.name for file in service.key.parent.iterdir()) == ["signing.crt", "signing.key"]
