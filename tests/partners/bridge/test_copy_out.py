"""One text for any chatbot, with the same rules as for a connected model."""

from __future__ import annotations

import pytest

from lerendwerken.ai.partners import prompts
from lerendwerken.ai.partners.bridge import copy_out
from lerendwerken.ai.partners.prompts import Language, Mode, Turn

VIEW = "Het verslag is te lang.\nDe wettermen maken het erger."


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("mode", prompts.MODES)
def test_it_holds_mode_step_view_and_form(mode: Mode, language: Language) -> None:
    for step in prompts.steps(mode):
        text = copy_out(
            prompts.build(mode, step, language=language, view=VIEW, piece="Stuk [naam 1]"), language=language
        )
        assert "a. Het verslag is te lang." in text
        assert "Stuk [naam 1]" in text
        for part in prompts.parts(mode, step):
            assert f"## {prompts.headings(language)[part]}" in text
        assert prompts.readable(mode, step, language=language)[:200] in text


def test_earlier_turns_say_whose_they_are() -> None:
    turns = [
        Turn("ai", "a. Lengte is een gevolg."),
        Turn("self", "Dat geloof ik niet."),
        Turn("ai", "Waarom niet?"),
    ]
    messages = prompts.build("analyse", "options", language="nl", view=VIEW, turns=turns)
    text = copy_out(messages, language="nl")
    assert "Wat een AI eerder antwoordde:\n\na. Lengte is een gevolg." in text
    assert "Wat ik schrijf:\n\nDat geloof ik niet." in text
    assert text.rstrip().endswith("Houd je aan de vorm en aan de regels.")
