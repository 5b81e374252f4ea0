"""The demo installation: its cases stand where they are worth opening, and its people can log in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from engine import cases, demo
from engine.migrations import upgrade
from engine.models import (
    approval,
    attachment,
    comment,
    document,
    person,
    process_instance,
    role_definition,
    standing_role,
    user_task,
)
from engine.parties import people
from engine.store import Store

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("demo")
    store = Store(f"sqlite:///{folder / 'demo.db'}", files=folder / "files")
    upgrade(store)
    demo.build(store, demo.resources(ROOT / "processes", ROOT / "forms"))
    yield store
    store.close()


def test_every_case_waits_at_its_point(built: Store) -> None:
    with built.read() as session:
        rows = session.all(
            sa.select(process_instance.c.title, user_task.c.element_id)
            .join(user_task, user_task.c.process_instance_id == process_instance.c.id)
            .where(process_instance.c.status == "active", user_task.c.state == "open")
        )
    waiting: dict[str, set[str]] = {}
    for row in rows:
        waiting.setdefault(row.title, set()).add(row.element_id)
    assert waiting["Lys på lektierne"] == {"gp-tag-stilling"}
    assert waiting["Cykler til alle"] >= {"r2-foelg-op"}
    assert waiting["Byggeprojekt: Tag og facader, Kløverparken"] >= {"a1-byggeprogram"}
    assert waiting["Byggeprojekt: Ventilation, Børnehuset Mosegrisen"] >= {"gp-tag-stilling"}
    assert waiting["Sommerskole for alle"] >= {"r1-maal-strategi"}


def test_what_was_sent_back_has_been_corrected(built: Store) -> None:
    with built.read() as session:
        first, second = session.all(
            sa.select(document).where(document.c.key == "dok-dialogpapir").order_by(document.c.version)
        )
        answers = session.all(sa.select(approval).where(approval.c.document_id == first.id))
    assert first.sha256 != second.sha256
    assert "Børnene vises ikke i reklamer" in str(second.content)
    assert {(a.decision, a.voided_at is not None) for a in answers} == {("godkend", True), ("ret", False)}


def test_a_role_that_another_stands_in_for_is_not_vacant(built: Store) -> None:
    with built.read() as session:
        dan = people.authenticate(session, "dan@pulterbypapir.example.dk", demo.PASSWORD)
        assert dan is not None
        company = cases.get(session, "2026-0002", dan).parties[1]
    roles = {role.role_id: role for role in company.roles}
    assert (roles["part-ledelse"].people, roles["part-ledelse"].stand_in) == ([], "Direktion (virksomheden)")
    assert (roles["vir-direktion"].stand_in, roles["skrivegruppe"].stand_in) == (None, None)


def test_everybody_named_can_log_in(built: Store) -> None:
    with built.read() as session:
        known = {row.email for row in session.all(sa.select(person.c.email))}
        somebody = people.authenticate(session, "drift@samtrin.example.dk", demo.PASSWORD)
    assert {address for _, members in demo.people_to_try() for _, address in members} == known
    assert somebody is not None and somebody.is_operator


def test_the_people_fill_roles_that_exist(built: Store) -> None:
    with built.read() as session:
        filled = set(session.execute(sa.select(standing_role.c.role_id)).scalars())
        known = set(session.execute(sa.select(role_definition.c.role_id)).scalars())
    assert filled <= known


def test_people_have_talked_in_a_case(built: Store) -> None:
    with built.read() as session:
        said = session.all(sa.select(comment.c.is_private).order_by(comment.c.id))
        assert [row.is_private for row in said] == [False, False, True]
        assert session.scalar(sa.select(sa.func.count()).select_from(attachment)) == 1
