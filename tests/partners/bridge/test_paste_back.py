"""Answers as well-known chatbots dress them up, taken apart into the parts of the method."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lerendwerken.ai.partners.bridge import Difference, Pasted, learning_apart, paste_back

SAMPLES = Path(__file__).parent / "samples"
IN_FORM = sorted(path.stem for path in SAMPLES.glob("*.md") if path.stem != "free_nl")


def back(name: str) -> Pasted:
    language = "en" if name.endswith("_en") else "nl"
    return paste_back((SAMPLES / f"{name}.md").read_text(encoding="utf-8"), language)  # type: ignore[arg-type]


def told(pasted: Pasted) -> str:
    differences = " ".join(each.text for each in pasted.differences)
    return " ".join((differences, pasted.objection, pasted.question, pasted.uncertainty, *pasted.learning))


@pytest.mark.parametrize("name", IN_FORM)
def test_an_answer_in_the_form_is_taken_apart(name: str) -> None:
    pasted = back(name)
    assert pasted.follows_form
    assert pasted.text == (SAMPLES / f"{name}.md").read_text(encoding="utf-8")
    assert pasted.question.endswith("?")
    assert pasted.question.count("?") == 1
    assert pasted.uncertainty.startswith(("Ik weet niet zeker", "I am not sure"))


@pytest.mark.parametrize("name", IN_FORM)
def test_no_part_keeps_the_dressing(name: str) -> None:
    words = told(back(name))
    for dressing in (
        "**",
        "##",
        "```",
        "|",
        "【",
        "[1]",
        "[cite",
        "oaicite",
        "[nagaan]",
        "[check]",
        "---",
        "> ",
        "^1",
    ):
        assert dressing not in words
    for pleasantry in ("Laat me weten", "If you'd like", "Wil je dat ik", "Ik hoop dat", "Natuurlijk"):
        assert pleasantry not in words
        assert pleasantry not in back(name).rest


@pytest.mark.parametrize(
    ("name", "refs"),
    [
        ("plain_nl", "ab"),
        ("chatgpt_nl", "abc"),
        ("chatgpt_en", "ab"),
        ("copilot_table_nl", "ab"),
        ("copilot_links_en", "ab"),
        ("gemini_nl", "ac"),
        ("gemini_subheadings_nl", "ab"),
        ("fenced_nl", "ab"),
        ("inline_nl", "ab"),
        ("options_nl", ""),
        ("first_en", "a"),
        ("draft_nl", ""),
        ("claude_emoji_nl", "ab"),
        ("chatgpt_refs_en", "ab"),
        ("copilot_dutch_numbers_nl", "ab"),
        ("gemini_sources_en", "ac"),
    ],
)
def test_differences_keep_their_letters(name: str, refs: str) -> None:
    assert "".join(each.ref for each in back(name).differences) == refs


@pytest.mark.parametrize(
    ("name", "claims"),
    [
        ("plain_nl", ("Maar dezelfde woorden staan straks in het besluit.",)),
        ("chatgpt_nl", ("Volgens artikel 7:7 Awb moet van het horen een verslag worden gemaakt.",)),
        ("chatgpt_en", ("Most incidents in care happen around handovers.",)),
        ("copilot_table_nl", ("Een woordenlijst naast het verslag kost minder en laat de tekst heel.",)),
        ("copilot_links_en", ()),
        (
            "gemini_nl",
            ("Een samenvatting voorkomt geen telefoontje als de vraag over het vervolg gaat.",),
        ),
        ("fenced_nl", ("Een rooster met minder wissels kost niet altijd meer.",)),
        (
            "inline_nl",
            (
                "Een herinnering per mail werkt pas na een telefoontje.",
                "Driekwart van de klanten levert de stukken in mei.",
                "De termijn bij de Kamer van Koophandel is twaalf maanden.",
            ),
        ),
        ("options_nl", ("Aanname: mensen lezen het begin.",)),
        (
            "claude_emoji_nl",
            (
                "Lezers haken eerder af op de eerste alinea dan op pagina zes.",
                "Een hoorverslag heeft volgens de Awb geen vaste lengte.",
            ),
        ),
        ("chatgpt_refs_en", ("Time is not the cause: the form asks for what is already in the file.",)),
        ("copilot_dutch_numbers_nl", ("Bij vaste klanten daalt de respons juist na twee mails.",)),
    ],
)
def test_marked_sentences_become_claims(name: str, claims: tuple[str, ...]) -> None:
    assert back(name).claims == claims


@pytest.mark.parametrize(
    "name", ["plain_nl", "chatgpt_nl", "chatgpt_en", "copilot_table_nl", "gemini_nl", "fenced_nl"]
)
def test_a_claim_stands_word_for_word_in_its_part(name: str) -> None:
    pasted = back(name)
    assert pasted.claims
    for claim in pasted.claims:
        assert claim in told(pasted)


def test_words_of_each_part() -> None:
    plain = back("plain_nl")
    assert plain.differences[0].text.startswith(
        "Je schrijft dat het verslag ‘te lang’ is. Lengte is misschien"
    )
    assert plain.objection.endswith("De bezwaarmaker ziet die keuze niet.")
    assert plain.rest == ""
    chatgpt = back("chatgpt_nl")
    assert chatgpt.differences[2] == Difference("c", "Dat mensen dan niet meer bellen, is een aanname.")
    assert chatgpt.question == "Aan welk verslag van vorige maand kun je zien dat de lengte het probleem was?"
    assert chatgpt.uncertainty == "Ik weet niet zeker of jullie bijhouden waarom mensen bellen."
    table = back("copilot_table_nl")
    assert table.differences[0].text == "De lengte is niet het probleem, de eerste alinea is dat wel."
    assert table.objection.endswith("juist meer tijd.")
    assert "https://www.example.nl/awb" in table.rest
    links = back("copilot_links_en")
    assert links.differences[0].text.startswith("On the length: Readers skip what does not answer")
    assert links.objection == "A summary is a choice, and you make it for somebody who disagrees with you."
    assert links.uncertainty.endswith("Nor whether October was a normal month.")
    gemini = back("gemini_nl")
    assert gemini.differences[1].text.endswith("In het belregister gaat het vaak over 'wanneer'.")
    headed = back("gemini_subheadings_nl")
    assert headed.differences[0] == Difference(
        "a", "Lengte: Je noemt zes pagina's. Dat is een gevolg, geen oorzaak."
    )
    assert headed.uncertainty == "Ik weet niet zeker of dit voor alle zaken geldt."
    inline = back("inline_nl")
    assert inline.objection == "Je verplaatst het werk naar de drukste maand."


@pytest.mark.parametrize(
    ("name", "sources"),
    [
        ("claude_emoji_nl", ["Kantar", "Aanname"]),
        ("chatgpt_refs_en", ["https://www.example.org/handover", "https://www.example.org/forms"]),
        ("copilot_dutch_numbers_nl", ["https://www.example.nl/nba"]),
        ("gemini_sources_en", ["Example Council report"]),
    ],
)
def test_what_the_numbers_stand_for_is_kept_once_and_in_no_part(name: str, sources: list[str]) -> None:
    pasted = back(name)
    for source in sources:
        assert pasted.rest.count(source) == 1
        assert source not in told(pasted)


def test_a_title_within_a_part_begins_no_other_part() -> None:
    text = (SAMPLES / "plain_nl.md").read_text(encoding="utf-8")
    titled = text.replace("b. ", "### b. Verschil in bezwaar\nb. ", 1)
    assert paste_back(titled, "nl").differences[0].ref == "a"
    assert paste_back(titled, "nl").objection == paste_back(text, "nl").objection


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("## Waar ik anders kijk dan jij", "## 1️⃣ Waar ik het anders zie dan jij"),
        ("## Het sterkste bezwaar tegen jouw idee", "**Mijn sterkste tegenargument:**"),
        ("## Mijn vraag aan jou", "### ❓ Eén vraag aan jou"),
        ("## Waar ik niet zeker van ben", "__Hier ben ik onzeker over__"),
    ],
)
def test_a_heading_in_other_words_begins_the_same_part(asked: str, said: str) -> None:
    text = (SAMPLES / "plain_nl.md").read_text(encoding="utf-8")
    assert asked in text
    other = paste_back(text.replace(asked, said), "nl")
    plain = paste_back(text, "nl")
    assert (other.differences, other.objection, other.question) == (
        plain.differences,
        plain.objection,
        plain.question,
    )
    assert other.uncertainty == plain.uncertainty


def test_options_and_drafts_stay_whole_in_the_rest() -> None:
    options = back("options_nl")
    assert options.rest.startswith("## Drie opties\n1. Alleen de eerste alinea")
    assert "3. Bellen voor het verslag weggaat." in options.rest
    draft = back("draft_nl")
    assert "Beste mevrouw [naam 1]," in draft.rest
    assert "**Drie dingen**" in draft.rest
    assert draft.rest.endswith("```\nZaak: [zaaknummer 1]\n```")


def test_learning_questions_come_out_one_by_one() -> None:
    assert back("first_en").learning == (
        "What do I leave out when I “make it simpler”?",
        "How do I notice that somebody did “not read the letter”?",
        "Whose trust do I need before the letter arrives?",
    )


@pytest.mark.parametrize(
    "text",
    [
        (SAMPLES / "free_nl.md").read_text(encoding="utf-8"),
        "",
        "  \r\n Los antwoord, met spaties eromheen. \t\n",
        "## Mijn vraag aan jou\nAlleen een vraag?",
        "## Mijn vraag aan jou\n\n## Waar ik niet zeker van ben\n\n",
        "<script>alert(1)</script> 【1†source】",
        "Vraag: wat? Verschillen zijn er niet.",
    ],
)
def test_another_form_is_kept_exactly(text: str) -> None:
    pasted = paste_back(text, "nl")
    assert pasted == Pasted(text=text, rest=text)
    assert not pasted.follows_form


def test_the_form_of_the_other_language_is_known_too() -> None:
    text = (SAMPLES / "chatgpt_en.md").read_text(encoding="utf-8")
    assert (
        paste_back(text, "nl").question
        == "Which of last week's errors would still have happened with your form?"
    )


def test_line_endings_of_windows_make_no_difference() -> None:
    text = (SAMPLES / "chatgpt_nl.md").read_text(encoding="utf-8")
    windows = paste_back(text.replace("\n", "\r\n"), "nl")
    assert windows.differences == paste_back(text, "nl").differences
    assert windows.text == text.replace("\n", "\r\n")


def test_a_long_introduction_is_not_lost() -> None:
    text = "Eerst dit.\n\nDan dat.\n\nEn nog iets.\n\n" + (SAMPLES / "plain_nl.md").read_text(
        encoding="utf-8"
    )
    assert paste_back(text, "nl").rest == "Eerst dit.\nDan dat.\nEn nog iets."


PIECES = st.sampled_from(
    [
        "## Waar ik anders kijk dan jij\n",
        "**Mijn vraag aan jou:** ",
        "## Waar ik niet zeker van ben\n",
        "a. ",
        "| a | b |\n|---|---|\n",
        "```\n",
        "[nagaan]",
        "【1†source】",
        "\n\n",
        "- ",
        "Laat me weten",
        "Zin. ",
        "**",
    ]
)


@given(st.lists(PIECES | st.text(max_size=20), max_size=40).map("".join))
def test_any_text_comes_back(text: str) -> None:
    pasted = paste_back(text, "nl")
    assert pasted.text == text
    if not pasted.follows_form:
        assert pasted.rest == text


@pytest.mark.parametrize(
    "unit",
    [
        "**",
        "[",
        "【",
        "a. (",
        "| ",
        "- - ",
        "\n",
        "# ",
        "[cite:",
        "(nagaan ",
        "* * ",
        "\ue200",
        "x: ",
        "`",
        " ",
    ],
)
def test_a_hostile_paste_comes_to_an_end(unit: str) -> None:
    form = (SAMPLES / "plain_nl.md").read_text(encoding="utf-8")
    assert paste_back(form + unit * (90_000 // len(unit)), "nl").follows_form
    assert paste_back(unit * (90_000 // len(unit)) + "\n" + form, "nl").question.endswith("?")


@pytest.mark.parametrize(
    "part",
    [
        "## Three learning questions\n1. What is clear?\n2. Who reads it?\n3. When is it done?\n",
        "**Three learning questions:**\n- What is clear?\n- Who reads it?\n- When is it done?\n",
        "### Learning questions\nWhat is clear? Who reads it? When is it done?\n",
    ],
)
def test_learning_questions_are_taken_out_and_the_rest_stays(part: str) -> None:
    before = "## My question to you\nWhy now?\n\n"
    after = "\n## What I am not sure about\nI am not sure **at all**."
    asked, rest = learning_apart(before + part + after, "en")
    assert asked == ("What is clear?", "Who reads it?", "When is it done?")
    assert rest.split() == (before + after).split()


def test_an_answer_without_learning_questions_stays_as_it_is() -> None:
    assert learning_apart("Just an answer.\n\nOf two parts.", "en") == (
        (),
        "Just an answer.\n\nOf two parts.",
    )
