"""The command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.engine.test_decisions import table
from tests.world import resources
from web.cli import main


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name, content in resources().items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


def test_deploying_tells_what_is_new_and_what_is_not(files: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    first, again = run("deploy", files, "--data", data), run("deploy", files, "--data", data)
    assert first.exit_code == again.exit_code == 0
    assert "process aftale: version 1" in first.output
    assert "0 new versions" in again.output


def test_a_bad_file_is_named_and_nothing_deployed(files: Path, tmp_path: Path) -> None:
    (files / "roed.bpmn").write_bytes(b"hello")
    refused = run("deploy", files, "--data", tmp_path / "data")
    assert refused.exit_code == 1 and "roed.bpmn" in refused.output
    assert run("check", files / "roed.bpmn").exit_code == 1
    assert run("check", files / "aftale.bpmn").exit_code == 0


def test_people_are_made(tmp_path: Path) -> None:
    made = run("create-organisation", "Foreningen Prøve", "--data", tmp_path)
    assert made.output == "organisation 1: Foreningen Prøve\n"
    person = (
        "create-person",
        "Pia",
        "pia@example.dk",
        "--organisation",
        "1",
        "--data",
        tmp_path,
        "--password",
    )
    assert run(*person, "en lang adgangskode").output.endswith("person 1: Pia\n")
    assert "already uses" in run(*person, "en lang adgangskode").output
    assert "at least" in run(*person, "kort").output


def test_feel_answers_or_points_at_the_mistake(tmp_path: Path) -> None:
    context = tmp_path / "context.json"
    context.write_text(json.dumps({"priser": [0.1, 0.2]}))
    assert run("feel", "sum(priser) = 0.3", "--context", context).output == "true\n"
    wrong = run("feel", "1 + + 2")
    assert wrong.exit_code == 1 and wrong.output.rstrip().endswith("^")


def test_decide_tells_the_rules_that_matched(tmp_path: Path) -> None:
    file = tmp_path / "niveau.dmn"
    file.write_bytes(table())
    answer = run("decide", file, "--input", "beloeb=30000000")
    assert answer.output == 'Hvem afgør: "styregruppe"  (rules 2)\n"styregruppe"\n'
    assert run("decide", file, "--decision", "ukendt").exit_code == 1


def test_a_message_is_kept_until_somebody_waits(files: Path, tmp_path: Path) -> None:
    run("deploy", files, "--data", tmp_path / "data")
    kept = run("message", "mere-tid", "--key", "2026-0001", "--data", tmp_path / "data")
    assert kept.output == "kept until somebody waits for it\n"
    assert run("message", "mere-tid", "--variables", "[1]", "--data", tmp_path / "data").exit_code == 1


def test_closed_days_are_set_and_shown(tmp_path: Path) -> None:
    assert (
        run("closed-days", "2026-07-21", "2026-07-20", "--data", tmp_path).output
        == "2026-07-20\n2026-07-21\n"
    )
    assert run("closed-days", "--data", tmp_path).output == "2026-07-20\n2026-07-21\n"
    assert run("closed-days", "--none", "--data", tmp_path).output == ""


@pytest.mark.parametrize(
    ("url", "sender"), [("http://post.example", "a@b.dk"), ("smtp://post.example", "Samtrin")]
)
def test_wrong_settings_of_mail_are_told_and_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, sender: str
) -> None:
    monkeypatch.setenv("SAMTRIN_SMTP_URL", url)
    monkeypatch.setenv("SAMTRIN_MAIL_FROM", sender)
    refused = run("upgrade", "--data", tmp_path / "data")
    assert refused.exit_code == 1 and "SAMTRIN_SMTP_URL" in refused.output
    assert "post.example" not in refused.output  # a password may stand in the address
