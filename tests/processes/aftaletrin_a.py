"""Case A of the aftaletrin dossier (8.1): a roof and its facades, played as far as a test wants to look at it."""

from __future__ import annotations

from tests.processes import aftaletrin as play
from tests.processes.aftaletrin import DESIGN, LEADER, OL_SAYS_YES, PROJECT, TEAM_TOP
from tests.processes.player import Case

RISKS = (("Råd i spær", 3, 4), ("PCB i fuger", 2, 4), ("Vejr og stillads", 3, 3))
STEP_1 = play.hours(1, projekteringsleder=180, arkitekt=320, ingenioer=240, kalkulatoer=60)
STEP_2 = play.hours(2, projekteringsleder=260, arkitekt=640, ingenioer=520, kalkulatoer=180)


def in_step_0(day: str = "2025-02-03") -> Case:
    case = play.opened(day)
    play.start_up(case, ["afdelingsbestyrelse", "afdelingsmoede"])
    return case


def at_gate_0(case: Case) -> None:
    play.clarify(case, *RISKS)
    play.annexes_of_step_0(case, STEP_1, oensket_spring="0")
    play.draft_and_evaluate(case, (4, 4, 3, 5))


def in_step_1() -> Case:
    case = in_step_0()
    at_gate_0(case)
    case.gate(*OL_SAYS_YES)
    play.sign(case, "2025-03-28")
    return case


def in_step_2() -> Case:
    case = in_step_1()
    play.plan(case, *RISKS)
    case.do("a1-trinvej", PROJECT, oensket_spring="0", myndighedsbehandling=True)
    play.revised_annexes(case, 1, STEP_1 + STEP_2)
    play.draft_and_evaluate(case)
    case.gate(*OL_SAYS_YES)
    play.sign(case, "2025-06-30")
    return case


def in_step_3() -> Case:
    case = in_step_2()
    play.propose(case)
    case.do("a2-myndighedsprojekt", DESIGN, indsendt_dato="2025-09-01")
    play.price(case, 31_200_000, -4, (1_750_000, 1_400_000, 350_000))
    decide_in_own_bodies(case)
    play.review_risks(case, *RISKS)
    play.revised_annexes(case, 2, STEP_1 + STEP_2)
    play.draft_and_evaluate(case)
    case.gate((LEADER, "godkend"), (TEAM_TOP, "godkend"))
    play.sign(case, "2025-12-03", LEADER, TEAM_TOP)
    return case


def decide_in_own_bodies(case: Case) -> None:
    case.do("a2-bygherrens-beslutning", PROJECT, organ_udfald="godkendt")
    case.do(
        "a2-bygherrens-beslutning",
        PROJECT,
        organ_udfald="godkendt-med-vilkaar",
        organ_vilkaar="Varsling af stilladsperiode",
    )
