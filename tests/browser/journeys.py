"""What people do in a week, moment by moment, as pages ask it. Who does it may click, tap or use keys alone."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.living import Person

PIECE = (
    "Hoorverslag over de schutting aan de Vaart. Mevrouw belde twee dagen later en vroeg wat er nu besloten was. "
    "Het verslag telt vier kantjes en is duidelijk geschreven. Iedereen op de afdeling werkt met dit sjabloon. "
    "De commissie leest het snel door, omdat er te weinig tijd is."
)
VIEW = "Ik vind dat mensen het verslag altijd te lang vinden. Korter is beter, dat weet iedereen."
QUESTION = "Hoe merk ik dat iemand na het lezen weet wat er op de zitting is afgesproken?"
EXPECTATION = "Dat drie van de vijf mensen de afspraak kunnen navertellen, en dat ik daarvan schrik."
IF_THEN = "Als het verslag klaar is, dan bel ik dezelfde middag nog iemand op."
ANALYSIS = (
    "Mensen lezen de eerste alinea en haken daarna altijd af. De afspraak staat onderaan. "
    "Ik denk dat het aan de opbouw ligt, niet aan de woorden."
)
SAID_BACK = "Dat weet ik van twee telefoontjes, dus van heel weinig."
CONCLUSION = "De afspraak komt bovenaan; of dat helpt weet ik pas na vijf telefoontjes."
CLAIM = "Een hoorverslag hoeft niet te worden toegestuurd."
SOURCE = "artikel 7:7 Awb"
TRIED = "De afspraak in de eerste regel van het verslag gezet"
EXPECTS = "Dat wie gebeld wordt de afspraak noemt zonder te zoeken"
OUTCOME = "Vier van de vijf noemden de afspraak uit hun hoofd"
PIECE_OF_WORK = "hoorverslag schutting, middagzitting"
INTENTION = "Twee pagina's; het stuk over het geluid is lastig."
REASON = "Vier van de vijf mensen noemden de afspraak uit hun hoofd, eerst waren dat er twee."
RECALLED = "Iets met de volgorde, maar ik weet het niet meer precies."
BEFORE = "dat mensen afhaken omdat een verslag lang is"
NOW = "dat ze afhaken omdat ze niet vinden wat ze zoeken"
BECAUSE = "vier van de vijf de afspraak noemden toen die bovenaan stond"


# ---- the first three minutes


def paste(who: Person, piece: str = PIECE, view: str = VIEW) -> None:
    """Paste what one is stuck on, with one's own view, and get an answer."""
    who.go("/first/")
    who.write("Plak iets waar je vandaag op vastloopt", piece).write("Wat vind je er zelf van?", view)
    who.send("Spreek me tegen")


def choose_question(who: Person, number: int = 1, text: str = QUESTION) -> None:
    """Change one of the three questions and make it one's own."""
    form = who.page.locator("form.questionchoice").nth(number - 1)
    who.write(f"Vraag {number}", text, form)
    who.send("Dit wordt mijn vraag", form)


# ---- alone


def focus(who: Person, expectation: str = EXPECTATION) -> None:
    """Focus, from the week page back to the week page."""
    who.primary()
    who.write("Wat verwacht je?", expectation).write("Als …, dan …", IF_THEN)
    who.slide("Hoe zeker ben je?", 1)
    who.primary()


def spar(who: Person, analysis: str = ANALYSIS) -> None:
    """Deepen, first half: own analysis, an answer, one's own words back, one step further, and the close.

    It ends where it began, on the page of Deepen.
    """
    who.primary()
    who.write("Wat denk je zelf?", analysis).slide("Hoe zeker ben je?", 1)
    who.send("Vraag om tegenspraak")
    who.write("Wat je terugzegt", SAID_BACK).send("Zeg het")
    who.send(re.compile("^Naar de volgende stap"))
    who.write("Wat neem je mee, en wat is er veranderd?", CONCLUSION).slide("Hoe zeker ben je nu?", -1)
    who.send("Sluit af en bewaar")


def keep_what_was_found(who: Person) -> None:
    """Deepen, second half: one claim checked at its source; the conclusion stands there already."""
    expect(who.field("Wat besluit je?")).to_have_value(CONCLUSION)
    who.write("Eén bewering die je bij een bron hebt nagegaan", CLAIM)
    who.unfold("Wat eruit kwam, en waar het staat")
    who.choose("Wat kwam eruit?", "nagekeken, klopt niet").write("Welke bron?", SOURCE)
    who.send("Bewaar wat je vond")


def use_practice(who: Person, work: str = "Hoorverslag maken") -> None:
    """Start a practice on today's work, spar with its instruction, close it with its check. Begins at Do."""
    who.follow("Begin", who.page.locator("li").filter(has_text=work).first)
    who.write("Met welk stuk werk?", PIECE_OF_WORK).send("Begin")
    who.write("Wat wil je in handen hebben, en wat is er lastig aan?", INTENTION).send("Begin")
    who.write("Wat neem je mee, en wat is er veranderd?", CONCLUSION).send("Sluit af en bewaar")
    who.send("De controle is gedaan")


def experiment(who: Person, work: str = "Hoorverslag maken", partner: str = "Noor Hendriks") -> None:
    """Try something in real work, and write what came of it. Begins on the page of Do."""
    who.choose("In welk werk?", work)
    who.write("Wat probeer je?", TRIED).write("Wat verwacht je ervan?", EXPECTS)
    who.unfold("Op welk stuk, en met wie").choose("Met wie?", partner).send("Begin")
    outcome(who)


def outcome(who: Person) -> None:
    """Write what came of an experiment, beside what was expected."""
    who.follow("Schrijf wat ervan kwam")
    who.sees(EXPECTS).write("Wat gebeurde er?", OUTCOME)
    who.unfold("Minuten, kwaliteit en hoe je het weet")
    who.write("Minuten eerst", "95").write("Minuten nu", "80").choose("De kwaliteit is", "beter")
    who.send("Bewaar")


def propose_change(who: Person) -> None:
    """Put the outcome of an experiment into the practice, from the week page."""
    who.follow("Doen", who.page.locator(".moments")).send("Zet in onze werkwijze")


def change_practice(who: Person) -> None:
    """Put the outcome into the practice and, as the one who facilitates, put it in force."""
    propose_change(who)
    who.follow(re.compile(OUTCOME[:30]))
    who.write("Waarom werken jullie voortaan zo?", REASON).send("Laat ingaan")


def recall(who: Person) -> None:
    """Recall one insight from memory before it is laid open. Begins on the page of Harvest."""
    who.onward(
        lambda: who.click(
            who.page.locator("#recall").locator("xpath=ancestor::section").get_by_role("link").first
        )
    )
    who.write("Wat weet je nog?", RECALLED).send("Leg ernaast")
    who.send("Half")


def insight(who: Person, readers: str = "Mijn team", *, propose: bool = False) -> None:
    """One insight in one's own words, who may read it, and how the week felt."""
    who.write("Eerst dacht ik", BEFORE).write("Nu denk ik", NOW).write("want", BECAUSE)
    who.pick("Wie mag dit inzicht lezen?", readers)
    who.pick("Hoeveel energie gaf je werk je deze week?", "4")
    who.send("Maak er een voorstel van" if propose else "Bewaar de oogst")


def tight_week(who: Person) -> None:
    """Everything in ten minutes, from the week page."""
    who.follow("Krappe week? Doe het in tien minuten")
    who.write("Wat heb je geprobeerd? Eén regel", TRIED).write("Wat kwam ervan? Eén regel", OUTCOME)
    who.write("Wat denk je nu? Eén regel", NOW)
    who.send("Bewaar")
