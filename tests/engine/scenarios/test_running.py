"""Playing tests: every kind of step, as it should go and as it should not."""

from __future__ import annotations

from typing import Any

import pytest

from engine.scenarios import StepResult, running

from .conftest import Play

FRAME = {"task": "intern-ramme", "answers": {"ramme": "1000000"}}
WRITE = {"task": "skriv", "answers": {"tekst": "Vi lægger et nyt tag.", "pris": 250000}}


def answer(party: str, decision: str, **more: Any) -> dict[str, Any]:
    return {"task": "gp-tag-stilling", "party": party, "answers": {"gp_beslutning": decision, **more}}


def failure(result: Any) -> tuple[int, str]:
    """(number of the step that failed, why)."""
    assert not result.passed
    step: StepResult = result.failure
    return step.number, str(step.detail)


def test_the_straight_way_from_the_form_to_the_end(play: Play) -> None:
    result = play(
        {"expect": {"open": ["intern-ramme"], "not_open": ["skriv"], "ended": False}},
        FRAME,
        WRITE,
        {"expect": {"open": ["gp-tag-stilling"], "variables": {"pris": 250000, "emne": "Nyt tag"}}},
        answer("P1", "godkend"),
        answer("P2", "godkend"),
        {"expect": {"ended": "slut-aftalt", "incident": False, "visited": ["skriv", "gp-tag-stilling"]}},
    )
    assert result.passed, result.failure
    assert {"intern-ramme", "skriv", "slut-aftalt"} <= result.visited
    assert not {"ryk", "rykket", "gp-tag-stilling"} & result.visited  # not been there; drawn elsewhere
    assert [step.number for step in result.steps] == [0, 1, 1, 1, 2, 3, 4, 4, 4, 5, 6, 7, 7, 7, 7]


def test_what_is_not_stated_is_filled_where_the_form_demands_it(play: Play) -> None:
    result = play(
        {"task": "intern-ramme"},
        {"task": "skriv"},
        {"expect": {"visited": ["skriv"], "open": ["gp-tag-stilling"]}},
        start={},
    )
    assert result.passed, result.failure


def test_an_empty_answer_that_is_stated_stays_empty_and_the_fields_say_what_is_wrong(play: Play) -> None:
    number, why = failure(play(FRAME, {"task": "skriv", "answers": {"tekst": ""}}))
    assert number == 2
    assert "Some answers must be corrected" in why and "tekst" in why.lower()


def test_the_clock_is_moved_and_what_falls_due_happens_at_its_moment(play: Play) -> None:
    result = play(
        FRAME,
        {"wait": "P6D"},
        {"expect": {"open": ["skriv"], "not_open": ["ryk"]}},
        {"wait": "P1D"},
        {"expect": {"open": ["skriv", "ryk"]}},
        {"task": "ryk"},
        {"expect": {"visited": ["rykket"], "not_open": ["ryk"]}},
    )
    assert result.passed, result.failure


def test_the_clock_goes_to_a_day_in_danish_time_and_never_back(play: Play) -> None:
    step = {"until": "2026-03-10T09:01"}
    assert play(FRAME, step, {"expect": {"open": ["ryk"]}}, at="2026-03-03T09:00").passed
    early = {"until": "2026-03-10T08:59"}
    assert play(FRAME, early, {"expect": {"not_open": ["ryk"]}}, at="2026-03-03T09:00").passed
    assert failure(play(FRAME, {"until": "2026-01-11"})) == (2, "The clock cannot go back")


def test_a_message_reaches_the_case_by_its_key(play: Play) -> None:
    stopped = {"expect": {"ended": "slut-afbrudt"}}
    assert play({"message": "afbryd", "key": "=sag_id"}, stopped).passed
    assert failure(play({"message": "afbryd", "key": "en anden"})) == (
        1,
        "Nobody waits for this message with the key “en anden”",
    )
    assert failure(play({"message": "afbryd", "key": "=1 +"}))[1].startswith("The key cannot be worked out")


@pytest.mark.parametrize(
    "refused",
    [
        {"task": "intern-ramme", "party": "P2"},  # the other side knows nothing of private work
        {"task": "intern-ramme", "role": "lt-ol", "party": "P2"},
        {"task": "intern-ramme", "role": "bygherre-ol"},  # another role of the same side
        {"task": "intern-ramme", "answers": {"ramme": ""}},  # an answer that is missing
        {"task": "skriv"},  # not open yet
    ],
)
def test_what_must_be_refused_is_tried_and_refused(play: Play, refused: dict[str, Any]) -> None:
    assert play({**refused, "refused": True}, {"expect": {"open": ["intern-ramme"]}}).passed
    assert failure(play(refused))[0] == 1


def test_a_refusal_that_does_not_come_fails_the_test(play: Play) -> None:
    result = play({**FRAME, "refused": True})
    assert failure(result) == (1, "It should have been refused, but it was done")
    assert result.failed_at == "intern-ramme"


def test_nobody_answers_twice_at_a_gate(play: Play) -> None:
    twice = {"task": "gp-tag-stilling", "role": "bygherre-ol", "party": "P1", "refused": True}
    result = play(FRAME, WRITE, answer("P1", "godkend"), twice, answer("P2", "godkend"))
    assert result.passed, result.failure


@pytest.mark.parametrize(
    ("expected", "why"),
    [
        ({"open": ["skriv"]}, "It is not. Open are: ['“Fastlæg egen ramme”']"),
        ({"not_open": ["intern-ramme"]}, "It is open"),
        ({"visited": ["skriv"]}, "The case has not been there"),
        ({"variables": {"emne": "Gammelt tag"}}, "It is Nyt tag"),
        ({"variables": {"ukendt": 1}}, "It is empty"),
        ({"ended": True}, "It goes on. Open are: ['“Fastlæg egen ramme”']"),
        ({"ended": "slut-aftalt"}, "It goes on. Open are: ['“Fastlæg egen ramme”']"),
        ({"incident": True}, "Nothing stands still"),
    ],
)
def test_an_expectation_that_fails_says_how_it_is_instead(
    play: Play, expected: dict[str, Any], why: str
) -> None:
    assert failure(play({"expect": expected})) == (1, why)


def test_all_that_one_step_expects_is_looked_at_and_nothing_after_it(play: Play) -> None:
    result = play({"expect": {"open": ["skriv", "intern-ramme"], "ended": True}}, FRAME)
    assert [step.ok for step in result.steps] == [True, False, True, False]
    assert result.failed_at == "skriv"


def test_an_end_that_is_another_one_is_named(play: Play) -> None:
    stop = {"message": "afbryd", "key": "=sag_id"}
    assert failure(play(stop, {"expect": {"ended": "slut-aftalt"}})) == (2, "It has ended at “Afbrudt”")
    assert failure(play(stop, {"expect": {"ended": False}})) == (2, "It has ended")


def test_one_is_not_true_and_objects_may_hold_more_than_is_expected(play: Play) -> None:
    said = {"emne": {"a": [1, True], "b": 2}}
    text = play(
        {"expect": {"variables": {"emne": "Nyt tag", "parter": [{"part_id": "P1"}, {"part_id": "P2"}]}}}
    )
    assert text.passed, text.failure
    assert not play({"expect": {"variables": {"parter": [{"part_id": "P1"}]}}}).passed
    assert not play({"expect": {"variables": said}}).passed


def test_a_task_of_another_role_is_named_in_plain_words(play: Play) -> None:
    result = play({"task": "intern-ramme", "role": "bygherre-ol"})
    assert result.failure is not None
    assert str(result.failure.text) == "Bygherrens operationelle ledelse does “Fastlæg egen ramme”"
    who = "Bygherrens operationelle ledelse, P1"
    assert failure(result)[1] == f"{who} could not do it: Only those who have the role can do this task"


def test_the_case_needs_its_parties(play: Play) -> None:
    number, why = failure(play(parties=["bygherre"]))
    assert (number, why) == (0, "The case needs 2 parties")


def test_a_second_run_of_the_same_draft_is_remembered_until_something_changes(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    played = []
    whole = running._played
    monkeypatch.setattr(running, "_played", lambda *args: played.append(1) or whole(*args))
    play(FRAME, name="Husket")
    play(FRAME, name="Husket")
    assert len(played) == 1
    play(FRAME, WRITE, name="Husket")
    assert len(played) == 2
