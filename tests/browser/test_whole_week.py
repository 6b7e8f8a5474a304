"""An organisation that adopts it: its first hour, and a week in which nobody has all the time."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests import running
from tests.browser import journeys, together
from tests.browser.conftest import Opened
from tests.browser.living import DESKTOP, PHONE, Person, World, at, paired

pytestmark = pytest.mark.browser
PASSWORD = "een lang wachtwoord van mij"
CITIZEN = "Wilhelmina Kloosterziel"
OWN_VIEW = "Ik denk dat zij de motivering nooit gelezen heeft, want die staat op blad negen."
THOUGHT = "De motivering vooraan zetten en kijken wie er dan nog belt."
WAITS_FOR_MARGA = "Elke verloren zaak een half uur terug op tafel"  # due on the Tuesday; Henk is her deputy
AFTER_THE_TERM = "2027-01-19"  # the demo keeps what a leaver wrote until the day before
LIST = """naam;e-mail;rollen;teams;leidinggevende;begeleidt
Wil Mertens;wil@debrug.example;kaderhouder;;;
Gerard Kok;gerard@debrug.example;leidinggevende;;;
Iris Post;iris@debrug.example;professional;Samenstel;Gerard Kok;ja
Daan Smit;daan@debrug.example;professional;Samenstel;Gerard Kok;nee
"""


@pytest.fixture
def empty(shared: Path, chromium: Browser, tmp_path: Path) -> Iterator[World]:
    """An installation with its tables and nobody in it, not served yet; its clock can be set."""
    pair = paired(DESKTOP)
    copy = running.of_nobody(pair.kind, shared).copy(tmp_path / "copy")
    copy.environment["LERENDWERKEN_DEMO"] = "1"
    world = World(copy, chromium, pair)
    yield world
    world.close()


def test_a_week_in_which_nobody_has_all_the_time(opened: Opened) -> None:
    """Three days, ten minutes or the last days in the job: nothing is missed, and nobody waits or leaves a trace."""
    world = opened(PHONE, at("monday"))
    noor, joost, pieter = (world.person(name) for name in ("noor", "joost", "pieter"))
    _works_from_tuesday_to_thursday(noor)
    journeys.paste(pieter, f"Mevrouw {CITIZEN} begrijpt niet waarom haar dakkapel is geweigerd.", OWN_VIEW)
    pieter.go("/catch/").write("Je gedachte", THOUGHT).send("Bewaar")
    world.live(at("wednesday"))
    _lives_three_days(noor)
    journeys.tight_week(joost.go("/week/"))
    _the_deputy_answers(world)
    world.live(at("thursday"))
    _hold_the_dialogue(joost, noor, "Noor Hendriks")
    journeys.insight(noor.go("/week/harvest/"))
    world.live(at("friday", "17:30"))
    for who in (noor, joost):
        who.go("/week/").sees("Deze week is klaar")
        expect(who.page.locator(".moments [data-state=missed]")).to_have_count(0)
    _nobody_finds_the_citizen(world)
    _leaves_with_what_is_his(world, pieter)
    world.live(at(AFTER_THE_TERM))
    _nothing_of_his_is_left(world)


def test_from_init_to_the_first_dialogue(empty: World) -> None:
    """What an administrator, a steward and a team do in their first hour, by what the pages say and nothing else."""
    founding = (
        "init --name DeBrug --slug debrug --administrator ruth@debrug.example --administrator-name Ruth"
    )
    told = empty.installation.run(*founding.split()).stdout
    empty.live(at("thursday"))
    ruth = _comes_in(empty, "ruth", told.split()[-1])
    ruth.go("/").sees("Op weg naar het eerste gesprek")
    links = _takes_in_a_list(ruth)
    wil, iris, daan = (_comes_in(empty, name, links[name]) for name in ("wil", "iris", "daan"))
    _writes_a_frame(wil)
    _writes_the_agreement(ruth)
    _begins_the_rhythm(iris)
    ruth.go("/start/").sees("Alles staat klaar")
    journeys.paste(daan)
    journeys.choose_question(daan)
    _hold_the_dialogue(daan, iris, "Iris Post")
    iris.go("/dialogue/").sees(together.DECISION)


# ---- a week in which nobody has all the time


def _works_from_tuesday_to_thursday(who: Person) -> None:
    who.go("/week/days/")
    for day in ("maandag", "vrijdag"):
        who.click(who.page.get_by_role("group", name="Ik werk op").get_by_label(day))
    who.send("Bewaar")


def _lives_three_days(who: Person) -> None:
    """Focus, which stood on Tuesday and can still be done, then deepen and do, on the Wednesday."""
    line = who.page.locator(".moments")
    who.go("/week/").follow("Richten", line).write("Wat verwacht je?", journeys.EXPECTATION).primary()
    who.follow("Verdiepen", line).write("Wat besluit je?", journeys.CONCLUSION).send("Bewaar wat je vond")
    who.go("/week/").follow("Doen", line)
    journeys.experiment(who, partner="Joost Bakker")


def _the_deputy_answers(world: World) -> None:
    """The term of Marga was over on Tuesday; on Wednesday it lies with Henk, where everybody sees it."""
    fatima, henk = world.person("fatima"), world.person("henk")
    fatima.go("/proposals/").follow(WAITS_FOR_MARGA).sees("Het ligt nu bij Henk Vermeulen, de vervanger.")
    henk.go("/asked/").sees("als vervanger van Marga de Wit")
    together.answer_yes(henk, WAITS_FOR_MARGA)
    fatima.go("/proposals/").follow(WAITS_FOR_MARGA).sees(together.REASON)


def _hold_the_dialogue(owner: Person, other: Person, doer: str) -> None:
    """A case on the table, two positions written blind, shown together, and decided by whose case it is."""
    together.bring_case(owner.go("/dialogue/"))
    for who, text in zip((owner, other), together.POSITIONS.values(), strict=False):
        together.take_position(who.go("/dialogue/"), text)
    owner.go("/dialogue/").follow("Toon de standpunten").send("Toon ze nu")
    together.decide(owner.go("/dialogue/"), doer)


def _nobody_finds_the_citizen(world: World) -> None:
    for name in ("joost", "noor", "marga", "henk", "beheer"):
        who = world.person(name).go("/search/")
        who.write("Wat zoek je?", CITIZEN.split()[1]).send("Zoeken")
        expect(who.page.locator("mark")).to_have_count(0)
    assert CITIZEN.split()[1] not in world.log()


def _leaves_with_what_is_his(world: World, pieter: Person) -> None:
    """The administrator ends his membership; he fetches what he wrote, and nothing about a citizen is in it."""
    beheer = world.person("beheer").go("/people/").follow("Pieter Visser").send("Beëindig dit lidmaatschap")
    address = beheer.field("Adres").input_value()
    pieter.sign_in("pieter@waterrijk.example").go(address).send("Alles wat ik schreef")
    fetch = pieter.page.get_by_role("link", name="Haal het bestand op")
    _look_until(pieter, fetch)
    with pieter.page.expect_download() as started:
        pieter.click(fetch)
    with zipfile.ZipFile(io.BytesIO(started.value.path().read_bytes())) as packed:
        page = packed.read("lees-mij.html").decode()
    assert THOUGHT in page
    assert CITIZEN not in page


def _nothing_of_his_is_left(world: World) -> None:
    """Once the term is over his words are in no page of the database file, not even where rows used to be."""
    beheer = world.person("beheer").go("/people/").follow("Pieter Visser")
    _look_until(beheer, beheer.page.get_by_text("Wat van henzelf was, is op 19 januari 2027 verwijderd"))
    assert world.server
    world.server.stop()
    file = world.installation.folder / "lerendwerken.sqlite3"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # a process that was ended did not always
    kept = file.read_bytes()
    assert [words for words in (OWN_VIEW, THOUGHT, CITIZEN) if words.encode() in kept] == []


def _look_until(who: Person, there: Locator) -> None:
    """Look at a page again until something stands there that is made in the background."""
    for _ in range(100):
        if there.count():
            return
        who.go(who.page.url)
    expect(there).to_be_visible()


# ---- the first hour of an organisation


def _comes_in(world: World, name: str, link: str) -> Person:
    """Choose a password by a link, and sign in with it."""
    who = world.visitor()
    who.go(link)
    for field in who.page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    who.send("Bewaar dit wachtwoord")
    return who.sign_in(f"{name}@debrug.example", PASSWORD)


def _takes_in_a_list(ruth: Person) -> dict[str, str]:
    """Take in everybody from a spreadsheet; the link of each, by the name before the @."""
    ruth.primary().follow("Lijst inlezen")
    ruth.field("Lijst").set_input_files(
        {"name": "mensen.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    )
    ruth.send("Bekijk wat er zou gebeuren").send("Deze lijst inlezen")
    rows = [row.locator("td").all_inner_texts() for row in ruth.page.locator("table tbody tr").all()]
    return {email.split("@")[0]: link for email, link in rows}


def _writes_a_frame(wil: Person) -> None:
    """A goal, a result that is promised, a question, and in force."""
    wil.go("/").primary()
    wil.write("Hoe heet dit kader?", "Begrijpelijk werk").write(
        "Waarom wil je dit?", "Klanten bellen na elke brief."
    )
    wil.write("Vanaf welke dag?", "2026-12-03").primary()
    wil.primary().write("Wat wil je bereiken?", "Klanten begrijpen onze brief").primary()
    wil.follow("Voeg een resultaat toe")
    wil.write("Welk resultaat beloof je?", "Minder belletjes na een brief").write(
        "Hoe wordt het gemeten?", "Geteld"
    )
    wil.pick("Wat is beter?", "lager is beter").write("Waar sta je nu?", "12").write(
        "Waar wil je uitkomen?", "6"
    ).write("Op welke dag?", "2027-06-01").primary()
    wil.follow("Voeg een vraag toe").write(
        "Wat moeten jullie hiervoor leren?", "Hoe schrijven we korter?"
    ).primary()
    wil.write("Waarom deze versie, waarom nu?", "De eerste.").send("Laat deze versie ingaan")


def _writes_the_agreement(ruth: Person) -> None:
    """A pilot from today, agreed with the staff: nobody has the role of works council here. The rest stands ready."""
    ruth.go("/").follow("Naar de afspraak").primary()
    ruth.write("Vanaf welke dag?", "2026-12-03").write("Tot en met welke dag?", "2027-02-26")
    ruth.write("Met wie is dit afgesproken, en wanneer?", "Personeelsvergadering, 30 november")
    ruth.send("Leg de afspraak vast")


def _begins_the_rhythm(iris: Person) -> None:
    iris.go("/rhythm/").choose("Op welke dag is jullie gesprek?", "donderdag")
    iris.write("Hoe laat?", "10:00").send("Start het ritme")
