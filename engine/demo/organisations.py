"""The fictional organisations and people of the dossiers' worked cases, and the roles they usually fill.

Organisation -> (kind, short name for addresses, [(first name, roles)]). Everybody's surname is Eksempel; the first
person of an organisation administers it."""

from __future__ import annotations

CIVIL = "civil"
COMPANY = "virksomhed"
OWNER = "bygherre"
TEAM = "leveranceteam"

ORGANISATIONS: dict[str, tuple[str, str, list[tuple[str, tuple[str, ...]]]]] = {
    "Foreningen Lektielyset": (
        CIVIL,
        "lektielyset",
        [
            ("Cilie", ("org-initiativtager", "org-projektleder", "org-kommunikation")),
            ("Bo", ("org-direktoer",)),
            ("Asta", ("org-formand", "org-bestyrelse")),
        ],
    ),
    "Pulterby Papir A/S": (
        COMPANY,
        "pulterbypapir",
        [
            ("Else", ("vir-kontaktperson", "vir-projektleder")),
            ("Dan", ("vir-direktion",)),
            ("Finn", ("vir-kommunikation",)),
        ],
    ),
    "Cykelhjælpen Fabelby": (
        CIVIL,
        "cykelhjaelpen",
        [
            (
                "Gerda",
                (
                    "org-initiativtager",
                    "org-projektleder",
                    "org-kommunikation",
                    "org-formand",
                    "org-bestyrelse",
                ),
            ),
            ("Hans", ("org-direktoer",)),
        ],
    ),
    "Fabelby Fragt A/S": (
        COMPANY,
        "fabelbyfragt",
        [("Ida", ("vir-kontaktperson", "vir-projektleder", "vir-kommunikation", "vir-direktion"))],
    ),
    "Boligforeningen Lærkely": (
        OWNER,
        "laerkely",
        [
            ("Rikke", ("bygherre-projektleder",)),
            ("Søren", ("bygherre-ol", "bygherre-stoette")),
            ("Tove", ("bygherre-leder",)),
        ],
    ),
    "Egelund Kommune": (
        OWNER,
        "egelund",
        [
            ("Ulla", ("bygherre-projektleder", "bygherre-stoette")),
            ("Viggo", ("bygherre-ol",)),
            ("Yrsa", ("bygherre-leder",)),
        ],
    ),
    "Team Stenbro": (
        TEAM,
        "teamstenbro",
        [
            ("Anton", ("lt-projekteringsleder", "raadgiver")),
            ("Birgit", ("lt-projektansvarlig-udfoerelse",)),
            ("Carl", ("lt-ol", "ressourcechef")),
            ("Dorte", ("lt-topledelse", "partnerskabsudvikler")),
        ],
    ),
}
# Who edits which processes: first name -> their ids. What all of them share is the operator's.
OWNERS: dict[str, tuple[str, ...]] = {
    "Cilie": ("ruten-organisation", "kandidatspor", "ruten-partnerskab"),
    "Rikke": (
        *(
            "p-aftaletrin",
            "p-efter-aflevering",
            "aftaleudkast",
            "prissaetning",
            "risikogennemgang",
            "puljetraek",
        ),
        *("spring-over", "tillaeg", "udskydelse", "afregning", "mangelafhjaelpning", "port-paa-niveau"),
    ),
}
DOMAIN = "example.dk"
OPERATIONS = "Driften (udgiver processer)"
OPERATOR = ("Olga Eksempel", "drift@samtrin.example.dk")
