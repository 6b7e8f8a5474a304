"""`lerendwerken eval`: on our own sets and on any file, without a database, and kind about bad lines."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest

from lerendwerken.config import evaluating, evaluating_finding

pytestmark = pytest.mark.once

SENTENCE = {
    "id": "1",
    "lang": "nl",
    "text": "Mevrouw De Boer belde over Z26.1187.",
    "spans": [{"start": 8, "end": 15, "type": "person"}, {"start": 27, "end": 35, "type": "casenumber"}],
}
SITUATION = {
    "id": "a",
    "lang": "nl",
    "mode": "analyse",
    "text": "Niemand leest de toelichting ooit.",
    "triggers": ["absolute"],
}


def written(path: Path, *lines: Any) -> str:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    path.write_text(text, encoding="utf-8")
    return str(path)


def run(kind: str, file: str | None, **options: Any) -> int:
    return evaluating.run(kind, file, **{"as_json": False, "out": None, **options})


def test_masking_on_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, out = written(tmp_path / "in", SENTENCE, "", {**SENTENCE, "id": 2}), tmp_path / "out"
    assert run("masking", file, as_json=True, out=str(out)) == 0
    table = json.loads(capsys.readouterr().out)
    assert table["person"]["recall"] == table["casenumber"]["precision"] == 1.0
    found = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert found == [{"id": "1", "spans": SENTENCE["spans"]}, {"id": 2, "spans": SENTENCE["spans"]}]


def test_masking_prints_a_table_also_where_nothing_was_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = {"id": "1", "text": "Plan B.", "spans": [{"start": 0, "end": 4, "type": "person"}]}
    assert run("masking", written(tmp_path / "in", line)) == 0
    assert "person" in (said := capsys.readouterr().out)
    assert "precision -" in said
    assert run("masking", written(tmp_path / "in", {"id": "1", "text": "Plan B.", "spans": []})) == 0
    assert "labelled 0" in capsys.readouterr().out


def test_the_coach_on_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    bare = {"id": "b", "text": "Hallo."}
    assert run("coach", written(tmp_path / "in", SITUATION, bare), out=str(out)) == 0
    assert "texts" in (said := capsys.readouterr().out)
    assert "fitting" in said
    first, second = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert first["id"] == "a"
    assert set(first) == {"id", "question", "trigger", "quotes"}
    assert second["id"] == "b"


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    class Input:
        buffer = io.BytesIO(b"\xef\xbb\xbf" + json.dumps(SITUATION).encode() + b"\r\n\r\n")

    monkeypatch.setattr(sys, "stdin", Input)
    assert run("coach", "-", as_json=True) == 0
    assert json.loads(capsys.readouterr().out)["texts"] == 1


@pytest.mark.parametrize("kind", ["coach", "masking"])
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no lines"),
        (b"\n \n", "no lines"),
        (b"{", "line 1 is not JSON"),
        (b"[" * 200_000, "line 1 is not JSON"),
        (b"\xff\xfe", "line 1 is not UTF-8"),
        (b"[]", "line 1: it is no object"),
        (b"null", "line 1: it is no object"),
        (b'{"text": "x", "spans": []}', "line 1: it has no id"),
        (b'{"id": "1", "spans": []}', "line 1: it has no text"),
        (b'{"id": "1", "text": null, "spans": []}', "line 1: it has no text"),
        (b'{"id": "1", "text": "\\ud800", "spans": []}', "line 1: it holds half a character"),
        (b'{"id": "1", "text": "x", "spans": []}\n{"id": 1}', "line 2: it has no text"),
    ],
)
def test_a_bad_line_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str, content: bytes, words: str
) -> None:
    path = tmp_path / "in"
    path.write_bytes(content)
    assert run(kind, str(path)) == 2
    said = capsys.readouterr()
    assert words in said.err
    assert str(path) in said.err
    assert said.out == ""


@pytest.mark.parametrize(
    "spans",
    [
        None,
        {},
        "x",
        [1],
        [{}],
        [{"start": 0, "end": 2}],
        [{"start": "0", "end": 2, "type": "person"}],
        [{"start": 2, "end": 2, "type": "person"}],
        [{"start": -1, "end": 2, "type": "person"}],
        [{"start": 0, "end": 200, "type": "person"}],
        [{"start": True, "end": 2, "type": "person"}],
        [{"start": 0.0, "end": 2.0, "type": "person"}],
    ],
)
def test_a_bad_label_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str], spans: Any) -> None:
    assert run("masking", written(tmp_path / "in", {**SENTENCE, "spans": spans})) == 2
    assert "line 1" in capsys.readouterr().err


def test_bad_triggers_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("coach", written(tmp_path / "in", {**SITUATION, "triggers": 1})) == 2
    assert "triggers" in capsys.readouterr().err


def test_a_place_that_cannot_be_read_or_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("coach", str(tmp_path / "none")) == 2
    assert run("coach", str(tmp_path)) == 2
    assert run("coach", written(tmp_path / "in", SITUATION), out=str(tmp_path / "no" / "out")) == 2
    assert capsys.readouterr().err.count("cannot be") == 3


def test_an_own_set_that_is_not_there_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(evaluating.OWN_SETS, "coach", tmp_path / "situations.jsonl")
    assert run("coach", None) == 2
    assert "situations.jsonl cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize("kind", ["coach", "masking"])
def test_our_own_set_as_a_command_without_any_installation(kind: str, tmp_path: Path) -> None:
    """In an empty folder, with an environment that names an impossible database: nothing is touched."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LERENDWERKEN_")}
    done = subprocess.run(
        [sys.executable, "-m", "lerendwerken.config.cli", "eval", kind, "--json"],
        cwd=tmp_path,
        env={**kept, "LERENDWERKEN_DATABASE_URL": "mysql://x", "DJANGO_SETTINGS_MODULE": "none.such"},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    table = json.loads(done.stdout)
    assert table["texts"] >= 300 if kind == "coach" else table["all"]["labelled"] >= 500
    assert list(tmp_path.iterdir()) == []


PASSAGES = (
    {"id": 1, "lang": "nl", "text": "Grofvuil halen we op."},
    {"id": 2, "lang": "nl", "text": "Bomen kappen."},
)
QUESTIONS = (
    {"q": "groot afval laten ophalen, grofvuil", "lang": "nl", "relevant": [1]},
    {"q": "koers van de bitcoin", "lang": "nl", "relevant": []},
)


def find(kind: str, file: str | None = None, questions: str | None = None, out: str | None = None) -> int:
    return evaluating_finding.run(Namespace(kind=kind, file=file, questions=questions, json=True, out=out))


def test_search_on_two_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    passages, questions = written(tmp_path / "p", *PASSAGES), written(tmp_path / "q", *QUESTIONS)
    assert find("search", passages, questions, str(tmp_path / "out")) == 0
    table = json.loads(capsys.readouterr().out)
    assert (table["success at 5"], table["nDCG at 10"], table["refused"]) == (1.0, 1.0, 1.0)
    found = [json.loads(line) for line in (tmp_path / "out").read_text("utf-8").splitlines()]
    assert [line["relevant"] for line in found] == [[1], []]


def test_likeness_on_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = ("Korter overdragen", "Overdracht korter", "Samen koken", "Bomen kappen", "Lampen melden")
    same = {0: [1], 1: [0]}
    items = [
        {"id": n, "lang": "nl", "title": text, "text": "", "same_as": same.get(n, [])}
        for n, text in enumerate(texts)
    ]
    assert find("similar", written(tmp_path / "in", *items)) == 0
    assert json.loads(capsys.readouterr().out) == {"items": 5, "pairs": 2, "in the top 3": 1.0}


@pytest.mark.parametrize(
    ("kind", "least"), [("search", {"success at 5": 0.9, "refused": 0.8}), ("similar", {"in the top 3": 0.9})]
)
def test_our_own_sets_for_finding(
    kind: str, least: dict[str, float], capsys: pytest.CaptureFixture[str]
) -> None:
    assert find(kind) == 0
    table = json.loads(capsys.readouterr().out)
    assert all(table[name] >= value for name, value in least.items()), table


def test_what_cannot_be_searched_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    passages = written(tmp_path / "p", *PASSAGES)
    assert find("search", passages) == 2
    assert find("search", passages, written(tmp_path / "q", {"q": "x"})) == 2
    assert find("similar", written(tmp_path / "s", {"id": 1, "text": "x"})) == 2
    assert capsys.readouterr().err.count("\n") == 3
