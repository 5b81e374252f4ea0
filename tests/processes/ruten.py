"""The worked case A of the dossier: Foreningen Lektielyset and Pulterby Papir, step by step."""

from __future__ import annotations

from typing import Any

from tests.processes.people import PeopledCase

FOLDER = "partnerskabsruten"
ORGANISATION = {
    "P1": {
        "Cilie": "org-initiativtager org-projektleder org-kommunikation",
        "Bo": "org-direktoer",
        "Asta": "org-formand org-bestyrelse",
    }
}
COMPANY = {
    "P2": {"Else": "vir-kontaktperson vir-projektleder", "Dan": "vir-direktion", "Finn": "vir-kommunikation"}
}
PARTIES = [{"part_id": "P1", "navn": "Foreningen Lektielyset", "type": "civil", "organisation_id": "1"}]
CANDIDATES = [
    {"virksomhed": "Pulterby Papir A/S", "kilde": "medlemmer", "kun_bekendtskab": False},
    {"virksomhed": "Sparekassen Tvillingby", "kilde": "bestyrelse", "kun_bekendtskab": True},
    {"virksomhed": "Kvistkant Møbler ApS", "kilde": "cvr", "kun_bekendtskab": False},
]
MARKS = [(3, 3, 2, 1, 3, 4), (2, 0, 1, 2, 3, 2), (1, 2, 1, 0, 1, 1)]
CRITERIA = ("k_formaal", "k_produkt", "k_maalgruppe", "k_relation", "k_sted", "formaalsmatch")


def opened(day: str = "2026-01-12", **given: Any) -> PeopledCase:
    """The case as Cilie opens it."""
    variables = {
        "sag_id": "S-1",
        "parter": PARTIES,
        "t0_sag_navn": "Lys på lektierne",
        "t0_udgangspunkt": "nyt",
    }
    return PeopledCase("ruten-organisation", FOLDER, ORGANISATION, {**variables, **given}, day)


def know_yourselves(case: PeopledCase, **readiness: Any) -> None:
    """Step 1 up to the question whether now is the time."""
    case.by("Cilie", "r1-maal-strategi", t1_retning="Lektiecaféer i seks boligområder inden 2029")
    case.by("Cilie", "r1-ressourcer-historik")
    case.by("Cilie", "r1-oensker-potentialer", t1_oensker=["produkter", "timer", "synlighed"])
    case.by("Bo", "r1-klar-nu", **{"t1_klar": "ja", **readiness})


def board_says_yes(case: PeopledCase) -> None:
    case.by("Bo", "r1-tilrettelaeg", org_projektleder="Cilie", org_kommunikation="Cilie")
    case.by("Cilie", "r1-opsamling")
    case.by("Asta", "gp-bestyrelsesbeslutning", gp_best_beslutning="godkend")


def find_candidates(case: PeopledCase, *chosen: str, how: str = "en_ad_gangen", stop: bool = True) -> None:
    case.by("Cilie", "r1-soegeprofil")
    case.by("Cilie", "r1-find-kandidater", t1_kandidater=CANDIDATES)
    marks = [
        {**row, **dict(zip(CRITERIA, points, strict=True))}
        for row, points in zip(case["t1_vurdering"], MARKS, strict=True)
    ]
    case.by("Cilie", "r1-vurder-kandidater", t1_vurdering=marks)
    choice = [{**row, "valgt": row["kandidat_id"] in chosen} for row in case["t1_valg"]]
    case.by("Cilie", "r1-vaelg-kandidater", t1_valg=choice, t1_kandidat_tilstand=how, t1_stop_ved_ja=stop)


def make_contact(case: PeopledCase) -> None:
    """Step 2 up to the first mail."""
    for element in ("r2-briller", "r2-vaerdiloefte"):
        case.by("Cilie", element)
    case.by("Cilie", "r2-kontaktperson", t2_kanal="mail")
    case.by("Cilie", "r2-budskab")
    case.by("Cilie", "r2-send")


def meet(case: PeopledCase, day: str, outcome: str) -> None:
    """Step 3, one meeting on a day."""
    case.by("Cilie", "mc-aftal-tid", mc_dato=day)
    if "r3-moedehold" in case.open():
        case.by("Bo", "r3-moedehold")
        for element in ("r3-virksomhed", "r3-pointer", "r3-praesentation", "r3-handout"):
            case.by("Cilie", element)
    case.at(day)
    case.by("Cilie", "r3-under-moedet", t3_klart_nej=outcome == "nej_tak")
    for element in ("r3-tak", "mc-referat", "r3-orienter", "r3-evaluer"):
        case.by("Cilie", element)
    if outcome != "nej_tak":
        case.by("Cilie", "r3-foreslaa-moede")
    case.by("Cilie", "r3-udfald", t3_udfald=outcome)


def prepared() -> PeopledCase:
    """Steps 1 to 3, until the invitation is sent."""
    case = opened()
    know_yourselves(case)
    board_says_yes(case)
    find_candidates(case, "K1")
    make_contact(case)
    case.by("Cilie", "r2-noter-svar", t2_svar="moede")
    meet(case, "2026-03-18", "potentiale")
    case.by("Bo", "gp-tag-stilling", gp_beslutning="godkend")
    invited = [{"organisation": "2", "part_type": "virksomhed"}]
    case.by("Cilie", "rp-inviter", tp_inviterede=invited, t3_skitse_del=False)
    return case


def shared(answer: str = "ja") -> PeopledCase:
    """The shared room, up to the company's answer."""
    case = prepared().follow("msg-partnerskab-aabnes", COMPANY)
    case.by("Else", "rp-svar-paa-invitation", tp_svar=answer)
    return case


def onboarded() -> PeopledCase:
    case = shared()
    for lead, manager, voice in (("Bo", "Cilie", "Cilie"), ("Dan", "Else", "Finn")):
        case.by(lead, "rp-udpeg-projektleder", part_projektleder=manager)
        case.by(manager, "rp-fordel-roller", part_kommunikation=voice)
    case.by("Cilie", "r4-dialoggruppe", dialoggruppe=["Cilie", "Bo"])
    case.by("Else", "r4-dialoggruppe", dialoggruppe=["Else", "Finn"])
    return case


def dialogue(case: PeopledCase) -> None:
    """Step 4 up to the draft."""
    case.by("Cilie", "r4-undersoeg-ideen", t4_problem="Børn mangler ro og voksne til lektierne")
    case.by("Else", "r4-vaerdimatrix")
    hidden, told = {"emne": "Uro om husleje", "del": "nej"}, {"emne": "Få nøglefrivillige", "del": "ja"}
    case.by("Bo", "r4-saarbarhed", t4p_del=[{**told, "tekst": "Vi har få nøglefrivillige"}, hidden])
    case.by("Dan", "r4-saarbarhed", t4p_saarbarhed="Vi har skiftet direktør tre gange")
    case.by("Finn", "r4-laeg-frem")
    case.by("Else", "r4-risikoanalyse")
    case.by(
        "Cilie",
        "r4-skriv-dialogpapir",
        t4_genbesoeg_rytme="kvartal",
        t4_vision="Ethvert barn i Pulterby har et sted at lave lektier",
    )


def organise(case: PeopledCase) -> None:
    """Step 5 up to its gate."""
    case.by("Cilie", "r5-vaelg-form", t5_form="projektledelse")
    for element in ("r5-projektledelse", "r5-beslutningsret", "r5-arbejdsgrupper", "r5-ressourcer"):
        case.by("Else", element)
    case.by("Cilie", "r5-beskrivelse")


def speak_as_one(case: PeopledCase) -> None:
    """Step 6 up to its gate."""
    case.by("Cilie", "r6-forventninger")
    for element in ("r6-kernefortaelling", "r6-udadtil", "r6-godkendelser"):
        case.by("Finn", element)
    case.by("Else", "r6-talsperson")
    case.by("Cilie", "r6-indadtil", t6_svarvej="Skriv til Cilie")
    case.by("Else", "r6-indadtil", t6_svarvej="Skriv til Else")
    case.by("Else", "r6-krise")
    case.by("Finn", "r6-aftale")


def write_agreement(case: PeopledCase) -> None:
    """Step 7 up to its gate."""
    case.by("Cilie", "r7-skrivegruppe", skrivegruppe=["Cilie"], t7_org_kompetence="bestyrelse")
    case.by("Else", "r7-skrivegruppe", skrivegruppe=["Else"])
    case.by("Else", "r7-genbesoeg", t4g_udfald="ingen")
    for element in ("r7-rammer", "r7-organisering", "r7-laering"):
        case.by("Cilie", element)
    case.by(
        "Else",
        "r7-aftalepunkter",
        t7_ikraft_dato="2026-09-01",
        t7_02_til="2027-08-31",
        t7_13_varsel_dage=90,
    )
    case.by("Cilie", "r7-saml-aftale")


def gate(case: PeopledCase, *people: str, **answer: Any) -> None:
    """These people answer the same to the open gate."""
    for person in people:
        case.by(person, "gp-tag-stilling", **{"gp_beslutning": "godkend", **answer})
