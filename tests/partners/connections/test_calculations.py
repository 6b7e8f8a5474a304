"""Energy, sealed keys and the breaker: what can be told without a database."""

from __future__ import annotations

import json

import pytest

from lerendwerken.ai.partners import energy, sealing
from lerendwerken.ai.partners.breaker import FAILURES, SECONDS, Breaker
from lerendwerken.ai.partners.energy import Energy


@pytest.mark.parametrize(
    ("base_url", "model", "low", "high"),
    # Watt-hours that EcoLogits 0.11.3 itself gives for 300 tokens in 5 seconds.
    [
        ("https://api.openai.com/v1", "gpt-4o-mini", 0.01961910047, 0.02371888046),
        ("https://api.openai.com/v1", "gpt-5-mini", 0.02362151632, 0.13138408513),
        ("https://api.mistral.ai/v1", "mistral-small-latest", 0.07786191952, 0.07786191952),
        ("https://api.anthropic.com/v1/", "claude-sonnet-4-5", 0.39990366609, 0.69244116448),
        ("https://ons.openai.azure.com/openai/v1", "gpt-4o-mini", 0.01961910047, 0.02371888046),
    ],
)
def test_public_models_take_what_the_published_method_says(
    base_url: str, model: str, low: float, high: float
) -> None:
    found = energy.of_answer(base_url, model, tokens=300, seconds=5)
    assert found.low == pytest.approx(low, rel=1e-6)
    assert found.high == pytest.approx(high, rel=1e-6)
    assert found.method == "ecologits"


def test_every_model_of_the_table_can_be_calculated() -> None:
    table = json.loads(energy._TABLE.read_text("utf-8"))["providers"]
    hosts = {provider: host for host, provider in energy._HOSTS.items()}
    for provider, models in table.items():
        for model in models:
            found = energy.of_answer(f"https://{hosts[provider]}/v1", model, tokens=100, seconds=3)
            assert found.low is not None, (provider, model)
            assert 0 < found.low <= (found.high or 0), (provider, model)


def test_a_server_of_ones_own_takes_its_power_times_the_seconds() -> None:
    found = energy.of_answer("http://10.0.0.7:8000/v1", "eigen", tokens=None, seconds=18, watts=400)
    assert found == Energy(2.0, 2.0, "power")


@pytest.mark.parametrize(
    ("base_url", "model", "tokens"),
    [
        ("https://ai.elders.example/v1", "gpt-4o-mini", 10),
        ("https://api.openai.com/v1", "onbekend-9", 10),
        ("https://api.openai.com.evil.example/v1", "gpt-4o-mini", 10),
        ("https://api.openai.com/v1", "gpt-4o-mini", None),
    ],
)
def test_what_nobody_knows_is_unknown_and_makes_a_sum_unknown(
    base_url: str, model: str, tokens: int | None
) -> None:
    found = energy.of_answer(base_url, model, tokens=tokens, seconds=5)
    assert found == energy.UNKNOWN
    assert Energy(1.0, 2.0, "ecologits") + found == energy.UNKNOWN
    assert Energy(1.0, 2.0, "power") + Energy(1.0, 2.0, "power") == Energy(2.0, 4.0, "power")


def test_a_sealed_key_opens_here_only(settings: object) -> None:
    sealed = sealing.seal("sk-geheim")
    assert "sk-geheim" not in sealed
    assert sealed != sealing.seal("sk-geheim")
    assert sealing.opened(sealed) == "sk-geheim"
    assert (sealing.seal(""), sealing.opened("")) == ("", "")
    settings.SECRET_KEY = "een ander geheim"  # type: ignore[attr-defined]
    assert sealing.opened(sealed) == ""


def test_a_supplier_that_keeps_failing_is_left_alone_for_a_while_and_then_tried_once() -> None:
    at = 100.0
    breaker = Breaker(now=lambda: at)
    for _ in range(FAILURES - 1):
        breaker.failed("a")
    assert breaker.may_ask("a")
    breaker.failed("a")
    assert not breaker.may_ask("a")
    assert breaker.may_ask("b")
    at += SECONDS
    assert breaker.may_ask("a"), "one tries it for all"
    assert not breaker.may_ask("a")
    breaker.failed("a")
    at += SECONDS
    assert breaker.may_ask("a")
    breaker.answered("a")
    assert breaker.may_ask("a")
    breaker.failed("a")
    assert breaker.may_ask("a")
