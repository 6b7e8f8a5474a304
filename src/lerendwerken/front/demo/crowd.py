"""A large organisation that nobody wrote: a story of any size, made by rule, to see the product full.

It is told in the same keys as the handwritten stories and played by the same acts. The same size gives the same story.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lerendwerken.front.demo.stories import Story, TeamStory, Told

SLUG = "veldrijk"
MOST = 20_000  # people times weeks: about an hour of acts
TEAM = 8  # people in a team, or a few less
TABLE = 3  # who bring a position to a dialogue; a smaller team holds none
UNDER_ONE_MANAGER = 6

FIRST = (
    "Aisha", "Bas", "Carla", "Daan", "Eva", "Farid", "Greet", "Hugo", "Imane", "Jelle", "Kirsten", "Lars", "Mina",
    "Niels", "Olga", "Paul", "Quinten", "Rosa", "Sem", "Tess", "Umut", "Vera", "Wim", "Xandra", "Yara", "Zeki",
)  # fmt: skip
LAST = (
    "Aalbers", "Bouzid", "Claassen", "Demir", "Evers", "Faber", "Groen", "Haddad", "Idema", "Jonker", "Kaya",
    "Lammers", "Mulder", "Nooij", "Okker", "Postma", "Quist", "Rook", "Smeets", "Timmer", "Ulrich", "Veenstra",
    "Wouda",
)  # fmt: skip
WORK = (
    ("Brief met een weigering", "briefschrijver"),
    ("Verslag van een gesprek", "consulent"),
    ("Melding uit de wijk", "wijkbeheerder"),
    ("Aanvraag beoordelen", "beoordelaar"),
    ("Advies aan het bestuur", "adviseur"),
)
ABOUT = (
    "de dakkapel in de Molenstraat", "de schutting aan de Vaart", "een verloren rijbewijs", "de bushalte bij de school",
    "een uitrit op de Kade", "de subsidie van de muziekvereniging", "een traplift", "de bomen langs de ringweg",
    "een kapotte lantaarn", "de kermis in mei", "een scootmobiel", "het terras op het plein", "de leerlingenbus",
)  # fmt: skip
QUESTIONS = (
    ("begrip", "Hoe merk ik dat iemand begrijpt wat ik over {about} schrijf?"),
    ("tijd", "Wat kan ik weglaten als ik over {about} schrijf?"),
    ("samen", "Wie vraag ik om tegenspraak voordat ik over {about} beslis?"),
)
EXPECTS = (
    "Dat wie het stuk over {about} leest, in week {n} niet meer belt.",
    "Dat ik bij {about} een kwartier eerder klaar ben dan in week {before}.",
    "Dat een collega bij {about} iets ziet wat ik niet zag, ook in week {n}.",
)
PLANS = (
    "Als ik aan {about} begin, dan schrijf ik eerst één zin voor wie het leest.",
    "Als het stuk over {about} klaar is, dan lees ik het hardop.",
    "Als ik bij {about} twijfel, dan vraag ik iemand van een ander team.",
)
THOUGHTS = (
    "Bij {about} schrijf ik altijd te veel, omdat ik bang ben iets te vergeten.",
    "Volgens mij leest iedereen bij {about} alleen de eerste alinea.",
    "Ik denk dat het bij {about} aan de volgorde ligt en niet aan de woorden.",
)
TRIED = (
    "De beslissing over {about} in de eerste regel gezet.",
    "Bij {about} de AI laten vragen wat er ontbreekt.",
    "Het stuk over {about} voorgelezen aan een collega.",
)
OUTCOMES = (
    ("Wie ik over {about} belde, wist nog wat er was besloten.", "better"),
    ("Over {about} kwam dezelfde vraag als in week {before}.", "same"),
    ("Het stuk over {about} werd er langer van, niet duidelijker.", "worse"),
)
LEARNED = (
    ("dat {about} moeilijk was", "dat de volgorde moeilijk was", "de vraag in week {n} over iets eenvoudigs ging"),
    ("dat niemand over {about} las", "dat mensen zoeken wat zij moeten doen", "drie mensen dat in week {n} vroegen"),
    ("dat ik {about} zelf kon nakijken", "dat een ander meer ziet", "er in week {n} een datum niet klopte"),
)  # fmt: skip


def story(people: int, weeks: int) -> Story:
    """An organisation in which `people` professionals lived `weeks` weeks, with those who lead and look beside them.

    Raises `ValueError` for a size that is nothing, or that would take more than about an hour to make.
    """
    if people < 1 or weeks < 1 or people * weeks > MOST:
        raise ValueError(f"Take one person and one week or more, and at most {MOST:,} people times weeks.")
    number = -(-people // TEAM)
    members = [[_person(place, weeks) for place in range(first, people, number)] for first in range(number)]
    teams = tuple(_team(place, team, weeks) for place, team in enumerate(members))
    return Story(_organisation(teams, weeks), teams, weeks)


def _of(options: Sequence[Any], *numbers: int) -> Any:
    """One of these, another for each person and week."""
    return options[
        sum(number * step for number, step in zip(numbers, (1, 5, 7), strict=False)) % len(options)
    ]


def _words(options: Sequence[str], place: int, n: int) -> str:
    return str(_of(options, place, n)).format(about=_of(ABOUT, place, n), n=n, before=n - 1)


# ---- a person


def login(place: int) -> str:
    """The name before the @ of the person on this place, from 0."""
    return f"p{place + 1:04}"


def _person(place: int, weeks: int) -> Told:
    key, text = _of(QUESTIONS, place)
    do = _of(("tue", "wed", "thu"), place)
    return {
        "login": login(place),
        "name": f"{_of(FIRST, place)} {_of(LAST, place // len(FIRST), place)}",
        "job": _of(WORK, place)[1],
        "facilitator": False,
        "days": {"work": do, "focus": "mon", "deepen": "tue", "do": do, "harvest": "fri"},
        "question": [{"week": 1, "development_question": key, "text": text.format(about=_of(ABOUT, place))}],
        "week": [_week(place, n) for n in range(1, weeks + 1)],
    }


def _week(place: int, n: int) -> Told:
    """A week of one person: something tried each week, something learned every other one, sparring now and then."""
    outcome, quality = _of(OUTCOMES, place, n)
    about = {"about": _of(ABOUT, place, n), "n": n, "before": n - 1}
    told: Told = {
        "n": n,
        "expectation": _words(EXPECTS, place, n),
        "if_then": _words(PLANS, place, n),
        "conclusion": _words(TRIED, place + 1, n),
        "vitality": 1 + (place + n) % 5,
        "experiment": {
            "process": "werk",
            "piece": f"stuk {n} over {about['about']}",
            "tried": _words(TRIED, place, n),
            "expects": _words(EXPECTS, place, n),
            "outcome": outcome.format(**about),
            "minutes_before": 40 + (place + n) % 30,
            "minutes_after": 30 + (place + 2 * n) % 30,
            "quality": quality,
            "check": "done" if quality != "worse" else "stopped",
        },
    }
    if (place + n) % 4 == 0:
        told |= {"mode": "analyse", "think_first": _words(THOUGHTS, place, n)}
    if (place + n) % 2 == 0:
        before, now, because = (words.format(**about) for words in _of(LEARNED, place, n))
        told["insight"] = {
            "before": before,
            "now": now,
            "because": because,
            "cue": f"Wat zag je in week {n} bij {about['about']}?",
            "share": "team" if (place + n) % 4 == 0 else "self",
        }
    return told


# ---- a team


def _team(place: int, people: list[Told], weeks: int) -> TeamStory:
    people[0]["facilitator"] = True
    logins = [str(person["login"]) for person in people]
    work = _of(WORK, place)[0]
    told = {
        "key": _key(place),
        "name": f"Team {place + 1}, {work.lower()}",
        "lapsed_work": "Het overleg van maandag vervalt.",
        "dialogue": {"day": "thu", "time": f"{9 + place % 6:02}:30"},
        "mandate": "Alles wat we in een week terugdraaien, in ons eigen werk.",
        "process": [{"key": "werk", "name": work, "version": [_version(logins[0])]}],
        "dialogue_held": [_dialogue(logins, place, n) for n in range(2, weeks + 1, 2)]
        if len(logins) >= TABLE
        else [],
        "proposal": [_trial(logins, place), _proposal(logins, place)],
        "obstacle": [_obstacle(logins, place)],
        "statement": [],
    }
    return TeamStory(_key(place), told, tuple(people))


def _key(place: int) -> str:
    return f"team{place + 1}"


def _version(maker: str) -> Told:
    return {
        "week": 1,
        "reason": "Wie de beslissing vooraan leest, belt minder vaak terug.",
        "steps": [
            {"by": "person", "text": "Schrijf in één regel wat er is besloten."},
            {"by": "ai", "text": "Vraagt wat er voor de lezer ontbreekt."},
            {"by": "check", "text": "Lees de eerste regel hardop aan een collega."},
        ],
        "instruction": "Stel hooguit twee vragen over wat er ontbreekt. Schrijf zelf niets.",
        "check": "Staat de beslissing in de eerste regel?",
        "stop": "Bij een klacht of een bezwaar schrijven we zonder AI.",
        "made_by": maker,
    }


def _dialogue(logins: list[str], place: int, n: int) -> Told:
    turn = [logins[(n + step) % len(logins)] for step in range(TABLE)]
    about = _of(ABOUT, place, n)
    said = (
        "Zo laten, tot iemand het navraagt.",
        "Eerst vijf mensen bellen.",
        "Vooraan zetten, vanaf morgen.",
    )
    return {
        "week": n,
        "case": f"Wat doen we met stukken over {about} in week {n}?",
        "case_by": turn[0],
        "positions": [
            {"who": who, "text": f"{words} Dat vind ik bij {about}."}
            for who, words in zip(turn, said, strict=True)
        ],
        "objections": [{"by": turn[1], "on": turn[0], "text": f"Bij {about} belt niemand, en toch klopt het niet."}],
        "courage": [{"who": turn[2], "text": f"Dat niemand de stukken over {about} naleest."}],
        "decision": f"We bellen vijf mensen over {about}.",
        "owner": turn[0],
        "next_lead": turn[1],
    }  # fmt: skip


def _trial(logins: list[str], place: int) -> Told:
    """Something that a team tries inside its own mandate, measures and keeps."""
    return {
        "key": f"proef-{place}",
        "by": logins[0],
        "week": 3,
        "title": f"De beslissing vooraan bij {_of(ABOUT, place)}",
        "idea": "Elk stuk begint met wat er is besloten en wat de lezer moet doen.",
        "expected": "Vijf telefoontjes per week minder.",
        "promise": "bellen",
        "reversible": True,
        "risk": "Wie alleen de eerste regel leest, mist de termijn.",
        "in_mandate": True,
        "trial": {"week": 4, "weeks": 4, "what": "Het hele team, vier weken."},
        "measurement": [{"week": 6, "value": 80 + place % 20, "note": "Geteld bij de telefoon."}],
        "realised": {"week": 8, "reason": "Minder telefoontjes, en niemand wil terug."},
    }


def _proposal(logins: list[str], place: int) -> Told:
    """Something that the manager of a team has to answer; where the weeks end before that, it still waits."""
    return {
        "key": f"voorstel-{place}",
        "by": logins[-1],
        "week": 5,
        "title": f"Eén sjabloon voor {_of(ABOUT, place, 1)}",
        "idea": "De teams die hierover schrijven gebruiken hetzelfde sjabloon.",
        "expected": "Een dag per maand minder zoekwerk.",
        "promise": "bellen",
        "reversible": False,
        "risk": "Een fout in het sjabloon staat meteen in elk stuk.",
        "in_mandate": False,
        "put_forward_week": 6,
        "answer": {"week": 7, "verdict": "yes", "reason": "Ja, als jullie het na een maand laten zien."},
    }


def _obstacle(logins: list[str], place: int) -> Told:
    return {
        "week": 7,
        "day": "tue",
        "by": logins[0],
        "to": _manager(place),
        "text": f"Het systeem drukt bij {_of(ABOUT, place)} eerst de wet af.",
        "why": "Wat er is besloten staat daardoor pas op de tweede bladzijde.",
    }


def _manager(place: int) -> str:
    """The login of who manages the team on this place, from 0."""
    return f"leiding{place // UNDER_ONE_MANAGER + 1}"


# ---- the organisation


def _organisation(teams: Sequence[TeamStory], weeks: int) -> Told:
    return {
        "name": "Gemeente Veldrijk",
        "slug": SLUG,
        "zone": "Europe/Amsterdam",
        "country": "NL",
        "answer_term_days": 10,
        "person": _leading(teams),
        "agreement": [
            {
                "week": 1,
                "kind": "full",
                "purpose": "Leren tijdens het werk, in elk team.",
                "said": [{"day": "mon", "time": "08:08", "verdict": "agrees", "text": "Akkoord."}],
            }
        ],
        "frame": {
            "title": "Minder bellen, meer begrijpen",
            "why": "Na elk stuk dat we sturen belt een op de vier mensen om te vragen wat er staat.",
            "version": [{"week": 1, "reason": "De eerste."}],
        },
        "goal": [
            {
                "key": "lezer",
                "title": "Wie iets van ons leest, weet wat er is besloten",
                "text": "Dat vragen we na.",
                "challenges": ["inclusion", "productivity"],
            }
        ],
        "promise": [_promise(teams, weeks)],
        "development_question": [
            {"key": key, "goal": "lezer", "text": text}
            for key, text in (
                ("begrip", "Hoe schrijven we zo dat iemand het in één keer begrijpt?"),
                ("tijd", "Wat kunnen we weglaten zonder dat iemand het mist?"),
                ("samen", "Hoe spreken we elkaar eerder tegen?"),
            )
        ],
        "register": [_system()],
    }


def _leading(teams: Sequence[TeamStory]) -> list[Told]:
    """A manager for every few teams, and one of every other role."""
    keys = [team.key for team in teams]
    managed = [keys[first : first + UNDER_ONE_MANAGER] for first in range(0, len(keys), UNDER_ONE_MANAGER)]
    managers = [
        {
            "login": _manager(place * UNDER_ONE_MANAGER),
            "name": f"{_of(LAST, place)} van Leeuwen",
            "job": "afdelingshoofd",
            "role": "manager",
            "manages": some,
            "deputy": "kader",
        }
        for place, some in enumerate(managed)
    ]
    return [
        *managers,
        {"login": "kader", "name": "Hetty Kramer", "job": "directeur", "role": "steward"},
        {"login": "beheer", "name": "Ruben Pol", "job": "beheerder", "role": "administrator"},
        {"login": "or", "name": "Nel Brink", "job": "ondernemingsraad", "role": "council"},
    ]


def _promise(teams: Sequence[TeamStory], weeks: int) -> Told:
    """Measured every third week by one person, and confirmed by another where there is one."""
    people = [str(person["login"]) for team in teams for person in team.people]
    confirmed = {"confirmed": True, "confirmed_by": people[1]} if len(people) > 1 else {"confirmed": False}
    return {
        "key": "bellen",
        "goal": "lezer",
        "title": "Minder telefoontjes na een stuk",
        "indicator": "Telefoontjes per week over een stuk dat in de week ervoor is verstuurd.",
        "unit": "per week",
        "kind": "direct",
        "term": "short",
        "baseline": 120,
        "target": 60,
        "due_in_weeks": 26,
        "better": "down",
        "measurement": [
            {"week": n, "value": max(120 - 2 * n, 64), "note": f"Geteld in week {n}.", "by": people[0], **confirmed}
            for n in range(1, weeks + 1, 3)
        ],
    }  # fmt: skip


def _system() -> Told:
    return {
        "name": "Veldmodel",
        "kind": "model",
        "supplier": "Een rekencentrum in de regio",
        "model": "open taalmodel",
        "purpose": "Vragen stellen bij conceptteksten.",
        "data_goes_to": "Het rekencentrum, gemaskeerd.",
        "retention": "Niets na het antwoord.",
        "training": "Niet op wat wij vragen.",
        "risk_class": "limited",
        "risk_reason": "Het beslist niets over mensen.",
        "risk": "Een vlotte zin lijkt een ware zin.",
        "oversight": "Wie ondertekent, leest elke regel.",
        "energy": "Niet bekend.",
        "contact": "Ruben Pol",
        "exit_plan": "Elk werk gaat ook zonder.",
        "status": "in_use",
    }
