"""A draft does not take the place of somebody else's decision by naming it within a file of its own."""

from __future__ import annotations

import pytest

from engine import deployments
from engine.editing import drafts, owners, publishing, starters
from engine.errors import Conflict
from engine.store import Store
from tests.engine.bpmn import draw as d
from tests.world import build


def test_a_decision_of_others_is_not_overwritten_from_within_a_file_of_ones_own(store: Store) -> None:
    world = build(store)
    own, others = starters.table("egen", "Egen"), starters.table("andres", "Andres")
    rule = d.element(
        "businessRuleTask",
        "r",
        extensions=d.zeebe("calledDecision", decisionId="egen", resultVariable="svar"),
    )
    diagram = d.xml(d.process("s > r > e", d.start(), rule, d.end(), id="regner"))
    with store.transaction() as session:
        deployments.deploy(session, {"regner.bpmn": diagram, "egen.dmn": own, "andres.dmn": others})
        owners.add(session, "regner", world.ids["petra"], None)
    end = others.index(b"</decision>") + len(b"</decision>")
    taking = others[others.index(b"<decision ") : end].replace(b"#andres-svar", b"#egen-svar")
    with (
        pytest.raises(Conflict, match="already a form or decision with the id andres"),
        store.transaction() as session,
    ):
        by = world.actor(session, "petra")
        drafts.begin(session, "regner", by)
        both = own.replace(b"<decision ", taking + b"<decision ", 1)
        revision = drafts.save(session, "regner", "egen.dmn", both, 1, by)
        publishing.publish(session, "regner", "Ny regel", by, revision=revision)
