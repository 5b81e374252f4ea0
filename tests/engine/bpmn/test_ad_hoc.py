"""Ad-hoc subprocesses."""

from __future__ import annotations

from . import draw as d
from .play import Play


def ad_hoc(done: str, *inside: str) -> str:
    condition = f"<bpmn:completionCondition>{done}</bpmn:completionCondition>" if done else ""
    return d.process(
        "s > ah > e", d.start(), d.sub("ah", "", *inside, condition, kind="adHocSubProcess"), d.end()
    )


def test_without_a_list_everything_that_no_flow_leads_to_begins() -> None:
    play = Play(ad_hoc("", *map(d.user, "ab")))
    assert play.open == ["a", "b"]
    play.complete("b")
    play.complete("a")
    assert play.status == "completed"


def test_a_completion_condition_that_fails_is_an_incident_at_the_element_that_ends() -> None:
    play = Play(ad_hoc("=enough", *map(d.user, "ab")))
    play.complete("a", x=1)
    assert (play.stuck, play.open) == (["a"], ["b"])
    play.resolve("a", enough=True)
    assert play.status == "completed"
    assert not play.done["b"]


def test_an_element_that_is_not_in_there_is_an_incident_that_can_be_mended() -> None:
    box = d.zeebe("adHoc", activeElementsCollection="=todo")
    inside = d.sub("ah", "", d.user("a"), kind="adHocSubProcess", extensions=box)
    play = Play(d.process("s > ah > e", d.start(), inside, d.end()), todo=["nope"])
    assert play.stuck == ["ah"]
    play.resolve("ah", todo=["a"])
    assert play.open == ["a"]
