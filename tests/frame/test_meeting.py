"""Two stewards prepare one version: nobody's words are silently replaced by those of the other."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from lerendwerken.foundation.organisations import actions as organisations
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Role, System, Viewer
from lerendwerken.learning.frame import actions, queries
from lerendwerken.learning.frame._rows import Overtaken, mark
from lerendwerken.learning.frame.models import Frame
from tests.frame.conftest import Kader
from tests.houses import PASSWORD, House

As = Callable[[Viewer], Client]
ASKED = "Dit is intussen veranderd"


@pytest.fixture
def draft(kader: Kader, henk: Viewer) -> Frame:
    """A version in preparation."""
    with acting(henk):
        return actions.start_draft(by=henk)


@pytest.fixture
def petra(waterrijk: House, kader: Kader) -> Viewer:
    """A second steward."""
    with acting(System.SETUP):
        waterrijk.members["petra"] = organisations.join(
            waterrijk.organisation,
            email="petra@waterrijk.example",
            name="Petra Mol",
            job="programmaleider",
            roles=(Role.STEWARD,),
            password=make_password(PASSWORD),
        )
    return waterrijk.viewer("petra")


def opened(client: Client, url: str) -> dict[str, str]:
    """The hidden fields of the form as it stands in a browser."""
    answer = client.get(url)
    assert answer.status_code == 200
    return hidden(answer.content.decode())


def hidden(html: str) -> dict[str, str]:
    pairs = re.findall(r'<input type="hidden" name="(key|version|after|seen)" value="([^"]*)">', html)
    return dict(pairs)


def address(henk: Viewer, draft: Frame, kind: str) -> tuple[str, dict[str, object]]:
    """Where one of each is changed, with what is filled in besides its title."""
    with acting(henk):
        [goal] = queries.goals(henk, draft)
        [promise] = queries.promises(henk, draft)
        [question] = queries.development_questions(henk, draft)
    result = {
        "indicator": promise.indicator,
        "unit": "%",
        "better": "up",
        "baseline": "46",
        "target": "75",
        "due": "2027-07-01",
        "kind": "lasting",
        "term": "long",
        "goal": goal.pk,
    }
    return {
        "words": ("/frame/edit/words/", {"why": "Waarom", "starts": "2026-09-01", "ends": "2027-08-31"}),
        "goal": (f"/frame/edit/goal/{goal.pk}/", {"challenges": ["inclusion"]}),
        "result": (f"/frame/edit/result/{promise.pk}/", result),
        "question": (f"/frame/edit/question/{question.pk}/", {"goal": goal.pk}),
    }[kind]


@pytest.mark.parametrize("kind", ["words", "goal", "result", "question"])
def test_the_second_sees_what_the_first_kept_and_is_asked(
    as_: As, draft: Frame, henk: Viewer, petra: Viewer, kind: str
) -> None:
    url, rest = address(henk, draft, kind)
    name = "text" if kind == "question" else "title"
    first, second = as_(henk), as_(petra)
    at_first, at_second = opened(first, url), opened(second, url)
    assert first.post(url, {**rest, **at_first, name: "Zoals Henk het schreef"}).status_code == 302
    answer = second.post(url, {**rest, **at_second, name: "Zoals Petra het schreef"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert ASKED in page
    assert '<p class="other words">Zoals Henk het schreef</p>' in page
    assert "Zoals Petra het schreef" in page, "her own words are still in the form"
    assert "Zoals Henk het schreef" in first.get(url).content.decode(), "nothing is replaced yet"
    again = second.post(url, {**rest, **hidden(page), name: "Van ons samen"})
    assert again.status_code == 302
    assert "Van ons samen" in first.get(url).content.decode()


def test_who_keeps_the_same_words_is_not_asked(as_: As, draft: Frame, henk: Viewer, petra: Viewer) -> None:
    url, rest = address(henk, draft, "result")
    second = as_(petra)
    at_second = opened(second, url)
    as_(henk).post(url, {**rest, "title": "Hetzelfde", "target": "80"})
    sent = {**rest, **at_second, "title": "Hetzelfde", "target": "80,0"}
    assert second.post(url, sent).status_code == 302


def test_a_goal_that_another_changed_is_told_in_words_too(
    as_: As, draft: Frame, henk: Viewer, petra: Viewer
) -> None:
    url, rest = address(henk, draft, "result")
    second = as_(petra)
    at_second = opened(second, url)
    as_(henk).post(url, {**rest, "title": "Anders", "better": "down", "target": "40,5", "due": "2027-03-01"})
    page = second.post(url, {**rest, **at_second, "title": "Anders"}).content.decode()
    for words in ("lager is beter", "40,5", "1 maart 2027"):
        assert f'<p class="other words">{words}</p>' in page


def test_nothing_comes_between_looking_and_keeping(draft: Frame, henk: Viewer, petra: Viewer) -> None:
    with acting(henk):
        [goal] = queries.goals(henk, draft)
        seen = mark(goal)
        actions.put_goal(draft, title="Van Henk", goal=goal, seen=seen, by=henk)
    with acting(petra):
        [goal] = queries.goals(petra, draft)
        with pytest.raises(Overtaken):
            actions.put_goal(draft, title="Van Petra", goal=goal, seen=seen, by=petra)
        assert [row.title for row in queries.goals(petra, draft)] == ["Van Henk"]
