"""The worked case A of aftaletrin, by clicking: roof and facades at Kløverparken, from the start through aftaletrin 0
to 3, a handover that is refused once, and the inspections after one and five years (aftaletrin dossier, 8.1)."""

from __future__ import annotations

from collections.abc import Callable

from tests.processes.aftaletrin_a import RISKS, STEP_1, STEP_2

from .person import Person
from .site import Site

Meet = Callable[..., Person]
PROCESS = "Byggeprojekt i aftaletrin"
OWNER, TEAM = "Boligforeningen Lærkely", "Team Stenbro"
RESERVE = "43.500.000"
RATES = {"db_sats": 11, "itr_sats": 4.5, "vinter_sats": 1.25}


def test_the_project_from_start_to_the_last_inspection(meet: Meet, site: Site) -> None:
    start(meet, site)
    agree_on_step_1(meet, site)
    plan(meet, site)
    price(meet, site)
    build(meet, site)
    project = site.case
    hand_over(meet, site)
    close(meet)
    assert "Sagen sluttede" in meet("Rikke").case(project)
    site.case = site.newest_case()
    assert site.case != project
    inspect(meet, site)
    assert "Sagen sluttede" in meet("Anton").case()
    ulla = meet("Ulla")
    assert ulla.is_refused(f"/sager/{project}", f"/sager/{site.case}")
    assert "Kløverparken" not in ulla.cases()


def start(meet: Meet, site: Site) -> None:
    """The owner opens the case; its mandate is its own, the team is approved by both."""
    rikke, soeren, anton, carl, dorte = map(meet, ("Rikke", "Søren", "Anton", "Carl", "Dorte"))
    terms = {"oplyst_ramme": 42_000_000, "pipeline_risikoklasse": "middel", "maanedlig_status": False}
    rikke.start(PROCESS, (TEAM,), projektnavn="Tag og facader, Kløverparken", **terms, **RATES)
    mandate = soeren.open("st-bygherrens-mandat")
    assert "Kun jeres egen organisation" in soeren.text()
    assert anton.is_refused(mandate) and "Afklar bygherrens interne mandat" not in anton.case()
    soeren.answer(
        besluttende_organer=["afdelingsbestyrelse", "afdelingsmoede"],
        intern_ramme=43_500_000,
        intern_risikoreserve=2_000_000,
        projektleder_mandat=250_000,
    )
    for person in (anton, carl):
        assert person.is_refused(mandate, f"{mandate}/kvittering")
        assert not person.finds(RESERVE, "/opgaver", f"/sager/{site.case}")
    dorte.do("st-hent-erfaringer")
    rikke.do("st-kortlaeg-interessenter", interessenter=[{"navn": "Beboerne"}])
    rikke.do("st-startmoede")
    carl.do("st-foreslaa-hold")
    gate(soeren, carl)


def agree_on_step_1(meet: Meet, site: Site) -> None:
    """Step 0: the needs, the annexes, and the agreement on step 1."""
    rikke, anton, birgit = map(meet, ("Rikke", "Anton", "Birgit"))
    rikke.do("a0-behov")
    rikke.do("a0-intern-ramme", passer_med_ramme="ja", intern_vurdering="Vi har luft til mere")
    anton.do("a0-besigtigelse")
    anton.do("a0-dialog")
    rikke.do("a0-maal")
    review_risks(anton)
    rikke.do("a0-projektbeskrivelse")
    anton.do("a0-tidsplan")
    anton.do("a0-ydelser", ydelseslinjer=STEP_1)
    birgit.do("a0-budget", anslaaet_entreprisesum=40_000_000)
    rikke.do("a0-trinvej", oensket_spring="0")
    draft_and_evaluate(meet)
    gate(meet("Søren"), meet("Carl"))
    site.wait(days=44)
    for person in map(meet, ("Søren", "Carl")):
        person.do("us-underskriv")


def plan(meet: Meet, site: Site) -> None:
    """Step 1: five people at the same time, then one proposal."""
    rikke, anton, birgit = map(meet, ("Rikke", "Anton", "Birgit"))
    anton.do("a1-opstart")
    birgit.do("a1-underentreprenoerer", ue_liste=[{"virksomhed": "Stilladsfirmaet"}])
    assert not rikke.finds("Stilladsfirmaet", "/opgaver", f"/sager/{site.case}")
    meet("Dorte").do("a1-udviklingsfokus")
    for task in ("a1-registrering", "a1-forundersoegelser"):
        anton.do(task)
    for task in ("a1-brugerdialog", "a1-funktionskrav"):
        rikke.do(task)
    for task in ("a1-byggeprogram", "a1-dispositionsforslag"):
        anton.do(task)
    rikke.do("a1-loesningsvalg", balance_vurdering="ja")
    review_risks(anton)
    rikke.do("a1-trinvej", oensket_spring="0", myndighedsbehandling=True)
    anton.do("a1-bilag", ydelseslinjer=STEP_1 + STEP_2, anslaaet_entreprisesum=40_000_000)
    draft_and_evaluate(meet)
    gate(meet("Søren"), meet("Carl"))
    site.wait(days=94)
    for person in map(meet, ("Søren", "Carl")):
        person.do("us-underskriv")


def price(meet: Meet, site: Site) -> None:
    """Step 2: the price with open books, the owner's own bodies, and an agreement for the steering group."""
    rikke, soeren, anton, birgit = map(meet, ("Rikke", "Søren", "Anton", "Birgit"))
    for task in ("a2-opstart", "a2-udvikling", "a2-produktvalg"):
        anton.do(task)
    soeren.do("a2-konkurrence")
    anton.do("a2-projektforslag")
    anton.do("a2-myndighedsprojekt")
    anton.do("a2-risiko")
    birgit.do("a2-ue-pris")
    birgit.do("a2-kalkulation", kalkulationslinjer=[{"post": "Tag", "molio_pris": 31_200_000}])
    roof = {"bygningsdel": "Tag og facader", "molio_pris": 31_200_000, "tillaeg_fradrag_pct": -4}
    birgit.do("a2-aaben-bog", haandvaerkerlinjer=[roof])
    rikke.do("a2-prisgennemgang")
    rikke.do("a2-puljer", risikopulje=1_750_000, uforudsetpulje=1_400_000, forbedringspulje=350_000)
    birgit.open("a2-fast-pris")
    assert "34.968.960" in birgit.text()
    birgit.answer(fast_pris=34_968_960)
    for _ in ("afdelingsbestyrelse", "afdelingsmøde"):
        rikke.do("a2-bygherrens-beslutning", organ_udfald="godkendt")
    review_risks(anton)
    anton.do("a2-bilag")
    draft_and_evaluate(meet)
    gate(meet("Tove"), meet("Dorte"))
    site.wait(days=156)
    for person in map(meet, ("Tove", "Dorte")):
        person.do("us-underskriv")


def build(meet: Meet, site: Site) -> None:
    """Step 3 with one package, up to the end of execution."""
    rikke, anton, birgit = map(meet, ("Rikke", "Anton", "Birgit"))
    anton.do("a3-opstart", projektpakker=[{"navn": "Tag"}])
    anton.do("a3-detailprojektering")
    gate(rikke)
    anton.do("a3-myndighedssvar")
    evaluate(meet)
    anton.do("a3-skift-projektansvar")
    birgit.do("a3-udfoerelsesplan")
    rikke.do("a3-bygherretilsyn", tilsynsnotat="Tjek murværket igen")
    birgit.do("a3-kvalitet")
    assert not birgit.finds("Tjek murværket igen", "/opgaver", f"/sager/{site.case}")


def hand_over(meet: Meet, site: Site) -> None:
    """A leaking roof light: the owner refuses. It is mended, and the second time the building is taken over."""
    rikke, birgit = meet("Rikke"), meet("Birgit")
    site.wait(days=300)
    rikke.do("af-foergennemgang")
    handover_meeting(rikke, birgit, site, "vaesentlig")
    rikke.do("gp-tag-stilling", gp_beslutning="ret", gp_bemaerkning="Ovenlyset er utæt")
    mend(rikke, birgit, 1)
    handover_meeting(rikke, birgit, site, "almindelig", "kosmetisk")
    gate(rikke)
    mend(rikke, birgit, 2)


def handover_meeting(rikke: Person, birgit: Person, site: Site, *severities: str) -> None:
    birgit.do("af-faerdigmelding")
    site.wait(days=7)
    rikke.do("af-indkald", afleveringsdato_plan=site.today.isoformat())
    defects = [{"nr": n, "sted": "Tag", "alvor": kind} for n, kind in enumerate(severities, 1)]
    rikke.do("af-aflevering", mangelliste=defects)


def mend(rikke: Person, birgit: Person, defects: int) -> None:
    for _ in range(defects):
        birgit.do("af-afhjaelp-mangel")
    for _ in range(defects):
        rikke.do("af-kontroller-mangel", mangel_accepteret="ja")


def close(meet: Meet) -> None:
    """The last account, and what each learnt."""
    rikke, birgit = meet("Rikke"), meet("Birgit")
    gate(rikke)
    birgit.do("af-slutopgoerelse", slutposter=[{"post": "Entreprise", "endelig": 35_558_960}])
    gate(meet("Søren"))
    birgit.do("af-driftsoverdragelse")
    for person in map(meet, ("Rikke", "Anton", "Birgit")):
        person.do("af-tilfredshed")
    evaluate(meet, chair="Rikke")
    rikke.do("af-intern-evaluering")
    birgit.do("af-intern-evaluering")


def inspect(meet: Meet, site: Site) -> None:
    """Sixty working days before one and five years have passed, the owner is asked to call a meeting."""
    rikke, birgit = meet("Rikke"), meet("Birgit")
    assert rikke.inbox() == []
    site.wait(days=300)
    rikke.do("ea-indkald-1")
    defect = {"sted": "Tag", "mangel_ja_nej": True, "alvor": "almindelig"}
    rikke.do("ea-gennemgang-1", eftersynsmangler=[defect])
    mend(rikke, birgit, 1)
    gate(rikke, birgit)
    assert rikke.inbox() == []
    site.wait(days=4 * 365)
    rikke.do("ea-indkald-5")
    rikke.do("ea-gennemgang-5", eftersynsmangler=[])
    gate(rikke, birgit)
    meet("Dorte").do("ea-erfaring")


def review_risks(person: Person) -> None:
    lines = [
        {"id": f"R{n}", "risiko": text, "sandsynlighed": likely, "konsekvens": bad}
        for n, (text, likely, bad) in enumerate(RISKS, 1)
    ]
    person.do("ri-opdater", risikolinjer=lines)


def draft_and_evaluate(meet: Meet) -> None:
    """The agreement is drafted and read by both sides while three people evaluate the step."""
    meet("Rikke").do("au-udkast")
    for person in map(meet, ("Søren", "Anton")):
        person.do("au-kommenter", klar_for_min_part=True)
    evaluate(meet)


def evaluate(meet: Meet, chair: str = "Anton") -> None:
    for person in map(meet, ("Rikke", "Anton", "Birgit")):
        person.do("evl-forscore")
    scores = [
        {"perspektiv": name, "vaegt_pct": 25, "score": 4}
        for name in ("tid", "kvalitet", "oekonomi", "samarbejde")
    ]
    meet(chair).do("evl-moede", scorelinjer=scores)


def gate(*people: Person) -> None:
    for person in people:
        person.do("gp-tag-stilling", gp_beslutning="godkend")
