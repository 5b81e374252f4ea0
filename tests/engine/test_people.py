"""Logging in and being somebody."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from engine.errors import Invalid
from engine.models import person
from engine.parties import people
from engine.store import Store
from tests.world import OWNER, PASSWORD, World, build


@pytest.fixture
def world(store: Store) -> World:
    return build(store)


def test_the_right_password_opens(world: World) -> None:
    with world.store.read() as session:
        found = people.authenticate(session, "  PETRA@example.dk ", PASSWORD)
    assert found is not None
    assert (found.name, found.locale, found.is_operator) == ("Petra", "da", False)
    assert [name for _, name in found.organisations] == ["Boligforeningen Birkely"]


@pytest.mark.parametrize(
    ("email", "password"), [("petra@example.dk", "forkert"), ("ingen@example.dk", PASSWORD), ("", "")]
)
def test_anything_else_does_not(world: World, email: str, password: str) -> None:
    with world.store.read() as session:
        assert people.authenticate(session, email, password) is None


def test_somebody_who_has_left_cannot_log_in(world: World) -> None:
    with world.store.transaction() as session:
        session.execute(sa.update(person).where(person.c.name == "Petra").values(is_active=False))
    with world.store.read() as session:
        assert people.authenticate(session, "petra@example.dk", PASSWORD) is None


def test_passwords_are_kept_as_argon2_hashes(world: World) -> None:
    with world.store.read() as session:
        hashes = list(session.execute(sa.select(person.c.password_hash)).scalars())
    assert all(text.startswith("$argon2id$") for text in hashes)


def test_an_address_is_used_once_and_a_password_is_long(world: World) -> None:
    with world.store.transaction() as session:
        with pytest.raises(Invalid):
            people.create_person(session, "Anden", "Petra@Example.dk", PASSWORD)
        with pytest.raises(Invalid):
            people.create_person(session, "Kort", "kort@example.dk", "kort")
        with pytest.raises(Invalid):
            people.set_locale(session, world.actor(session, "petra"), "fr")


def test_a_name_belongs_to_one_organisation(world: World) -> None:
    with pytest.raises(Invalid, match=OWNER), world.store.transaction() as session:
        people.create_organisation(session, OWNER, "civil")
