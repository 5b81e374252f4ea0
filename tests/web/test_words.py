"""Danish is complete: every text that a person may be shown has a translation, with the same marks in it."""

from __future__ import annotations

import re

from flask import Flask

from engine import bpmn
from engine.errors import Message
from tests.web import msgids
from tests.web.conftest import Browser
from tests.world import HERE
from web import i18n

MARK = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")


def test_every_text_has_danish() -> None:
    wanted = msgids.in_templates() | msgids.in_code() | msgids.of_models()
    assert len(wanted) > 300
    assert sorted(wanted - set(i18n.catalogue("da"))) == []


def test_translations_keep_the_marks() -> None:
    for text, danish in i18n.catalogue("da").items():
        assert set(MARK.findall(danish)) == set(MARK.findall(text)), text


def test_danish_whatever_the_browser_asks_for(visitor: Browser) -> None:
    page = visitor.get("/log-ind", headers={"Accept-Language": "en-GB,en"})
    assert '<html lang="da">' in page.text and "Adgangskode" in page.text


def test_english_by_choice_before_login_and_kept_on_the_person(visitor: Browser) -> None:
    assert "Password" in visitor.get("/log-ind?sprog=en").text
    visitor.log_in("petra@example.dk")
    assert '<html lang="da">' in visitor.get("/profil").text  # what she has chosen for herself counts
    assert visitor.post("/sprog", {"locale": "en", "videre": "/profil"}).location == "/profil"
    assert "My profile" in visitor.get("/profil").text
    visitor.post("/log-ud")
    visitor.log_in("petra@example.dk")
    assert '<html lang="en">' in visitor.get("/profil").text


def test_an_unknown_language_changes_nothing(visitor: Browser) -> None:
    visitor.log_in("petra@example.dk")
    answer = visitor.post("/sprog", {"locale": "<script>", "videre": "/profil"})
    assert answer.status_code == 422 and "&lt;script&gt;" in answer.text
    assert '<html lang="da">' in visitor.get("/profil").text


def test_a_message_says_its_parts_in_the_same_language() -> None:
    app = Flask(__name__)
    with app.app_context():
        inner = Message("Choose a decision")
        assert i18n.say(
            Message("%(kind)s could not be carried out: %(error)s", {"kind": "mail", "error": inner})
        ) == ("mail kunne ikke udføres: Vælg et svar")


def test_a_part_of_a_message_may_have_any_name() -> None:
    parts = {"text": "P1X", "cause": "x"}
    assert i18n.say(Message("The timer %(text)s is wrong: %(cause)s.", parts)) == "Uret P1X er forkert: x."


def test_what_is_wrong_with_an_expression_is_said_in_danish_to_its_author() -> None:
    text = (HERE / "fixtures" / "aftale.bpmn").read_text().replace('value="=emne"', 'value="=1 + ]"')
    timer = text.replace(">P7D<", ">5 dage<")
    assert timer != text
    app = Flask(__name__)
    found = bpmn.lint([bpmn.read(timer.encode(), "a.bpmn")], bpmn.Known())
    with app.app_context():
        said = " ".join(i18n.say(problem) for problem in found)
    assert "Her skulle stå en værdi, men der står ]." in said
    assert "5 dage er ikke en varighed som P3D" in said
