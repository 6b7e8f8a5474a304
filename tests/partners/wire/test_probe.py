"""The connection test says what is wrong."""

from __future__ import annotations

import asyncio
from typing import get_args

import pytest

from lerendwerken.ai.partners import wire
from lerendwerken.ai.partners.wire import Endpoint, Probe
from tests.partners.wire.supplying import (
    DONE,
    GOOD,
    Handler,
    Supplier,
    hanging_after,
    refusing,
    sending,
    token,
)


def probe(endpoint: Endpoint, timeout: float = 5.0) -> Probe:
    return asyncio.run(wire.probe(endpoint, timeout=timeout))


def test_a_good_supplier_passes(supplier: Supplier) -> None:
    supplier.answer = sending(*GOOD)
    found = probe(supplier.endpoint())
    assert found.problem == ""
    assert found.is_usable
    assert found.seconds is not None


@pytest.mark.parametrize(
    ("handler", "problem"),
    [
        (refusing(401), "key"),
        (refusing(402), "quota"),
        (refusing(404, "page not found"), "unreachable"),
        (refusing(404, {"error": {"message": "model not found"}}), "model"),
        (refusing(500), "busy"),
        (hanging_after(), "timeout"),
        (sending(b"<html>", content_type="text/html"), "garbage"),
        (sending(token(reasoning_content="hm"), token(finish="length"), DONE), "empty"),
    ],
)
def test_each_fault_is_named(supplier: Supplier, handler: Handler, problem: str) -> None:
    supplier.answer = handler
    found = probe(supplier.endpoint(), timeout=0.5)
    assert found.problem == problem
    assert not found.is_usable


def test_a_wrong_model_name_shows_what_the_supplier_has(supplier: Supplier) -> None:
    supplier.answer = refusing(404, {"error": {"message": "model not found"}})
    assert probe(supplier.endpoint()).known_models == ("groot", "klein")


def test_no_streaming_is_usable_and_said(supplier: Supplier) -> None:
    supplier.answer = refusing(200, {"choices": [{"message": {"content": "Ja."}}]})
    found = probe(supplier.endpoint())
    assert (found.problem, found.is_usable) == ("whole", True)


def test_an_address_inside_needs_the_administrator() -> None:
    assert probe(Endpoint("http://127.0.0.1:1/v1", "klein")).problem == "forbidden"
    assert probe(Endpoint("https://10.0.0.7/v1", "klein")).problem == "forbidden"


def test_every_problem_has_its_advice() -> None:
    problems = {problem for part in get_args(wire.Problem) for problem in get_args(part)}
    assert set(wire._ADVICE) == problems
