"""What people of the demo do with each other: the written dialogue, proposals, statements."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, expect

from tests.browser.living import Person

CASE = "Zetten we de afspraak bovenaan elk hoorverslag, ook als partijen het niet eens zijn?"
BACKGROUND = "Vier van de vijf mensen noemden de afspraak uit hun hoofd toen die bovenaan stond."
POSITIONS = {
    "joost": "Niet bij ruzie: wie bovenaan staat voelt als winnaar.",
    "noor": "Altijd bovenaan, anders zoekt de commissie ernaar.",
    "fatima": "Bovenaan, behalve bij twee inwoners tegenover elkaar.",
}
OBJECTION = "Vijf telefoontjes zijn te weinig om een regel op te bouwen."
COURAGE = "Dat we bang zijn voor de voorzitter, zeggen we niet hardop."
PARTNER = "Wie heeft er last van als de afspraak bovenaan staat en niet klopt?"
DECISION = "We doen het vier weken, behalve in zaken tussen twee inwoners."
DISSENT = "Vier weken is te kort voor zaken met een tweede zitting."

TITLE = "De afspraak in de eerste regel"
IDEA = "Elk hoorverslag begint met de afspraak en de datum waarop iemand iets hoort."
RISK = "Dat de eerste regel ook het laatste is wat mensen lezen."
REASON = "Ja, zes weken, omdat jullie het elke week meten en het zo weer weg kan."
DIFFERENT = "Ik bel na elk verslag iemand op voordat ik het verstuur."
FAILED = "Bij twee zaken tussen buren werkte het averechts."
NEED = "Een besluit over het sjabloon voor het nieuwe jaar."
TAKEN_OVER = "Verslag van de keukentafel"
WHY_TAKEN_OVER = "Onze verslagen worden ook niet herkend door wie erover gaat."
WORSE = "Elf minuten langer per verslag, en het werd niet vaker herkend."
REPLY = "Dank je. Over het sjabloon hoor je voor het eind van de week van mij."
AGAINST_FRAME = "Navertellen meet niet of iemand zich gehoord voelt."
AGREED = "Ik neem een vraag over gehoord worden op in de nabelronde."


# ---- the dialogue in its written form


def bring_case(who: Person) -> None:
    """Put a case on the team's table, from the page of the dialogue."""
    who.write("Welke vraag leg je op tafel?", CASE)
    who.write("Wat moeten je collega's erover weten?", BACKGROUND)
    who.send("Leg op tafel")


def take_position(who: Person, text: str, *, unnamed: bool = False) -> None:
    """Write blind what one thinks."""
    who.write("Wat vind jij?", text)
    if unnamed:
        who.pick("Als de standpunten getoond worden", "Zonder naam")
    who.send("Dit is mijn standpunt")


def object_where_asked(who: Person, text: str = OBJECTION) -> int:
    """Put the strongest objection beside each position that was assigned; how many there were."""
    written = 0
    while (
        form := who.page.locator("form").filter(has=who.page.get_by_label("Het sterkste bezwaar"))
    ).count():
        waiting = form.filter(has=who.page.get_by_role("button", name="Zet het bezwaar erbij"))
        if waiting.count() == 0:
            break
        who.write("Het sterkste bezwaar", text, waiting.first)
        who.send("Zet het bezwaar erbij", waiting.first)
        written += 1
        step(who, "Sterkste bezwaar")
    return written


def step(who: Person, name: str) -> None:
    """Look at another step of the dialogue, when it is not shown already."""
    steps = who.page.locator("ol.steps")
    if steps.locator("[aria-current]").inner_text().strip() != name:
        who.follow(name, steps)


def answer_courage(who: Person, text: str = COURAGE) -> None:
    """Answer the courage question."""
    step(who, "Moedvraag")
    who.write("Wat zeg jij daarop?", text).send("Zeg het")


def bring_partner_in(who: Person) -> None:
    """Let the partner speak last, in a session of one's own, and put something of it on the table."""
    step(who, "AI, vijf minuten")
    who.send("Begin de vijf minuten")
    who.go("/dialogue/")
    step(who, "AI, vijf minuten")
    who.write("Wat er op tafel komt", PARTNER).send("Leg op tafel")


def decide(who: Person, doer: str = "Noor Hendriks") -> None:
    """Decide, as the one whose case it is, and say who does it."""
    step(who, "Besluit")
    who.write("Wat besluit je?", DECISION)
    who.choose("Wie doet het?", doer).send("Besluit")


# ---- a proposal


def write_proposal(who: Person, title: str = TITLE, *, reversible: bool, promise: str) -> None:
    """Fill in a proposal, keep it and put it to the team. Begins on the page where one writes it."""
    who.write("Hoe noem je het?", title).write("Wat moet er anders in hoe we werken?", IDEA)
    who.write("Welk resultaat verwacht je?", "Van 66 naar 75 van de honderd mensen.")
    label = "Aan welk resultaat uit het kader draagt het bij?"
    options = who.field(label).locator("option").all_inner_texts()
    who.choose(label, next(option for option in options if option.startswith(promise)))
    who.write("Wat kan er misgaan, en voor wie?", RISK)
    who.pick("Kun je het terugdraaien?", "Ja" if reversible else "Nee")
    who.send("Bewaar mijn voorstel").send("Leg het voor aan mijn team")


def start_in_mandate(who: Person) -> None:
    """Start a trial that the team may start by itself."""
    who.write("Wat proberen jullie, met wie?", TITLE, _act(who, "a-mandate")).send("Het past, start de proef")


def measure(who: Person, value: str) -> None:
    """Write down one value of a trial."""
    act = _act(who, "a-measure")
    who.write("Wat heb je gemeten?", value, act).write("Hoe heb je het gemeten?", "vijf telefoontjes", act)
    who.send("Schrijf het op", act)


def answer_yes(who: Person, title: str = TITLE) -> None:
    """Answer a proposal with a reason. Begins where one sees what is asked."""
    who.follow(title)
    who.pick("Wat antwoord je?", "Ja").write("Waarom?", REASON).send("Verstuur mijn antwoord")


def _act(who: Person, heading: str) -> Locator:
    return who.page.locator(f"section[aria-labelledby={heading}]")


# ---- an objection to the frame


def object_to(who: Person, promise: str) -> None:
    """Object to a result in the frame."""
    who.go("/frame/").follow(re.compile("Maak bezwaar tegen dit doel"))
    options = who.field("Waar gaat het over?").locator("option").all_inner_texts()
    who.choose("Waar gaat het over?", next(option for option in options if promise in option))
    who.write("Wat heb je ertegen?", AGAINST_FRAME)
    who.write("Waarom?", "Een vrouw vertelde alles na, en vond dat wij niet hadden geluisterd.")
    who.send("Verstuur mijn bezwaar")


def agree(who: Person) -> None:
    """Answer an objection with yes and a reason."""
    who.pick("Wat antwoord je?", "Ik neem dit over").write("Waarom?", AGREED)
    who.send("Verstuur mijn antwoord")


# ---- a statement


def send_statement(who: Person, manager: str = "Marga") -> None:
    """Write a statement out of what stands ready, look at it as the manager gets it, and send it."""
    who.go("/statements/").follow(re.compile("^(Schrijf mijn verantwoording|Verder schrijven)$"))
    who.write("Wat ik nu anders doe", DIFFERENT).write("Wat niet lukte", FAILED)
    who.write("Wat ik van jou nodig heb", NEED)
    who.send(f"Bekijk het zoals {manager} het krijgt")
    expect(who.page.locator("article.letter")).to_contain_text(NEED)
    who.send(f"Verstuur naar {manager}")


def reply(who: Person, writer: str) -> None:
    """Reply to the newest statement of somebody."""
    who.go("/statements/")
    newest = who.page.locator("li").filter(has_text=writer).filter(has_text="wacht op jouw antwoord").first
    who.onward(lambda: who.click(newest.get_by_role("link")))
    who.write("Jouw antwoord", REPLY).send("Verstuur mijn antwoord")


# ---- a practice of another team


def take_over(who: Person, work: str) -> None:
    """Take over how another team does something, as the one who facilitates, and say that it went worse here."""
    who.go("/practices/").follow(work).follow("Neem over in mijn team")
    who.write("Hoe noem je dit werk?", TAKEN_OVER).write("Waarom wil je dit overnemen?", WHY_TAKEN_OVER)
    who.send("Stel het voor aan mijn team").send("Laat ingaan")
    who.pick("Met deze werkwijze ging jullie werk", "slechter dan eerst")
    who.write("Wat heb je gezien?", WORSE).send("Bewaar het resultaat").sees(WORSE)
