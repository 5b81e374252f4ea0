"""Drafts: who may, what is in them, and that nobody's work is written over unseen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from engine import deployments
from engine.editing import checking, drafts, owners, publishing, versions
from engine.errors import Conflict, Forbidden, Invalid, NotFound
from engine.parties.people import Actor
from engine.store import Session, Store
from tests.world import World, build

DIAGRAM = "aftale.bpmn"


@pytest.fixture
def world(store: Store) -> World:
    """Petra owns the process, Oda runs the installation, Lis and Otto have no part in editing."""
    made = build(store)
    with store.transaction() as session:
        owners.add(session, "aftale", made.ids["petra"], None)
    return made


@contextmanager
def acting(world: World, who: str) -> Iterator[tuple[Session, Actor]]:
    with world.store.transaction() as session:
        yield session, world.actor(session, who)


def begun(world: World, who: str = "petra") -> drafts.Draft:
    with acting(world, who) as (session, by):
        return drafts.begin(session, "aftale", by)


def change(world: World, old: bytes, new: bytes, name: str = DIAGRAM, who: str = "petra") -> int:
    with acting(world, who) as (session, by):
        now = drafts.content(session, "aftale", name, by)
        assert old in now
        file = next(f for f in drafts.get(session, "aftale", by).files if f.name == name)
        return drafts.save(session, "aftale", name, now.replace(old, new), file.revision, by)


def publish(world: World, note: str = "Nye ord", who: str = "petra") -> list[deployments.Deployed]:
    with acting(world, who) as (session, by):
        revision = drafts.get(session, "aftale", by).revision
        return publishing.publish(session, "aftale", note, by, revision=revision)


def test_a_draft_begins_as_the_newest_version_with_its_forms(world: World) -> None:
    draft = begun(world)
    assert draft.files[0].kind == "bpmn" and draft.diagram == DIAGRAM
    assert {file.kind for file in draft.files[1:]} == {"form"}
    assert (draft.based_on, draft.newest, draft.is_changed, draft.is_overtaken) == (1, 1, False, False)
    assert begun(world).id == draft.id == begun(world, "oda").id  # one for all who edit it
    with acting(world, "petra") as (session, by):
        assert checking.check(session, "aftale", by) == []


@pytest.mark.parametrize("who", ["otto", "lis", "frida"])
def test_nobody_else_knows_of_drafts(world: World, who: str) -> None:
    begun(world)
    for attempt in (
        lambda session, by: drafts.begin(session, "aftale", by),
        lambda session, by: drafts.get(session, "aftale", by),
        lambda session, by: drafts.content(session, "aftale", DIAGRAM, by),
        lambda session, by: drafts.save(session, "aftale", DIAGRAM, b"", 1, by),
        lambda session, by: drafts.remove(session, "aftale", "skriv.form", by),
        lambda session, by: drafts.discard(session, "aftale", by),
        lambda session, by: drafts.seen(session, "aftale", DIAGRAM, by),
        lambda session, by: drafts.renew(session, "aftale", by),
        lambda session, by: publishing.publish(session, "aftale", "Nyt", by, revision=1),
        lambda session, by: publishing.revert(session, "aftale", 1, "Nyt", by),
        lambda session, by: checking.check(session, "aftale", by),
        lambda session, by: owners.listing(session, "aftale", by),
        lambda session, by: owners.grant(session, "aftale", by.person_id, by),
        lambda session, by: drafts.make(session, "helt-ny", "Helt ny", {}, by),
    ):
        with pytest.raises(NotFound), acting(world, who) as (session, by):
            attempt(session, by)
    with acting(world, who) as (session, by):
        assert drafts.open_drafts(session, by) == []


def test_who_saves_says_what_they_began_with(world: World) -> None:
    begun(world)
    first = change(world, b"Skriv aftalen", b"Skriv den")
    with pytest.raises(drafts.Stale) as stale, acting(world, "oda") as (session, by):
        drafts.save(session, "aftale", DIAGRAM, b"<mit/>", 1, by)
    assert (stale.value.params["who"], stale.value.revision) == ("Petra", first)
    with acting(world, "oda") as (session, by):
        assert b"Skriv den" in drafts.content(session, "aftale", DIAGRAM, by)
        again = drafts.content(session, "aftale", DIAGRAM, by)
        assert (
            drafts.save(session, "aftale", DIAGRAM, again, first, by) == first
        )  # nothing new: nothing is saved
    with pytest.raises(drafts.Stale), acting(world, "oda") as (session, by):
        drafts.save(session, "aftale", DIAGRAM, b"<mit/>", None, by)  # not a new file
    with acting(world, "petra") as (session, by):
        drafts.remove(session, "aftale", "skriv.form", by)
    with pytest.raises(Conflict, match="removed from the draft"), acting(world, "oda") as (session, by):
        drafts.save(session, "aftale", "skriv.form", b"{}", 1, by)


def test_those_who_have_a_file_open_are_named(world: World) -> None:
    begun(world)
    with acting(world, "petra") as (session, by):
        assert drafts.seen(session, "aftale", DIAGRAM, by) == []
    with acting(world, "oda") as (session, by):
        assert drafts.seen(session, "aftale", DIAGRAM, by) == ["Petra"]
        assert drafts.seen(session, "aftale", "skriv.form", by) == []
    world.store.clock.advance(timedelta(seconds=61))
    with acting(world, "oda") as (session, by):
        assert drafts.seen(session, "aftale", DIAGRAM, by) == []
    with pytest.raises(NotFound), acting(world, "oda") as (session, by):
        drafts.seen(session, "aftale", "findes-ikke.form", by)


@pytest.mark.parametrize(
    "name",
    [
        "../aftale.bpmn",
        "anden.bpmn",
        "a/b.form",
        "x.exe",
        ".form",
        "con\0.form",
        "roles.json",
        "a" * 200 + ".form",
    ],
)
def test_a_draft_holds_known_files_only(world: World, name: str) -> None:
    begun(world)
    with pytest.raises(Invalid), acting(world, "petra") as (session, by):
        drafts.save(session, "aftale", name, b"{}", None, by)


def test_a_file_and_a_draft_have_their_limits(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    begun(world)
    with pytest.raises(Invalid, match="larger than"), acting(world, "petra") as (session, by):
        drafts.save(session, "aftale", DIAGRAM, b"x" * 5_000_001, 1, by)
    monkeypatch.setattr("engine.editing.drafts.changing.TOTAL_LIMIT", 100)
    with pytest.raises(Invalid, match="at most"), acting(world, "petra") as (session, by):
        drafts.save(session, "aftale", "ny.form", b"{}", None, by)


def test_the_diagram_stays_and_a_draft_can_be_thrown_away(world: World) -> None:
    begun(world)
    with pytest.raises(Invalid), acting(world, "petra") as (session, by):
        drafts.remove(session, "aftale", DIAGRAM, by)
    change(world, b"Skriv aftalen", b"Skriv den")
    with acting(world, "oda") as (session, by):
        drafts.seen(session, "aftale", DIAGRAM, by)
        drafts.discard(session, "aftale", by)
        assert drafts.find(session, "aftale", by) is None
        assert b"Skriv aftalen" in versions.current(session, "aftale")[DIAGRAM]


def test_what_is_wrong_is_said_of_what_is_on_the_screen(world: World) -> None:
    begun(world)
    with acting(world, "petra") as (session, by):
        text = drafts.content(session, "aftale", DIAGRAM, by)
        broken = text.replace(b'formId="skriv"', b'formId="findes-ikke"')
        assert broken != text
        found = checking.check(session, "aftale", by, {DIAGRAM: broken})
        assert [(each.severity, each.element) for each in found] == [("error", "skriv")]
        assert checking.check(session, "aftale", by) == []
        renamed = text.replace(b'id="aftale"', b'id="noget-andet"')
        assert any(
            "needs a process" in each.template
            for each in checking.check(session, "aftale", by, {DIAGRAM: renamed})
        )
        assert checking.check(session, "aftale", by, {DIAGRAM: b"<ikke xml"})[0].severity == "error"
        assert checking.check(session, "aftale", by, {"skriv.form": b"{"})[0].file == "skriv.form"
        other = drafts.content(session, "aftale", "skriv.form", by).replace(
            b'"id": "skriv"', b'"id": "andet"'
        )
        assert "must have the id" in checking.check(session, "aftale", by, {"skriv.form": other})[0].template


def test_a_draft_becomes_the_next_version_all_at_once(world: World) -> None:
    begun(world)
    change(world, b"Skriv aftalen", b"Skriv den")
    change(world, b'"label": "Aftalens tekst"', b'"label": "Teksten"', "skriv.form")
    done = publish(world)
    assert {(item.kind, item.id, item.version) for item in done if item.version} == {
        ("process", "aftale", 2),
        ("form", "skriv", 2),
    }
    with acting(world, "petra") as (session, by):
        row = versions.newest(session, "aftale")
        assert (row.version, row.note, row.deployed_by) == (2, "Nye ord", by.person_id)
        assert drafts.find(session, "aftale", by) is None
        files = versions.files(session, row.id)
        assert b"Skriv den" in files[DIAGRAM] and b"Teksten" in files["skriv.form"]


def test_nothing_is_published_that_is_wrong_or_was_not_seen(world: World) -> None:
    begun(world)
    with pytest.raises(Invalid, match="Nothing has been changed"):
        publish(world)
    change(world, b"Skriv aftalen", b"Skriv den")
    with pytest.raises(Invalid, match="what is new"):
        publish(world, "  ")
    with pytest.raises(Conflict, match="Look again"), acting(world, "petra") as (session, by):
        publishing.publish(session, "aftale", "Nyt", by, revision=1)
    change(world, b'formId="skriv"', b'formId="findes-ikke"')
    with pytest.raises(deployments.Rejected) as rejected:
        publish(world)
    assert [problem.element for problem in rejected.value.problems] == ["skriv"]
    with acting(world, "petra") as (session, _by):
        assert versions.newest(session, "aftale").version == 1


def test_a_draft_that_was_overtaken_is_brought_up_to_date_first(world: World) -> None:
    begun(world)
    change(world, b"Skriv aftalen", b"Skriv den")
    with acting(world, "oda") as (session, by):
        form = versions.current(session, "aftale")["skriv.form"].replace(b"Aftalens tekst", b"Hele teksten")
        deployments.deploy(session, {"skriv.form": form}, by)
    with pytest.raises(Conflict, match="up to date"):
        publish(world)
    with acting(world, "petra") as (session, by):
        drafts.renew(session, "aftale", by)
        draft = drafts.get(session, "aftale", by)
        assert not draft.is_overtaken
        assert {file.name for file in draft.files if file.is_changed} == {DIAGRAM}
        assert b"Skriv den" in drafts.content(session, "aftale", DIAGRAM, by)
        assert b"Hele teksten" in drafts.content(session, "aftale", "skriv.form", by)
    publish(world)
    with acting(world, "petra") as (session, by):
        files = versions.current(session, "aftale")
        assert versions.newest(session, "aftale").version == 3
        assert b"Skriv den" in files[DIAGRAM] and b"Hele teksten" in files["skriv.form"]


def test_an_older_version_is_published_again_with_its_forms(world: World) -> None:
    begun(world)
    change(world, b"Skriv aftalen", b"Skriv den")
    change(world, b'"label": "Aftalens tekst"', b'"label": "Teksten"', "skriv.form")
    publish(world)
    with acting(world, "petra") as (session, by):
        before = versions.files(session, versions.find(session, "aftale", 1).id)
        publishing.revert(session, "aftale", 1, "Det gamle var bedre", by)
        assert versions.newest(session, "aftale").version == 3
        assert versions.current(session, "aftale") == before
    for version, refusal in ((3, Invalid), (9, NotFound)):
        with pytest.raises(refusal), acting(world, "petra") as (session, by):
            publishing.revert(session, "aftale", version, "Igen", by)


def test_a_form_that_others_use_changes_with_their_owners_only(world: World) -> None:
    """Petra's process comes to share its form with another, which she does not own."""
    with acting(world, "oda") as (session, by):
        other = versions.current(session, "aftale")[DIAGRAM].replace(b'id="aftale"', b'id="anden"')
        deployments.deploy(
            session, {"anden.bpmn": other.replace(b'bpmnElement="aftale"', b'bpmnElement="anden"')}, by
        )
    begun(world)
    change(world, b'"label": "Aftalens tekst"', b'"label": "Teksten"', "skriv.form")
    with pytest.raises(Forbidden, match="do not own"):
        publish(world)
    with acting(world, "oda") as (session, by):
        owners.grant(session, "anden", world.ids["petra"], by)
    assert {item.id for item in publish(world) if item.kind == "process" and item.version} == {
        "aftale",
        "anden",
    }


def test_a_new_file_does_not_take_the_place_of_somebody_elses(world: World) -> None:
    begun(world)
    with acting(world, "petra") as (session, by):
        taken = b'{"type": "default", "id": "gp-beslut", "components": []}'
        known = [row for row in versions.current(session, "godkendelsesport") if row.endswith(".form")]
        name = known[0]
        drafts.save(session, "aftale", name, taken.replace(b"gp-beslut", name[:-5].encode()), None, by)
    with pytest.raises(Conflict, match="already a form"):
        publish(world)


def test_a_new_process_belongs_to_who_made_it(world: World) -> None:
    with acting(world, "petra") as (session, by):
        text = versions.current(session, "aftale")[DIAGRAM].replace(b'"aftale"', b'"min-egen"')
        drafts.make(session, "min-egen", "Min egen", {"min-egen.bpmn": text}, by)
        assert [row.process_id for row in drafts.open_drafts(session, by)] == ["min-egen"]
        draft = drafts.get(session, "min-egen", by)
        assert (draft.based_on, draft.is_changed) == (None, True)
        done = publishing.publish(session, "min-egen", "Den første", by, revision=draft.revision)
        assert ("process", "min-egen", 1) in {(item.kind, item.id, item.version) for item in done}
    for taken, refusal in (("min-egen", Conflict), ("aftale", Conflict), ("1 2", Invalid), ("../x", Invalid)):
        with pytest.raises(refusal), acting(world, "petra") as (session, by):
            drafts.make(session, taken, "Igen", {}, by)


def test_owners_bring_in_colleagues_and_operators_anybody(world: World) -> None:
    with acting(world, "petra") as (session, by):
        assert [one.name for one in owners.candidates(session, "aftale", by)] == ["Oda", "Otto"]
        with pytest.raises(Invalid):
            owners.grant(session, "aftale", world.ids["lis"], by)
        owners.grant(session, "aftale", world.ids["otto"], by)
        owners.revoke(session, "aftale", world.ids["otto"], by)
        with pytest.raises(NotFound):
            owners.revoke(session, "aftale", world.ids["otto"], by)
        with pytest.raises(Forbidden, match="at least one owner"):
            owners.revoke(session, "aftale", by.person_id, by)
    with acting(world, "oda") as (session, by):
        owners.grant(session, "aftale", world.ids["lis"], by)
        assert owners.edited_by(session, world.actor(session, "lis")) == {"aftale"}
        owners.revoke(session, "aftale", world.ids["petra"], by)
        owners.revoke(session, "aftale", world.ids["lis"], by)
        assert owners.listing(session, "aftale", by) == []


def test_where_a_process_demands_it_its_tests_must_pass(world: World) -> None:
    begun(world)
    change(
        world,
        b"<zeebe:properties>",
        b'<zeebe:properties><zeebe:property name="samtrin:tests" value="required" />',
    )
    written = {"name": "Et forløb", "parties": ["bygherre", "leveranceteam"], "start": {"emne": "Tag"}}
    steps = [{"expect": {"open": ["intern-ramme"]}}]

    def write(expected: str, revision: int | None) -> int:
        steps[0]["expect"]["open"] = [expected]
        content = versions.written({"scenarios": [{**written, "steps": steps}]})
        with acting(world, "petra") as (session, by):
            return drafts.save(session, "aftale", "aftale.scenarios.json", content, revision, by)

    revision = write("skriv", None)
    with pytest.raises(Invalid, match="fails at step"):
        publish(world)
    write("intern-ramme", revision)
    assert any(item.id == "aftale" and item.version == 2 for item in publish(world))
    with acting(world, "petra") as (session, _by):
        assert "aftale.scenarios.json" in versions.current(session, "aftale")


def test_a_task_that_every_party_could_do_asks_whose_it_is(world: World) -> None:
    begun(world)
    role = {
        "id": "part-leder",
        "name": {"da": "Partens leder"},
        "party": "any",
        "resolves_to": {"bygherre": "lt-ol"},
    }
    with acting(world, "oda") as (session, by):
        deployments.deploy(session, {"roles.json": versions.written({"roles": [role]})}, by)
        text = drafts.content(session, "aftale", DIAGRAM, by)
        given = b'candidateGroups="bygherre-projektleder"'
        assert text.count(given) > 1
        found = checking.check(
            session, "aftale", by, {DIAGRAM: text.replace(given, b'candidateGroups="part-leder"', 1)}
        )
        assert [(each.severity, each.element, each.params) for each in found] == [
            ("warning", "intern-ramme", {"role": "Partens leder"})
        ]
        own = text.replace(given, b'candidateGroups="part-leder"', 1).replace(
            b"<zeebe:properties>", b'<zeebe:properties><zeebe:property name="samtrin:party" value="P1" />'
        )
        assert checking.check(session, "aftale", by, {DIAGRAM: own}) == []


def test_a_draft_is_called_what_its_diagram_calls_the_process(world: World) -> None:
    begun(world)
    for new, called in (
        (b'name="Aftale &amp; tag"', "Aftale & tag"),
        (b'name=""', "Aftale & tag"),
        (b'name="' + b"x" * 3000 + b'"', "Aftale & tag"),
    ):
        with acting(world, "petra") as (session, by):
            text = drafts.content(session, "aftale", DIAGRAM, by)
            old = text[text.index(b'name="', text.index(b"<bpmn:process")) : text.index(b" isExecutable")]
        change(world, b'<bpmn:process id="aftale" ' + old, b'<bpmn:process id="aftale" ' + new)
        with acting(world, "petra") as (session, by):
            assert drafts.get(session, "aftale", by).name == called
