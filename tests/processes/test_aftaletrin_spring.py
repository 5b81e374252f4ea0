"""Skipping an agreement step (aftaletrin dossier, 8.2 case B)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.processes import aftaletrin as play
from tests.processes.aftaletrin import OL, OL_SAYS_YES, PROJECT, TEAM_OL
from tests.processes.player import Case

WISH = {
    "kompleksitet": "enkelt",
    "kan_prissaettes_nu": True,
    "laengere_projektering": False,
    "myndighedsbehandling": False,
    "oensket_spring": "1",
    "spring_begrundelse": "Velkendt opgave",
    "erstatningsbilag": "Kort programnotat",
}
STEP_2 = play.hours(2, projekteringsleder=40, ingenioer=70, kalkulatoer=20)


def wished(risk: tuple[str, int, int] = ("Skjulte kabler", 2, 3), approving: int = 1, **given: Any) -> Case:
    """A case whose owner has just said which way through the steps they want."""
    allowed = {name: given.pop(name) for name in ("rammeaftale_tillader_spring",) if name in given}
    case = play.opened("2025-08-18", vinter_sats=0, **({"rammeaftale_tillader_spring": True} | allowed))
    play.start_up(case, ["ingen-ud-over-ol"], approving)
    play.clarify(case, risk)
    play.annexes_of_step_0(case, STEP_2, **(WISH | given))
    return case


def test_a_granted_skip_leads_from_step_0_to_step_2_by_one_agreement():
    case = wished()
    assert case.frozen[-1]["port"] == "port-spring-over"
    assert "erstatningsbilag" in case.frozen[-1]["felter"]
    case.gate(*OL_SAYS_YES)
    assert (case["sprungne_trin"], case["antal_sprunget"], case["aftale_for_trin"]) == ([1], 1, 2)
    play.draft_and_evaluate(case)
    assert case.frozen[-1]["port"] == "port-1-2"
    assert case["raadgivningssum_trin"] == 127_250
    case.gate(*OL_SAYS_YES)
    play.sign(case, "2025-09-17")
    assert case["trin"] == 2
    assert case.open() == ["a2-opstart"]
    assert "sp-trin-1" not in case.visited


def test_a_small_fixed_price_is_approved_by_operational_management():
    case = wished()
    case.gate(*OL_SAYS_YES)
    play.draft_and_evaluate(case)
    case.gate(*OL_SAYS_YES)
    play.sign(case, "2025-09-17")
    play.propose(case)
    assert "a2-myndighedsprojekt" not in case.open()
    play.price(case, 1_850_000, -3, (60_000, 60_000, 20_000))
    assert case["entreprisesum"] == 2_072_647.5
    play.review_risks(case, ("Skjulte kabler", 2, 3))
    play.revised_annexes(case, 2, STEP_2)
    play.draft_and_evaluate(case)
    assert case["samlet_budget"] == 2_339_897.5
    case.gate(*OL_SAYS_YES)
    play.sign(case, "2025-10-24")
    assert case["trin"] == 3


def test_a_refused_skip_takes_the_ordinary_way():
    case = wished()
    case.gate((OL, "ret"), (TEAM_OL, "godkend"))
    assert (case["antal_sprunget"], case["aftale_for_trin"]) == (0, 1)
    assert "au-udkast" in case.open()


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"oensket_spring": "0"}, "intet ønske"),
        ({"rammeaftale_tillader_spring": False}, "rammeaftalen åbner ikke for det"),
        ({"risk": ("Asbest", 3, 4)}, "risikoen er for høj"),
        ({"kan_prissaettes_nu": False}, "prisen kan ikke sættes endnu"),
        ({"laengere_projektering": True}, "behov for længere projektering"),
        ({"approving": 3}, "for mange skal godkende"),
    ],
)
def test_the_rules_refuse_before_anybody_is_asked(given: dict[str, Any], reason: str):
    case = wished(**given)
    assert case["spring_afvist_aarsag"] == reason
    assert (case["aftale_for_trin"], case["antal_sprunget"]) == (1, 0)
    assert "gp-tag-stilling" not in case.open()


def in_step_1(**given: Any) -> Case:
    case = wished(**given)
    if case["spring_afvist_aarsag"] is None:
        case.gate((OL, "ret"), (TEAM_OL, "godkend"))
    play.draft_and_evaluate(case)
    case.gate(*OL_SAYS_YES)
    play.sign(case, "2025-09-17")
    play.plan(case, ("Skjulte kabler", 2, 3))
    return case


def test_step_2_is_not_skipped_when_the_authority_must_be_asked():
    case = in_step_1(oensket_spring="0")
    case.do("a1-trinvej", PROJECT, **(WISH | {"oensket_spring": "2", "myndighedsbehandling": True}))
    assert case["spring_afvist_aarsag"] == "myndighedsprojekt hører til trin 2"
    assert case.open() == ["a1-bilag"]


def test_skipping_step_2_sets_the_fixed_price_in_step_1():
    case = in_step_1(oensket_spring="0")
    case.do("a1-trinvej", PROJECT, **(WISH | {"oensket_spring": "2"}))
    case.gate(*OL_SAYS_YES)
    play.price(case, 1_850_000, -3, (60_000, 60_000, 20_000))
    play.revised_annexes(case, 1, STEP_2)
    play.draft_and_evaluate(case)
    assert case.frozen[-1]["port"] == "port-2-3"
    assert {"fast_pris", "erstatningsbilag"} <= case.frozen[-1]["felter"]
    case.gate(*OL_SAYS_YES)
    play.sign(case, "2025-10-24")
    assert (case["trin"], case["sprungne_trin"]) == (3, [2])
    assert case.open() == ["a3-opstart"]
