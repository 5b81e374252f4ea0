"""The phases of a building project, each played by the people whose work it is."""

from __future__ import annotations

from typing import Any

from tests.processes.player import Case

LEADER, OL, PROJECT, SUPPORT = "bygherre-leder", "bygherre-ol", "bygherre-projektleder", "bygherre-stoette"
TEAM_TOP, TEAM_OL = "lt-topledelse", "lt-ol"
DESIGN, BUILD = "lt-projekteringsleder", "lt-projektansvarlig-udfoerelse"
DEVELOPER, RESOURCES, ADVISER = "partnerskabsudvikler", "ressourcechef", "raadgiver"
PARTIES = [
    {"part_id": "P1", "navn": "Boligforeningen Lærkely", "type": "bygherre"},
    {"part_id": "P2", "navn": "Team Stenbro", "type": "leveranceteam"},
]
RATES = {"projekteringsleder": 1050, "ingenioer": 975, "arkitekt": 925, "kalkulatoer": 850}
OL_SAYS_YES = ((OL, "godkend"), (TEAM_OL, "godkend"))


TERMS: dict[str, Any] = {
    "pipeline_risikoklasse": "middel",
    "rammeaftale_tillader_spring": True,
    "rammeaftale_tillader_udskydelse": True,
    "db_sats": 11,
    "itr_sats": 4.5,
    "vinter_sats": 1.25,
}


def opened(day: str, **variables: Any) -> Case:
    """The case as a person opens it with the start form."""
    given = {"parter": PARTIES, "sag_id": "S-7", "projektnavn": "Tag og facader"}
    return Case("p-aftaletrin", given | TERMS | variables, day)


def start_up(case: Case, bodies: list[str], approving: int = 0) -> None:
    case.do("st-hent-erfaringer", DEVELOPER, valgte_erfaringer=[{"erfaring": "Varsling af beboere"}])
    case.do(
        "st-bygherrens-mandat",
        OL,
        besluttende_organer=bodies,
        projektleder_mandat=250_000,
        intern_ramme=43_500_000,
        intern_risikoreserve=2_000_000,
    )
    people = [{"navn": f"Bestyrelse {n}", "skal_godkende": n < approving} for n in range(3)]
    case.do("st-kortlaeg-interessenter", PROJECT, interessenter=people)
    case.do("st-startmoede", PROJECT)
    case.do("st-foreslaa-hold", RESOURCES)
    case.gate(*OL_SAYS_YES)


def clarify(case: Case, *risks: tuple[str, int, int]) -> None:
    """Step 0 up to the annexes."""
    case.do("a0-behov", PROJECT)
    case.do("a0-intern-ramme", PROJECT, passer_med_ramme="ja", intern_vurdering="Vi har luft til mere")
    case.do("a0-besigtigelse", DESIGN)
    case.do("a0-dialog", DESIGN)
    case.do("a0-maal", PROJECT)
    review_risks(case, *risks)


def review_risks(case: Case, *risks: tuple[str, int, int]) -> None:
    lines = [
        {
            "id": f"R{n}",
            "risiko": text,
            "sandsynlighed": str(likely),
            "konsekvens": str(bad),
            "frist": "2025-12-01",
        }
        for n, (text, likely, bad) in enumerate(risks, 1)
    ]
    case.do("ri-opdater", DESIGN, risikolinjer=lines)


def hours(step: int, **by_category: int) -> list[dict[str, Any]]:
    """Lines of annex C."""
    return [
        {
            "ydelse": "Rådgivning",
            "kategori": kind,
            "timer": n,
            "timesats": RATES[kind],
            "aftaletrin": str(step),
        }
        for kind, n in by_category.items()
    ]


def annexes_of_step_0(case: Case, lines: list[dict[str, Any]], **path: Any) -> None:
    """The four annexes and the way through the steps; ``path`` answers ``a0-trinvej``."""
    case.do("a0-projektbeskrivelse", PROJECT)
    case.do("a0-tidsplan", DESIGN)
    case.do("a0-ydelser", DESIGN, ydelseslinjer=lines)
    case.do("a0-budget", BUILD, anslaaet_entreprisesum=40_000_000)
    case.do("a0-trinvej", PROJECT, **path)


def draft_and_evaluate(case: Case, scores: tuple[int, ...] = (4, 4, 4, 4)) -> None:
    """The agreement is drafted and read by both parties while the trio evaluates the step."""
    case.do("au-udkast", PROJECT)
    case.do("au-kommenter", OL, klar_for_min_part=True)
    case.do("au-kommenter", DESIGN, klar_for_min_part=True)
    evaluate(case, DESIGN, scores)


def evaluate(case: Case, chair: str, scores: tuple[int, ...] = (4, 4, 4, 4)) -> None:
    for role in (PROJECT, DESIGN, BUILD):
        case.do("evl-forscore", role)
    perspectives = ("tid", "kvalitet", "oekonomi", "samarbejde")
    case.do(
        "evl-moede",
        chair,
        scorelinjer=[
            {"perspektiv": name, "vaegt_pct": 25, "score": str(score)}
            for name, score in zip(perspectives, scores, strict=True)
        ],
    )


def sign(case: Case, day: str, *roles: str) -> None:
    case.at(day)
    for role in roles or (OL, TEAM_OL):
        case.do("us-underskriv", role)


def plan(case: Case, *risks: tuple[str, int, int]) -> None:
    """Step 1 up to the choice of the way."""
    case.do("a1-opstart", DESIGN)
    case.do("a1-underentreprenoerer", BUILD, ue_liste=[{"virksomhed": "Stilladsfirmaet"}])
    case.do("a1-udviklingsfokus", DEVELOPER)
    case.do("a1-registrering", ADVISER)
    case.do("a1-forundersoegelser", DESIGN)
    case.do("a1-brugerdialog", PROJECT)
    case.do("a1-funktionskrav", PROJECT)
    case.do("a1-byggeprogram", DESIGN, forventet_behandlingstid=10)
    case.do("a1-dispositionsforslag", DESIGN)
    case.do("a1-loesningsvalg", PROJECT, balance_vurdering="ja")
    review_risks(case, *risks)


def propose(case: Case) -> None:
    """Step 2 up to the price."""
    case.do("a2-opstart", DESIGN)
    case.do("a2-udvikling", DESIGN)
    case.do("a2-produktvalg", DESIGN)
    case.do("a2-konkurrence", SUPPORT)
    case.do("a2-projektforslag", DESIGN)


def price(case: Case, molio: int, change_pct: float, pools: tuple[int, int, int], **rates: Any) -> None:
    """Open books, review, pools and the fixed price."""
    case.do("a2-risiko", DESIGN)
    case.do(
        "a2-ue-pris",
        BUILD,
        ue_priser=[{"ue_fag": "Stillads", "virksomhed": "Stilladsfirmaet", "pris": 900_000}],
    )
    case.do(
        "a2-kalkulation",
        BUILD,
        kalkulationslinjer=[{"post": "Tag", "maengde": 1, "molio_pris": molio, "egen_pris": molio * 0.9}],
    )
    case.do(
        "a2-aaben-bog",
        BUILD,
        haandvaerkerlinjer=[
            {
                "bygningsdel": "Tag og facader",
                "maengde": 1,
                "molio_pris": molio,
                "tillaeg_fradrag_pct": change_pct,
            }
        ],
        **({name: case[name] for name in ("db_sats", "itr_sats", "vinter_sats")} | rates),
    )
    case.do("a2-prisgennemgang", PROJECT)
    risk, unforeseen, better = pools
    case.do("a2-puljer", PROJECT, risikopulje=risk, uforudsetpulje=unforeseen, forbedringspulje=better)
    case.do("a2-fast-pris", BUILD, fast_pris=case.variables(case.task("a2-fast-pris"))["entreprisesum"])


def revised_annexes(case: Case, step: int, lines: list[dict[str, Any]]) -> None:
    case.do(f"a{step}-bilag", DESIGN, ydelseslinjer=lines, anslaaet_entreprisesum=40_000_000)


def build(case: Case, **supervision: Any) -> None:
    """Step 3 from the start of design to the end of execution, with one package; ``supervision``: what the
    owner notes."""
    case.do("a3-opstart", DESIGN, projektpakker=[{"navn": "Tag"}])
    case.do("a3-detailprojektering", DESIGN)
    case.gate((PROJECT, "godkend"))
    if "a3-myndighedssvar" in case.open():
        case.do("a3-myndighedssvar", DESIGN)
    evaluate(case, DESIGN)
    case.do("a3-skift-projektansvar", DESIGN)
    case.do("a3-udfoerelsesplan", BUILD)
    case.do("a3-bygherretilsyn", PROJECT, **supervision)
    case.do("a3-kvalitet", BUILD)


def hand_over(case: Case, finished: str, met: str, *severities: str) -> None:
    """Completion notice and handover meeting; the gate is then open."""
    case.at(finished)
    case.do("af-faerdigmelding", BUILD)
    case.do("af-indkald", PROJECT, afleveringsdato_plan=met)
    case.at(met)
    defects = [
        {"nr": n, "sted": "Tag", "beskrivelse": f"Fejl {n}", "alvor": kind}
        for n, kind in enumerate(severities, 1)
    ]
    case.do("af-aflevering", PROJECT, mangelliste=defects)


def remedy_all(case: Case) -> None:
    while "af-afhjaelp-mangel" in case.open():
        case.do("af-afhjaelp-mangel", BUILD)
    while "af-kontroller-mangel" in case.open():
        case.do("af-kontroller-mangel", PROJECT, mangel_accepteret="ja")


def close_down(case: Case) -> None:
    """Everything after the handover save the defects and the final account."""
    case.do("af-driftsoverdragelse", BUILD)
    for role in (PROJECT, DESIGN, BUILD):
        case.do("af-tilfredshed", role)
    evaluate(case, PROJECT)
    case.do("af-intern-evaluering", PROJECT, intern_laering="Varsling tidligere")
    case.do("af-intern-evaluering", BUILD, intern_laering="Stilladset skal bestilles før")
