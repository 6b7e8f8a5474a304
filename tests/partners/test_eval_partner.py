"""`lerendwerken eval partner`: reading cases, what leaves, figures, files, comparing, and the blind sheet."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lerendwerken.ai.partners import actions, prompts
from lerendwerken.ai.partners import evaluating as rubric
from lerendwerken.config import evaluating_options, evaluating_partner
from lerendwerken.config.evaluating_suppliers import NotKnown, endpoint_of
from lerendwerken.foundation.organisations.models import Person
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from tests.model_server import Model

CASE = {
    "id": "1",
    "lang": "nl",
    "mode": "decide",
    "messages": [
        {"role": "user", "content": "Ik wil mevrouw Van Dam bellen over haar bezwaar. Wat moet ik doen?"}
    ],
    "checks": ["one_question", "no_verdict", "sings_along"],
}
GOOD = "## Mijn vraag aan jou\nWat wil mevrouw [naam 1] weten?\n## Waar ik niet zeker van ben\nIk weet niet zeker of dit vaker speelt."


def written(path: Path, *lines: Any) -> str:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return str(path)


def run(*options: str) -> int:
    import argparse

    parser = argparse.ArgumentParser()
    parser.add_argument("file", nargs="?")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--out")
    evaluating_options.add_options(parser)
    return evaluating_partner.run(parser.parse_args([*options]))


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def case(**changes: Any) -> rubric.Case:
    return rubric.case_of({**CASE, **changes})


@pytest.mark.parametrize(
    "checks",
    [
        ["one_question", "max_words:5"],
        [{"check": "one_question"}, {"name": "max_words", "max": 5}],
        [{"type": "One question at a time"}, {"max_words": 5}],
        {"one_question": True, "max_words": 5, "no_verdict": False},
    ],
)
def test_checks_are_read_in_many_shapes(checks: Any) -> None:
    assert [asked.name for asked in case(checks=checks).checks] == ["one_question", "max_words"]
    results = rubric.evaluate(
        [case(checks=checks)], {"1": rubric.Given("Een twee drie vier vijf zes zeven?")}
    )
    assert [one.met for one in results[0].seen] == [True, False]


def test_messages_are_read_in_many_shapes() -> None:
    pasted = "Van: bewoner\nIk klaag al maanden over deze lantaarnpaal."
    chat = case(messages=[{"role": "user", "content": f"Ik vind dit onterecht.\n\n{pasted}"}])
    named = case(
        messages=[{"own_view": "Ik vind dit onterecht."}, {"document": {"title": "Mail", "text": pasted}}]
    )
    assert (chat.view, chat.piece) == ("Ik vind dit onterecht.", pasted)
    assert (named.view, named.sources[0].text) == ("Ik vind dit onterecht.", f"Mail: {pasted}")
    parts = case(messages=[{"role": "user", "content": [{"type": "text", "text": "Hallo daar."}]}])
    assert parts.view == "Hallo daar."
    talk = case(
        messages=[
            {"own_view": "A."},
            {"role": "assistant", "content": "B?"},
            {"role": "user", "content": "C."},
        ]
    )
    assert [turn.text for turn in talk.turns] == ["B?", "C."]
    thread = case(messages=[{"own_view": "A."}, {"thread": [{"week": 43, "text": "Eerder."}]}])
    assert thread.thread == (prompts.Earlier("week 43", "Eerder.", 1),)


def test_a_step_is_taken_at_which_the_checks_can_be_met() -> None:
    assert case(checks=["one_question"]).step == "questions"
    assert case(checks=["differences_lettered"]).step == "differences"
    assert case(checks=["differences_lettered"], step="questions").step == "questions"
    assert case(mode="onbekend").mode == "sharpen"


def test_what_leaves_is_what_the_product_sends_masked(tmp_path: Path) -> None:
    out = tmp_path / "prompts.jsonl"
    assert run(written(tmp_path / "in", CASE), "--write-prompts", str(out)) == 0
    (line,) = lines(out)
    expected = prompts.build(
        "decide",
        "questions",
        language="nl",
        view="Ik wil mevrouw [naam 1] bellen over haar bezwaar. Wat moet ik doen?",
    )
    assert line == {"id": "1", "lang": "nl", "mode": "decide", "step": "questions", "messages": expected}


def test_words_of_others_leave_only_where_they_were_revealed(tmp_path: Path) -> None:
    others = [
        {"own_view": "Het kan beter."},
        {"colleague": {"name": "Noor", "text": "Ik durf niets te zeggen."}},
    ]
    alone = rubric.requests([case(messages=others)])[0]
    together = rubric.requests([case(messages=others, mode="dialogue")])[0]
    assert "durf niets" not in json.dumps(alone.messages)
    assert "b. Ik durf niets te zeggen." in together.messages[1]["content"]


def test_plain_chat_has_no_rules_and_is_masked_too(tmp_path: Path) -> None:
    out = tmp_path / "plain.jsonl"
    assert run(written(tmp_path / "in", CASE), "--write-prompts", str(out), "--plain") == 0
    (message,) = lines(out)[0]["messages"]
    assert message["role"] == "user"
    assert message["content"].startswith("Ik wil mevrouw [naam 1] bellen")


def test_placeholders_stand_for_the_same_with_the_method_and_without_it() -> None:
    two = case(
        messages=[{"piece": "Mevrouw Van Dam belde."}, {"own_view": "Meneer Jansen moet terugbellen."}]
    )
    (method,), (plain,) = rubric.requests([two]), rubric.requests([two], plain=True)
    assert method.key == plain.key
    assert len(method.key) == 2


def test_answers_are_unmasked_counted_and_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path / "in", CASE, {**CASE, "id": 2}, {**CASE, "id": "3"})
    answers = written(tmp_path / "a", {"id": "1", "text": GOOD}, {"id": 2, "text": "Ik zou voor A gaan. Of?"})
    out, kept = tmp_path / "out", tmp_path / "kept"
    options = (file, "--read-answers", answers, "--out", str(out), "--json", "--keep", str(kept))
    assert run(*options) == 0
    table = json.loads(capsys.readouterr().out)
    assert table["checks"]["no_verdict"]["met"] == 1
    assert table["checks"]["no_verdict"]["of"] == 3  # who gives no answer meets nothing
    assert table["total"]["met"] == 3
    assert table["answered"] == 2
    assert table["not known"] == {"sings_along": 3}
    first, second, third = lines(out)
    assert "mevrouw Van Dam weten" in first["text"]
    assert [one["met"] for one in second["checks"]] == [True, False, None]
    assert third["problem"] == "no answer"
    (record,) = [json.loads(path.read_text("utf-8")) for path in kept.iterdir()]
    assert (record["model"], record["prompts"]) == ("a", prompts.version())
    assert run(*options[:-1], str(tmp_path / "other.json"), "--name", "other") == 0
    capsys.readouterr()
    assert run("--compare", *map(str, kept.iterdir()), str(tmp_path / "other.json")) == 0
    said = capsys.readouterr().out
    assert "no_verdict" in said
    assert "other" in said


def test_the_table_names_what_is_not_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers = written(tmp_path / "a", {"id": "1", "text": GOOD})
    assert run(written(tmp_path / "in", CASE), "--read-answers", answers) == 0
    said = capsys.readouterr().out
    assert "not known, not counted: sings_along (1x)" in said
    assert "1 of 1 cases answered" in said


def test_the_interval_of_wilson() -> None:
    low, high = rubric.wilson(8, 10)
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)  # Newcombe 1998, the same formula
    assert rubric.wilson(0, 10)[0] == 0.0
    assert rubric.wilson(10, 10)[1] == pytest.approx(1.0)


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[Model]:
    server = Model(text=GOOD, pause=0).start()
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    yield server
    server.stop()


def test_a_connected_model_is_asked(tmp_path: Path, model: Model, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert run(written(tmp_path / "in", CASE), "--provider", "environment", "--out", str(out)) == 0
    assert "Van Dam" not in json.dumps(model.heard)
    assert "mevrouw Van Dam" in lines(out)[0]["text"]


def test_a_judge_decides_where_rules_are_not_sure(
    tmp_path: Path, model: Model, capsys: pytest.CaptureFixture[str]
) -> None:
    model.text = "NO"
    asks = {**CASE, "checks": ["no_judging", "one_question"]}
    answers = written(tmp_path / "a", {"id": "1", "text": GOOD})
    options = (written(tmp_path / "in", asks), "--read-answers", answers, "--judge", "environment", "--json")
    assert run(*options) == 0
    table = json.loads(capsys.readouterr().out)
    assert table["checks"]["no_judging"] | {"met": 0, "judged": 1} == table["checks"]["no_judging"]
    assert table["checks"]["one_question"]["judged"] == 0
    model.text = "Perhaps"
    assert run(*options) == 0
    assert json.loads(capsys.readouterr().out)["checks"]["no_judging"]["met"] == 1


def test_a_connection_of_an_organisation_is_found_for_its_administrator_only(
    beheer: Viewer, fatima: Viewer, settings: Any
) -> None:
    settings.AI_BASE_URL, settings.AI_MODEL, settings.AI_NAME = "https://ai.example/v1", "m-1", "Model"
    with acting(beheer):
        actions.register_connected(by=beheer)
    mail = {viewer: Person.objects.get(pk=viewer.person).email for viewer in (beheer, fatima)}
    found = endpoint_of("Model", organisation="waterrijk", administrator=mail[beheer])
    assert (found.base_url, found.model) == ("https://ai.example/v1", "m-1")
    for name, slug, who in [
        ("Model", "waterrijk", mail[fatima]),
        ("Model", "elders", mail[beheer]),
        ("Other", "waterrijk", mail[beheer]),
        ("Model", "waterrijk", ""),
    ]:
        with pytest.raises(NotKnown):
            endpoint_of(name, organisation=slug, administrator=who)


@pytest.mark.parametrize("name", ["sheet.html", "sheet.md"])
def test_a_blind_sheet_names_nobody_and_has_its_key_apart(tmp_path: Path, name: str) -> None:
    cases = written(tmp_path / "in", *({**CASE, "id": str(number)} for number in range(8)))
    told = []
    for who in ("coach", "model", "plain"):
        rows = [{"id": str(number), "text": f"<b>zin {who[0]}</b>"} for number in range(8)]
        told.append(f"{who}={written(tmp_path / who, *rows)}")
    sheet = tmp_path / name
    assert run(cases, "--blind-sheet", str(sheet), "--answers", *told, "--seed", "4") == 0
    text = sheet.read_text("utf-8")
    assert "plain" not in text
    assert ("&lt;b&gt;zin p" if name.endswith("html") else "> <b>zin p") in text
    orders = json.loads((tmp_path / f"{name}.key.json").read_text("utf-8"))["order"]
    assert len({tuple(order) for order in orders.values()}) > 1
    place = orders["0"].index("plain") + 1
    assert "zin p" in text.split(f"Antwoord {place}")[1][:40]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"mode": "decide"}, "no id"),
        ({**CASE, "messages": []}, "no words"),
        ({**CASE, "messages": None}, "no words"),
        ({**CASE, "checks": 3}, "checks"),
        ({**CASE, "checks": [3]}, "check"),
    ],
)
def test_a_bad_line_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: Any, words: str
) -> None:
    assert run(written(tmp_path / "in", line), "--provider", "coach") == 2
    said = capsys.readouterr().err
    assert "line 1" in said
    assert words in said


def test_wrong_options_are_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LERENDWERKEN_AI_BASE_URL", raising=False)
    file = written(tmp_path / "in", CASE)
    assert run(file) == 2
    assert run(file, "--provider", "environment") == 2
    assert run(file, "--provider", "coach", "--out", str(tmp_path / "no" / "out")) == 2
    assert run(written(tmp_path / "twice", CASE, CASE), "--provider", "coach") == 2
    assert run("--compare", file) == 2
    assert run(file, "--blind-sheet", str(tmp_path / "x.md"), "--answers", "coach") == 2
    said = capsys.readouterr().err
    for words in (
        "Say who answers",
        "not known",
        "cannot be written",
        "stands twice",
        "no result",
        "NAME=FILE",
    ):
        assert words in said


def test_the_coach_on_our_own_cases_as_a_command_without_any_installation(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LERENDWERKEN_")}
    done = subprocess.run(
        [sys.executable, "-m", "lerendwerken.config.cli", "eval", "partner", "--provider", "coach", "--json"],
        cwd=tmp_path,
        env={**kept, "LERENDWERKEN_DATABASE_URL": "mysql://x", "DJANGO_SETTINGS_MODULE": "none.such"},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    table = json.loads(done.stdout)
    assert table["answered"] == table["cases"] >= 80
    assert table["not known"] == {}
    for check in ("no_verdict", "no_flattery", "no_judging", "no_image_or_link", "reveals_nobody"):
        assert table["checks"][check]["share"] == 1.0, check
    assert list(tmp_path.iterdir()) == []
