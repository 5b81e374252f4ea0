"""The worked case A of the partnership route, by clicking: Foreningen Lektielyset and Pulterby Papir, from the first
thought to the first days of operation (partnerskabsruten dossier, 8.1)."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from engine.models import document, process_instance
from tests.processes.ruten import CANDIDATES, CRITERIA, MARKS

from .person import Person
from .site import Site

Meet = Callable[..., Person]
ROUTE = "Partnerskabsruten: organisationens forarbejde"
GOAL = "Lektiecaféer i seks boligområder inden 2029"
SECRET, NOTE = "Uro om husleje", "Vi kan højst give to dage"
SIGNER = "Asta Eksempel, formand"
WISH = "Skriv, at børn ikke vises i reklamer"


def test_the_route_from_the_first_thought_to_operation(meet: Meet, site: Site) -> None:
    private = know_yourselves(meet, site)
    find_a_match(meet, site)
    first_meeting(meet, site)
    preparation, shared = site.case, open_the_shared_room(meet, site)
    only_the_shared_case_is_seen(meet, preparation, private)
    set_the_teams(meet)
    find_the_idea(meet, site)
    gate_four_is_sent_back_once(meet, site)
    site.wait_until("2026-06-08")
    organise(meet)
    speak_as_one(meet)
    write_the_agreement(meet)
    sign(meet)
    assert "Gør aftalen til opgaver" not in meet("Else").inbox()
    site.wait_until("2026-09-01")
    meet("Else").do("rd-opstart")
    assert "I gang sammen" in meet("Bo").case()
    a_stranger_sees_nothing(meet, site, preparation, shared)


def know_yourselves(meet: Meet, site: Site) -> list[str]:
    """Step 1 and its gate; the paths of some of its tasks."""
    cilie, bo, asta = meet("Cilie"), meet("Bo"), meet("Asta")
    cilie.start(ROUTE, t0_sag_navn="Lys på lektierne", t0_udgangspunkt="nyt")
    paths = [cilie.open("r1-maal-strategi")]
    cilie.answer(t1_retning=GOAL)
    cilie.do("r1-ressourcer-historik")
    cilie.do("r1-oensker-potentialer", t1_oensker=["produkter", "timer", "synlighed"])
    bo.do("r1-klar-nu", t1_klar="ja")
    bo.do("r1-tilrettelaeg", org_projektleder="Cilie Eksempel", org_kommunikation="Cilie Eksempel")
    paths.append(cilie.open("r1-opsamling"))
    assert GOAL in cilie.page.input_value("[name=t1_opsamling_tekst]")
    cilie.answer(t1_opsamling_modtagere=["bestyrelse"])
    site.wait_until("2026-02-03")
    asta.do("gp-bestyrelsesbeslutning", gp_best_beslutning="godkend")
    return paths


def find_a_match(meet: Meet, site: Site) -> None:
    """Step 2: three candidates, one letter, and a call after a week of silence."""
    cilie = meet("Cilie")
    cilie.do("r1-soegeprofil")
    candidates = [{**row, "cvr": "12345678"} for row in CANDIDATES]
    cilie.do("r1-find-kandidater", t1_kandidater=candidates)
    cilie.do("r1-vurder-kandidater", t1_vurdering=[dict(zip(CRITERIA, m, strict=True)) for m in MARKS])
    choice = [{"valgt": number == 0} for number in range(len(CANDIDATES))]
    cilie.do("r1-vaelg-kandidater", t1_valg=choice, t1_kandidat_tilstand="en_ad_gangen", t1_stop_ved_ja=True)
    cilie.do("r2-briller")
    cilie.do("r2-vaerdiloefte")
    cilie.do("r2-kontaktperson", t2_kanal="mail")
    cilie.do("r2-budskab")
    site.wait_until("2026-02-24")
    cilie.do("r2-send")
    site.wait(days=6)
    assert cilie.inbox() == ["Notér svaret"]
    site.wait(days=1)
    assert cilie.inbox() == ["Ring og følg op"]
    cilie.do("r2-foelg-op")
    cilie.do("r2-noter-svar", t2_svar="moede")


def first_meeting(meet: Meet, site: Site) -> None:
    """Step 3 and its gate."""
    cilie, bo = meet("Cilie"), meet("Bo")
    cilie.do("mc-aftal-tid", mc_dato="2026-03-18", mc_tid="10:00")
    bo.do("r3-moedehold")
    for task in ("r3-virksomhed", "r3-pointer", "r3-praesentation", "r3-handout"):
        cilie.do(task)
    site.wait_until("2026-03-18")
    cilie.do("r3-under-moedet")
    for task in ("r3-tak", "mc-referat", "r3-orienter", "r3-evaluer"):
        cilie.do(task)
    cilie.do("r3-foreslaa-moede", t3_nyt_moede_tider=[{"tid": "10:00"}])
    cilie.do("r3-udfald", t3_udfald="potentiale")
    bo.do("gp-tag-stilling", gp_beslutning="godkend")


def open_the_shared_room(meet: Meet, site: Site) -> str:
    """Invite the company, whose contact person finds the shared case; its number."""
    invited = [{"organisation": "Pulterby Papir A/S", "part_type": "virksomhed"}]
    meet("Cilie").do("rp-inviter", tp_inviterede=invited)
    site.case = site.newest_case()
    meet("Else").do("rp-svar-paa-invitation", tp_svar="ja", tp_part_cvr="12345678")
    return site.case


def only_the_shared_case_is_seen(meet: Meet, preparation: str, private: list[str]) -> None:
    """Steps 1 to 3 do not exist for the company: not in a list, not by address, not in a page."""
    case = f"/sager/{preparation}"
    for first in ("Else", "Dan", "Finn"):
        person = meet(first)
        assert preparation not in person.cases()
        assert person.is_refused(case, f"{case}/diagram.bpmn", f"{case}/tilstand.json", *private)
        assert not person.finds(GOAL, "/sager", "/opgaver?visning=done", f"/sager/{person.site.case}")
    assert preparation in meet("Cilie").cases()


def set_the_teams(meet: Meet) -> None:
    for lead, manager, voice in (("Bo", "Cilie", "Cilie"), ("Dan", "Else", "Finn")):
        meet(lead).do("rp-udpeg-projektleder", part_projektleder=f"{manager} Eksempel")
        meet(manager).do("rp-fordel-roller", part_kommunikation=f"{voice} Eksempel")
    meet("Cilie").do("r4-dialoggruppe", dialoggruppe=["Cilie Eksempel", "Bo Eksempel"])
    meet("Else").do("r4-dialoggruppe", dialoggruppe=["Else Eksempel", "Finn Eksempel"])


def find_the_idea(meet: Meet, site: Site) -> None:
    """Step 4 up to the draft. What a party writes of its own weak points is for its own people."""
    meet("Cilie").do("r4-undersoeg-ideen", t4_problem="Børn mangler ro og voksne til lektierne")
    meet("Else").do("r4-vaerdimatrix")
    bo, dan = meet("Bo"), meet("Dan")
    ours, theirs = bo.open("r4-saarbarhed"), dan.open("r4-saarbarhed")
    told = {"emne": "Få nøglefrivillige", "del": "ja", "tekst": "Vi har få nøglefrivillige"}
    bo.answer(t4p_del=[told, {"emne": SECRET, "del": "nej"}])
    for first in ("Else", "Dan", "Finn"):
        assert meet(first).is_refused(ours, f"{ours}/kvittering")
    for first in ("Cilie", "Asta", "Bo"):
        assert meet(first).is_refused(theirs)
    dan.open("r4-saarbarhed")
    dan.answer(t4p_saarbarhed="Vi har skiftet direktør tre gange")
    finn = meet("Finn")
    cards = finn.open("r4-laeg-frem")
    assert "Vi har få nøglefrivillige" in finn.text()
    assert not finn.finds(SECRET, cards, f"/sager/{site.case}", "/opgaver")
    finn.do("r4-laeg-frem")
    meet("Else").do("r4-risikoanalyse")
    meet("Cilie").do("r4-skriv-dialogpapir", t4_vision="Ethvert barn i Pulterby har et sted at lave lektier")


def gate_four_is_sent_back_once(meet: Meet, site: Site) -> None:
    """One party says yes, the other asks for a change: the yes is void, and both are asked again."""
    bo, dan = meet("Bo"), meet("Dan")
    bo.do("gp-tag-stilling", gp_beslutning="godkend", gp_intern_note=NOTE)
    dan.do("gp-tag-stilling", gp_beslutning="ret", gp_bemaerkning=WISH)
    draft = meet("Cilie")
    draft.open("r4-skriv-dialogpapir")
    assert WISH in draft.text()
    draft.answer(t4_vision="Ethvert barn i Pulterby har et sted at lave lektier. Børn vises ikke i reklamer.")
    gate = dan.open("gp-tag-stilling")
    assert "0 af 2 har godkendt" in dan.text() and "Version 2" in dan.text()
    dan.page.get_by_text("Tidligere svar (2)").click()
    yes = dan.page.locator("li.void", has_text="Foreningen Lektielyset")
    assert "Godkendt" in yes.inner_text() and "Bortfaldet, fordi" in yes.inner_text()
    old = first_version(site)
    assert not dan.finds(NOTE, gate, f"/sager/{site.case}", old)
    assert bo.finds(NOTE, old)
    for person in (bo, dan):
        person.do("gp-tag-stilling", gp_beslutning="godkend")
    assert "version 2" in bo.case() and "Bortfaldet, fordi" in bo.go(old)


def first_version(site: Site) -> str:
    """The page of the first document that the case has frozen."""
    with site.store.read() as session:
        first = session.scalar(
            sa.select(sa.func.min(document.c.id))
            .join(process_instance, process_instance.c.id == document.c.process_instance_id)
            .where(process_instance.c.number == site.case)
        )
    return f"/sager/{site.case}/dokumenter/{first}"


def organise(meet: Meet) -> None:
    """Step 5 up to half of its gate, while step 6 has begun."""
    cilie, else_ = meet("Cilie"), meet("Else")
    assert {"Vælg organiseringsform", "Afstem forventninger til kommunikation"} <= set(cilie.inbox())
    cilie.do("r5-vaelg-form", t5_form="projektledelse")
    for task in ("r5-projektledelse", "r5-beslutningsret", "r5-arbejdsgrupper", "r5-ressourcer"):
        else_.do(task)
    cilie.do("r5-beskrivelse")
    else_.do("gp-tag-stilling", gp_beslutning="godkend")


def speak_as_one(meet: Meet) -> None:
    """Step 6 with its gate, and the rest of the gate of step 5."""
    cilie, else_, finn = meet("Cilie"), meet("Else"), meet("Finn")
    cilie.do("r6-forventninger")
    for task in ("r6-kernefortaelling", "r6-udadtil", "r6-godkendelser"):
        finn.do(task)
    else_.do("r6-talsperson")
    cilie.do("r6-indadtil")
    else_.do("r6-indadtil")
    else_.do("r6-krise")
    finn.do("r6-aftale")
    for person, times in ((cilie, 3), (else_, 1), (finn, 1)):
        for _ in range(times):
            person.do("gp-tag-stilling", gp_beslutning="godkend")


def write_the_agreement(meet: Meet) -> None:
    """Step 7 up to its gate."""
    cilie, else_ = meet("Cilie"), meet("Else")
    ours = {"skrivegruppe": ["Cilie Eksempel"], "t7_underskriver": SIGNER}
    cilie.do("r7-skrivegruppe", **ours, t7_org_kompetence="bestyrelse")
    else_.do("r7-skrivegruppe", skrivegruppe=["Else Eksempel"])
    else_.do("r7-genbesoeg", t4g_udfald="ingen")
    for task in ("r7-rammer", "r7-organisering", "r7-laering"):
        cilie.do(task)
    term = {"t7_02_fra": "2026-09-01", "t7_02_til": "2028-08-31", "t7_ikraft_dato": "2026-09-01"}
    parties = [{"cvr": "12345678"}, {}]
    else_.do("r7-aftalepunkter", t7_01_parter=parties, **term, t7_13_varsel_dage=90)
    cilie.do("r7-saml-aftale")


def sign(meet: Meet) -> None:
    """The company's management and the charity's board say yes, each in their own way; then both sign."""
    dan, asta = meet("Dan"), meet("Asta")
    dan.do("gp-tag-stilling", gp_beslutning="godkend")
    asta.do("gp-bestyrelsesbeslutning", gp_best_beslutning="godkend", gp_best_tekst="Punkt 4 på mødet")
    assert not dan.finds("Punkt 4 på mødet", f"/sager/{dan.site.case}")
    asta.open("dk-underskriv")
    assert asta.page.input_value("[name=t7_underskrift_navn]") == SIGNER
    asta.answer()
    dan.do("dk-underskriv")


def a_stranger_sees_nothing(meet: Meet, site: Site, *cases: str) -> None:
    """Somebody of an organisation that is in no way part of it."""
    ida = meet("Ida")
    assert not any(number in ida.cases() + ida.go("/opgaver") for number in cases)
    tasks = [
        f"/opgaver/{task}" for task in site.tasks("r4-skriv-dialogpapir") + site.tasks("gp-tag-stilling")
    ]
    assert ida.is_refused(*(f"/sager/{number}" for number in cases), *tasks)
