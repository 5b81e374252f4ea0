"""The demo's cases, each left at a point that is worth opening. Their past lies in the weeks before today."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from engine import jobs
from engine.clock import HOME
from engine.models import organisation, setting
from engine.store import Store

from . import clock
from .player import Player
from .talk import talk

ROUTE, BUILDING = "ruten-organisation", "p-aftaletrin"
PREPARATION: dict[str, dict[str, Any]] = {
    "r1-maal-strategi": {
        "t1_staar_for": "Alle børn skal have en voksen, der har tid til lektierne.",
        "t1_retning": "Lektiecaféer i seks boligområder inden 2029.",
        "t1_bidrag_til_maal": "Flere frivillige og ting, børnene kan bruge.",
    },
    "r3-udfald": {"t3_udfald": "potentiale"},
}
GATES = {
    "gp-tag-stilling": {"gp_intern_note": "Vi har talt det igennem."},
    "gp-bestyrelsesbeslutning": {"gp_best_tekst": "Bestyrelsen bakker op."},
}
DIALOGUE: dict[str, dict[str, Any]] = {
    "r4-undersoeg-ideen": {"t4_problem": "Børn mangler ro, redskaber og voksne til lektierne."},
    "r4-skriv-dialogpapir": {
        "t4_overskrift": "Lys på lektierne",
        "t4_vision": "Ethvert barn i Pulterby har et sted at lave lektier.",
    },
}
CORRECTED = "Ethvert barn i Pulterby har et sted at lave lektier. Børnene vises ikke i reklamer."


def play(store: Store) -> None:
    """Play every case to its point; the clock is back at today afterwards."""
    today = store.clock().astimezone(HOME).date()
    for days_ago, scene in (
        (97, _lys_paa_lektierne),
        (30, _cykler_til_alle),
        (41, _tag_og_facader),
        (12, _boernehuset),
        (3, _sommerskole),
    ):
        morning = datetime.combine(today - timedelta(days=days_ago), time(10, 15), HOME)
        store.clock.offset = timedelta()
        store.clock.advance(morning - store.clock())
        scene(store)
    store.clock.offset = timedelta()
    jobs.run_due(store)
    with store.transaction() as session:
        session.execute(sa.delete(setting).where(setting.c.key == clock.KEY))


def _lys_paa_lektierne(store: Store) -> None:
    """The shared case at its first gate: sent back once, half approved the second time."""
    preparation = Player.start(
        store,
        ROUTE,
        ["Foreningen Lektielyset"],
        {"t0_sag_navn": "Lys på lektierne", "t0_udgangspunkt": "nyt", "t0_rute_omfang": "fuld"},
        {**PREPARATION, **GATES, "rp-inviter": _invitation(store, "Pulterby Papir A/S")},
        pace=timedelta(days=2),
    )
    preparation.until()
    shared = preparation.follow({**DIALOGUE, **GATES})
    shared.until("gp-tag-stilling")
    shared.do("gp-tag-stilling", party="P1", gp_beslutning="godkend")
    shared.do(
        "gp-tag-stilling",
        party="P2",
        gp_beslutning="ret",
        gp_bemaerkning="Skriv, at børn ikke vises i reklamer.",
        gp_intern_note="Det har vi lovet medarbejderne.",
    )
    shared.until("r4-skriv-dialogpapir")
    shared.do("r4-skriv-dialogpapir", t4_vision=CORRECTED)
    shared.until("gp-tag-stilling")
    shared.do("gp-tag-stilling", party="P1", gp_beslutning="godkend")


def _cykler_til_alle(store: Store) -> None:
    """A first letter without an answer: the follow-up has opened after a week."""
    case = Player.start(
        store,
        ROUTE,
        ["Cykelhjælpen Fabelby"],
        {"t0_sag_navn": "Cykler til alle", "t0_udgangspunkt": "nyt", "t0_rute_omfang": "let"},
        GATES,
        pace=timedelta(days=1),
    )
    case.until("r2-noter-svar")
    case.wait(days=8)


def _tag_og_facader(store: Store) -> None:
    """A building project in its planning step."""
    case = Player.start(
        store,
        BUILDING,
        ["Boligforeningen Lærkely", "Team Stenbro"],
        {
            "projektnavn": "Tag og facader, Kløverparken",
            "opgavetype": "renovering",
            "oplyst_ramme": 42_000_000,
            "graense_fast_pris_ol": 25_000_000,
            "graense_udskydelse_ol": 1_000_000,
        },
        GATES,
        pace=timedelta(days=1),
    )
    case.until("a1-byggeprogram")
    talk(store, case.number)


def _boernehuset(store: Store) -> None:
    """A building project whose team waits to be approved by both sides."""
    case = Player.start(
        store,
        BUILDING,
        ["Egelund Kommune", "Team Stenbro"],
        {
            "projektnavn": "Ventilation, Børnehuset Mosegrisen",
            "opgavetype": "ombygning",
            "oplyst_ramme": 2_500_000,
            "graense_fast_pris_ol": 25_000_000,
            "graense_udskydelse_ol": 1_000_000,
        },
        pace=timedelta(days=1),
    )
    case.until("gp-tag-stilling")


def _sommerskole(store: Store) -> None:
    """A case that has just begun."""
    Player.start(
        store,
        ROUTE,
        ["Foreningen Lektielyset"],
        {"t0_sag_navn": "Sommerskole for alle", "t0_udgangspunkt": "nyt", "t0_rute_omfang": "let"},
    )


def _invitation(store: Store, name: str) -> dict[str, Any]:
    with store.read() as session:
        found = session.scalar(sa.select(organisation.c.id).where(organisation.c.name == name))
    return {"tp_inviterede": [{"organisation": str(found), "part_type": "virksomhed"}]}
