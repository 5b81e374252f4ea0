"""The files of the partnership route: nothing that the runtime, the forms or the roles do not know."""

from __future__ import annotations

import json

import pytest

from engine import bpmn
from tests.processes.player import ROOT, form, models

PROCESSES = ("ruten-organisation", "kandidatspor", "ruten-partnerskab", "godkendelsesport")


def known() -> bpmn.Known:
    roles = json.loads((ROOT / "processes/partnerskabsruten/roles.json").read_text(encoding="utf-8"))["roles"]
    return bpmn.Known(
        forms={file.stem for file in (ROOT / "forms").glob("*.form")},
        roles={role["id"] for role in roles},
        processes=set(models()),
        decisions=set(),
    )


def test_lint_has_nothing_to_say() -> None:
    assert [str(problem) for problem in bpmn.lint([models()[name] for name in PROCESSES], known())] == []


@pytest.mark.parametrize("process_id", PROCESSES)
def test_every_form_opens_and_every_task_has_a_danish_name(process_id: str) -> None:
    tasks = [e for e in models()[process_id].processes[process_id].elements.values() if e.kind == "userTask"]
    assert tasks
    for task in tasks:
        assert task.name and task.form_id
        assert form(task.form_id).id == task.form_id


def test_roles_stand_in_only_for_roles_that_exist() -> None:
    roles = json.loads((ROOT / "processes/partnerskabsruten/roles.json").read_text(encoding="utf-8"))["roles"]
    ids = [role["id"] for role in roles]
    assert len(ids) == len(set(ids))
    assert {stand_in for role in roles for stand_in in role["resolves_to"].values()} <= set(ids)
