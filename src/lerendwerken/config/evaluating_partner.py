"""`lerendwerken eval partner`: measuring a partner on cases, over a connection or through files. Needs no database."""

from __future__ import annotations

import argparse
import json
import secrets
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from lerendwerken.ai.partners import evaluating as rubric
from lerendwerken.ai.partners.wire import Endpoint
from lerendwerken.config import evaluating_suppliers
from lerendwerken.config.reading_lines import lines_of, said


class _Wrong(Exception):
    """Something that whoever runs the command can put right."""


def run(arguments: argparse.Namespace) -> int:
    """Do what the options say; 2 when something about them or a file is wrong."""
    try:
        if arguments.compare:
            return _compare(arguments.compare)
        cases = _cases(arguments.file, arguments.sample)
        if arguments.blind_sheet:
            return _blind_sheet(cases, arguments)
        if arguments.write_prompts:
            return _write_prompts(cases, arguments)
        return _measure(cases, arguments)
    except _Wrong as wrong:
        print(wrong, file=sys.stderr)
        return 2


def _cases(file: str | None, sample: int | None) -> list[rubric.Case]:
    cases: list[rubric.Case] = []

    def wrong(line: Mapping[str, Any]) -> str:
        try:
            cases.append(rubric.case_of(line))
        except ValueError as fault:
            return str(fault)
        is_twice = any(case.id == cases[-1].id for case in cases[:-1])
        return f"the id {cases[-1].id} stands twice" if is_twice else ""

    _read(file or str(rubric.OWN_CASES), wrong)
    if sample is not None and 0 < sample < len(cases):
        cases = [cases[at * len(cases) // sample] for at in range(sample)]
    return cases


def _read(name: str, wrong: Callable[[Mapping[str, Any]], str]) -> list[dict[str, Any]]:
    try:
        return lines_of(name, wrong)
    except (OSError, ValueError) as fault:
        raise _Wrong(f"{name} cannot be read: {said(fault)}") from None


def _write(name: str, text: str) -> None:
    try:
        Path(name).write_text(text, encoding="utf-8")
    except OSError as fault:
        raise _Wrong(f"{name} cannot be written: {said(fault)}") from None


def _as_lines(rows: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _write_prompts(cases: list[rubric.Case], arguments: argparse.Namespace) -> int:
    written = rubric.requests(cases, plain=arguments.plain)
    _write(arguments.write_prompts, _as_lines([request.line() for request in written]))
    print(f"{len(written)} requests in {arguments.write_prompts}", file=sys.stderr)
    return 0


def _measure(cases: list[rubric.Case], arguments: argparse.Namespace) -> int:
    judge = rubric.judge_of(_endpoint(arguments.judge, arguments)) if arguments.judge else None
    if arguments.out:
        _write(arguments.out, "")  # better to know before an hour of asking than after it
    if arguments.read_answers:
        answers = _unmasked(cases, _answers(arguments.read_answers))
    elif arguments.provider:
        answers = _asked(cases, arguments)
    else:
        raise _Wrong("Say who answers: --provider NAME, or --write-prompts FILE and --read-answers FILE.")
    results = rubric.evaluate(cases, answers, judge)
    if arguments.out:
        _write(arguments.out, _as_lines([result.line() for result in results]))
    if arguments.keep:
        _keep(results, arguments)
    table = rubric.table(results)
    print(json.dumps(table, ensure_ascii=False) if arguments.json else _printed(table))
    return 0


def _keep(results: list[rubric.Result], arguments: argparse.Namespace) -> None:
    model = arguments.name or arguments.provider or Path(arguments.read_answers).stem
    when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    try:
        file = rubric.keep(
            Path(arguments.keep), rubric.record(results, model=model, when=when, plain=arguments.plain)
        )
    except OSError as fault:
        raise _Wrong(f"{arguments.keep} cannot be written: {said(fault)}") from None
    print(f"kept in {file}", file=sys.stderr)


def _asked(cases: list[rubric.Case], arguments: argparse.Namespace) -> dict[str, rubric.Given]:
    if arguments.provider == "coach":
        return rubric.from_coach(cases)
    endpoint = _endpoint(arguments.provider, arguments)

    def tell(count: int) -> None:
        print(
            f"\r{count} of {len(cases)}", end="" if count < len(cases) else "\n", file=sys.stderr, flush=True
        )

    return rubric.from_model(endpoint, rubric.requests(cases, plain=arguments.plain), after_each=tell)


def _endpoint(name: str, arguments: argparse.Namespace) -> Endpoint:
    try:
        return evaluating_suppliers.endpoint_of(
            name, organisation=arguments.organisation or "", administrator=arguments.administrator or ""
        )
    except evaluating_suppliers.NotKnown as fault:
        raise _Wrong(fault) from None


def _answers(name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _read(name, lambda line: "" if "id" in line else "it has no id"):
        text = next((line[key] for key in ("text", "answer", "content", "response") if key in line), "")
        if isinstance(text, dict):
            text = text.get("content", "")
        found[str(line["id"])] = (
            text.encode("utf-8", "replace").decode("utf-8") if isinstance(text, str) else ""
        )
    return found


def _unmasked(cases: list[rubric.Case], answers: dict[str, str]) -> dict[str, rubric.Given]:
    written = {request.case.id: request for request in rubric.requests(cases)}
    return {
        key: rubric.Given(written[key].unmasked(text), "" if text.strip() else "empty")
        for key, text in answers.items()
        if key in written
    }


def _compare(files: list[str]) -> int:
    kept = []
    for file in files:
        try:
            kept.append(rubric.read_kept(Path(file)))
        except (OSError, ValueError) as fault:
            raise _Wrong(f"{file} cannot be read: {said(fault)}") from None
    print(_aligned(rubric.side_by_side(kept)))
    return 0


def _blind_sheet(cases: list[rubric.Case], arguments: argparse.Namespace) -> int:
    answers = {}
    for told in arguments.answers:
        name, found, file = told.partition("=")
        if not found or not name or name in answers:
            raise _Wrong("--answers takes NAME=FILE, each name once, as coach=coach.jsonl model=model.jsonl.")
        answers[name] = {key: given.text for key, given in _unmasked(cases, _answers(file)).items()}
    if len(answers) < 2:
        raise _Wrong("A blind sheet needs --answers of two or more.")
    seed = secrets.randbelow(2**31) if arguments.seed is None else arguments.seed
    sheet = rubric.Sheet(cases, answers, seed)
    if not sheet.rows:
        raise _Wrong("There is no case that all of them answered.")
    is_page = arguments.blind_sheet.lower().endswith((".html", ".htm"))
    _write(arguments.blind_sheet, sheet.as_html() if is_page else sheet.as_markdown())
    key = f"{arguments.blind_sheet}.key.json"
    _write(key, json.dumps(sheet.key(), ensure_ascii=False, indent=1) + "\n")
    print(
        f"{len(sheet.rows)} cases in {arguments.blind_sheet}; whose they are stands in {key}", file=sys.stderr
    )
    return 0


def _printed(table: dict[str, Any]) -> str:
    rows = [["check", "met", "of", "share", "95% interval", "judged", "rule not sure"]]
    for name, row in [*table["checks"].items(), ("total", table["total"])]:
        share = "-" if row["share"] is None else f"{row['share']:.3f}"
        interval = "-" if row["share"] is None else f"{row['low']:.3f}-{row['high']:.3f}"
        counts = (row["met"], row["of"], share, interval, row["judged"], row["not sure"])
        rows.append([name, *map(str, counts)])
    told = [_aligned(rows), f"{table['answered']} of {table['cases']} cases answered"]
    told += [f"not known, not counted: {name} ({count}x)" for name, count in table["not known"].items()]
    return "\n".join(told)


def _aligned(rows: list[list[str]]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
