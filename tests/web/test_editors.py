"""The pages of decisions and forms: what they show, what they try, and what they refuse."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import TestResponse

from engine.editing import drafts, owners, starters
from tests.web.conftest import Browser, words
from tests.world import World

HOME = "/processer/aftale/kladde"
TABLE, FORM = f"{HOME}/tabel/niveau.dmn", f"{HOME}/formular/skriv.form"
TABLE_XML = starters.table("niveau", "Niveau").decode()


@pytest.fixture
def owner(world: World, login: Callable[[str], Browser]) -> Browser:
    """Petra, who owns the process and has begun a draft with a new decision."""
    with world.store.transaction() as session:
        owners.add(session, "aftale", world.ids["petra"], None)
        petra = world.actor(session, "petra")
        drafts.begin(session, "aftale", petra)
        drafts.save(session, "aftale", "niveau.dmn", TABLE_XML.encode(), None, petra)
    browser = login("petra")
    browser.get(HOME)
    return browser


def try_table(browser: Browser, sent: Any) -> TestResponse:
    return browser.client.post(f"{TABLE}/proev", json=sent, headers={"X-CSRFToken": browser.token})


def tried(browser: Browser, xml: str, *rows: dict[str, str]) -> Any:
    answer = try_table(browser, {"xml": xml, "decision": None, "rows": list(rows)})
    assert answer.status_code == 200
    return answer.json


def show(browser: Browser, schema: Any, **typed: str) -> TestResponse:
    text = schema if isinstance(schema, str) else json.dumps(schema)
    sent = {"_schema": text, **typed}
    return browser.client.post(f"{FORM}/vis", data=sent, headers={"X-CSRFToken": browser.token})


def form(*components: dict[str, Any]) -> dict[str, Any]:
    return {"type": "default", "id": "skriv", "components": list(components)}


FIELDS = form(
    {"type": "checkbox", "id": "a", "key": "mere", "label": "Er der mere?"},
    {
        "type": "textfield",
        "id": "b",
        "key": "hvad",
        "label": "Hvad?",
        "validate": {"required": True},
        "conditional": {"hide": "=mere != true"},
    },
)


def test_the_page_of_a_decision(owner: Browser) -> None:
    answer = owner.get(TABLE)
    assert answer.status_code == 200
    assert "Beslutning: Niveau" in words(answer) and "Prøv tabellen" in words(answer)
    assert f'data-saving="{HOME}/filer/niveau.dmn"' in answer.text
    assert "style-src-attr 'unsafe-inline'" in answer.headers["Content-Security-Policy"]


def test_the_page_of_a_form_keeps_the_strict_policy(owner: Browser) -> None:
    answer = owner.get(FORM)
    assert answer.status_code == 200
    assert "Formular: skriv" in words(answer) and "Sådan ser den ud i en opgave" in words(answer)
    assert "style-src-attr 'none'" in answer.headers["Content-Security-Policy"]


def test_what_is_wrong_stands_on_the_page_without_a_script(owner: Browser, world: World) -> None:
    with world.store.transaction() as session:
        petra = world.actor(session, "petra")
        broken = TABLE_XML.replace('<text>"ja"</text>', "<text>&gt; ]</text>").encode()
        revision = next(
            f.revision for f in drafts.get(session, "aftale", petra).files if f.name == "niveau.dmn"
        )
        drafts.save(session, "aftale", "niveau.dmn", broken, revision, petra)
    answer = owner.get(TABLE)
    assert "Her skulle stå en værdi, men der står ]" in words(answer)
    assert "<p data-problems-none hidden>" in answer.text


def test_files_of_another_kind_and_those_that_are_not_there(owner: Browser) -> None:
    for address in (
        f"{HOME}/tabel/skriv.form",
        f"{HOME}/tabel/findes-ikke.dmn",
        f"{HOME}/formular/niveau.dmn",
        f"{HOME}/formular/..%2fskriv.form",
    ):
        assert owner.get(address).status_code == 404, address


def test_who_does_not_own_the_process_sees_and_tries_nothing(
    login: Callable[[str], Browser], owner: Browser
) -> None:
    for first in ("lis", "frida"):
        other = login(first)
        assert other.get(TABLE).status_code == other.get(FORM).status_code == 404
        assert try_table(other, {"xml": TABLE_XML, "decision": None, "rows": []}).status_code == 404
        assert show(other, FIELDS).status_code == 404


def test_a_request_without_the_mark_of_the_page_is_refused(owner: Browser) -> None:
    assert owner.client.post(f"{TABLE}/proev", json={}).status_code == 400
    assert owner.client.post(f"{FORM}/vis", data={}).status_code == 400


# the bench


def test_the_table_on_the_screen_is_tried(owner: Browser) -> None:
    told = tried(owner, TABLE_XML.replace("godkendt", "fin"), {"svar": "ja"}, {"svar": "nej"})
    assert told["decision"] == "niveau" and told["names"] == {"niveau": "Niveau"}
    assert 'name="svar"' in told["asked"] and '<option value="ja">' in told["asked"]
    assert [result["rules"] for result in told["results"]] == [["niveau-regel-1"], ["niveau-regel-2"]]
    assert "Regel 1 passer" in told["results"][0]["html"] and "fin" in told["results"][0]["html"]


def test_a_table_in_which_nothing_matches_says_so(owner: Browser) -> None:
    told = tried(owner, TABLE_XML.replace("<text></text>", '<text>"nej"</text>'), {"svar": "måske"})
    assert "Ingen regel passer" in told["results"][0]["html"] and "ingenting" in told["results"][0]["html"]


def test_rules_that_contradict_each_other_are_named_in_danish(owner: Browser) -> None:
    told = tried(owner, TABLE_XML.replace("FIRST", "UNIQUE"), {"svar": "ja"})
    assert "Kun én regel må passe, men disse passer samtidig: 1, 2." in told["results"][0]["html"]
    assert told["results"][0]["rules"] == []


def test_a_value_that_cannot_be_read_is_told_at_its_field(owner: Browser) -> None:
    told = tried(owner, TABLE_XML.replace('typeRef="string"', 'typeRef="number"'), {"svar": "tre"})
    assert told["results"][0]["faults"] == {"svar": "Skriv et tal, fx 1250,50"}


def test_what_is_written_in_a_table_is_never_a_part_of_the_page(owner: Browser) -> None:
    evil = "&lt;img src=x onerror=alert(1)&gt;"
    told = tried(
        owner, TABLE_XML.replace("godkendt", evil).replace('label="Svar"', f'label="{evil}"'), {"svar": "ja"}
    )
    assert "<img" not in told["asked"] and "<img" not in told["results"][0]["html"]
    assert "&lt;img" in told["asked"] and "&lt;img" in told["results"][0]["html"]


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "ikke xml",
        "\ud800",
        "{}",
        "<a/>",
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        "<a>" * 100_000,
        TABLE_XML.replace("<decisionTable", "<ukendt").replace("</decisionTable", "</ukendt"),
        TABLE_XML.replace('"godkendt"', "count(for a in 1..100000, b in 1..100000 return a)"),
        TABLE_XML.replace('"godkendt"', "(" * 5_000),
    ],
)
def test_hostile_tables_get_a_sentence(owner: Browser, xml: str) -> None:
    told = tried(owner, xml, {"svar": "ja"})
    assert told.get("problem") or told["results"][0]["html"]
    assert "root:" not in json.dumps(told)


@pytest.mark.parametrize(
    "sent",
    [
        None,
        [],
        {"xml": 1},
        {"xml": "", "rows": {}},
        {"xml": "", "rows": [[]]},
        {"xml": "", "rows": [{"a": 1}]},
        {"xml": "", "decision": 3},
    ],
)
def test_what_no_page_sends_is_refused(owner: Browser, sent: Any) -> None:
    assert try_table(owner, sent).status_code == 422


def test_a_table_of_5_mb_is_refused_with_the_limit(owner: Browser) -> None:
    assert "4000000" in tried(owner, TABLE_XML + " " * 5_000_000)["problem"]
    assert try_table(owner, {"xml": " " * 11_000_000}).status_code == 413


# the preview


def test_a_form_is_drawn_as_a_task_draws_it(owner: Browser) -> None:
    shown = show(owner, FIELDS).text
    assert 'name="mere"' in shown and "data-refresh" in shown and 'name="hvad"' not in shown
    assert "Prøv at sende" in shown and "<html" not in shown


def test_conditional_fields_follow_what_is_typed(owner: Browser) -> None:
    assert 'name="hvad"' in show(owner, FIELDS, _drawn="1", mere="true", _refresh="mere").text
    assert 'name="hvad"' not in show(owner, FIELDS, _drawn="1", _refresh="mere").text


def test_trying_to_send_shows_the_errors_of_a_task(owner: Browser) -> None:
    shown = show(owner, FIELDS, _drawn="1", mere="true", _send="1").text
    assert "1 felt skal rettes" in shown and "data-focus" in shown and 'aria-invalid="true"' in shown


def test_what_could_be_sent_is_shown_and_nothing_is_stored(owner: Browser, world: World) -> None:
    shown = show(owner, FIELDS, _drawn="1", mere="true", hvad="Et nyt tag", _send="1").text
    assert "Den kan sendes" in shown and "<dd>Et nyt tag</dd>" in shown
    with world.store.read() as session:
        petra = world.actor(session, "petra")
        assert not any(
            file.is_changed for file in drafts.get(session, "aftale", petra).files if file.kind == "form"
        )


def test_what_the_form_reads_from_a_case_can_be_filled_in(owner: Browser) -> None:
    reading = form(
        {"type": "text", "id": "t", "text": "Prisen er {{pris + 1}} for {{navn}}"},
        {"type": "textfield", "id": "f", "key": "svar", "label": '=if klar then svar else "Svar"'},
    )
    shown = show(owner, reading).text
    assert all(f'name="_case.{name}"' in shown for name in ("pris", "navn", "klar"))
    assert 'name="_case.svar"' not in shown
    filled = {"_drawn": "1", "_case.pris": "12.5", "_case.navn": "Bent <b>", "_case.klar": "tr"}
    shown = show(owner, reading, **filled).text
    assert "13,5" in shown and "Bent &lt;b&gt;" in shown and "<b>" not in shown
    wrong = show(owner, reading, **{"_drawn": "1", "_case.pris": "[1,"}).text
    assert 'id="case-3-err"' in wrong and " open" in wrong
    looping = "for a in 1..100000, b in 1..100000 return a"
    assert 'id="case-3-err"' in show(owner, reading, **{"_drawn": "1", "_case.pris": looping}).text


def test_rows_come_and_go(owner: Browser) -> None:
    rows = form(
        {
            "type": "dynamiclist",
            "id": "r",
            "path": "raekker",
            "label": "Rækker",
            "components": [{"type": "textfield", "id": "n", "key": "navn", "label": "Navn"}],
        }
    )
    assert (
        "Række 3"
        in show(
            owner, rows, _drawn="1", **{"raekker.0.navn": "a", "raekker.1.navn": "b", "_row_add": "raekker"}
        ).text
    )
    left = show(
        owner, rows, _drawn="1", **{"raekker.0.navn": "a", "raekker.1.navn": "b", "_row_remove": "raekker.0"}
    ).text
    assert 'value="b"' in left and 'value="a"' not in left


def test_the_lists_of_people_hold_those_whom_one_may_see(owner: Browser) -> None:
    people = form({"type": "select", "id": "h", "key": "hvem", "label": "Hvem", "valuesKey": "personer"})
    shown = show(owner, people).text
    assert "Otto" in shown and "Lars" not in shown and "Frida" not in shown


def test_what_is_written_in_a_form_is_never_a_part_of_the_page(owner: Browser) -> None:
    evil = "<img src=x onerror=alert(1)>"
    shown = show(
        owner,
        form(
            {"type": "text", "id": "t", "text": evil},
            {"type": "html", "id": "h", "content": evil},
            {"type": "textfield", "id": "f", "key": "f", "label": evil, "description": evil},
        ),
        _drawn="1",
        f=evil,
    ).text
    assert "<img" not in shown and "&lt;img" in shown


@pytest.mark.parametrize(
    "schema",
    [
        "",
        "ikke json",
        "null",
        "[]",
        "{}",
        '{"id": "a", "components": 3}',
        "[" * 200_000,
        '{"a":' * 100_000,
        form({"type": "iframe", "id": "x", "url": "https://example.dk"}),
        form({"type": "textfield", "id": "x", "key": "x", "label": {"a": 1}}),
        form({"type": "textfield", "id": "x", "key": "__proto__.x"}),
        form({"type": "text", "id": "x", "text": "{{count(for a in 1..100000, b in 1..100000 return a)}}"}),
        form({"type": "textfield", "id": "x", "key": "x", "validate": {"pattern": "(a+)+$" * 100}}),
        form({"type": "number", "id": "x", "key": "x", "validate": {"min": "=1 +"}}),
        {"type": "default", "id": "x", "components": [{"type": "spacer"}] * 600},
    ],
)
def test_hostile_forms_get_a_sentence_or_are_drawn(owner: Browser, schema: Any) -> None:
    for typed in ({}, {"_drawn": "1", "_send": "1", "x": "a" * 1000 + "!"}):
        answer = show(owner, schema, **typed)
        assert answer.status_code == 200 and answer.text.split()


def test_a_form_that_is_too_large_is_refused_with_the_limit(owner: Browser) -> None:
    assert "1000000" in show(owner, json.dumps(FIELDS) + " " * 1_000_001).text
    assert "1000000" in show(owner, " " * 5_000_000).text
    assert show(owner, " " * 11_000_000).status_code == 413


def test_a_new_form_can_be_shown_as_it_is(owner: Browser) -> None:
    shown = show(owner, starters.form("nyt-spoergsmaal", "Nyt {{spørgsmål}} **nu**").decode()).text
    assert "Nyt   spørgsmål     nu" in shown and 'name="nyt_spoergsmaal_svar"' in shown
