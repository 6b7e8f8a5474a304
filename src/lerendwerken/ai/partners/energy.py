"""How much energy an answer took: a range with its method, or unknown.

For models that everybody can rent it is the method of EcoLogits 0.11.3 (https://ecologits.ai, MPL-2.0): energy of the
graphics cards by active parameters and tokens, energy of the server by the time of the answer and the number of cards,
times the overhead of the data centre. Why it is calculated here: docs/decisions/0008.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

from yarl import URL

Method = Literal["", "ecologits", "power", "none"]
_TABLE: Final = Path(__file__).parent / "data" / "energy.json"

# Constants of EcoLogits 0.11.3, ecologits/impacts/llm.py, with its names.
_BATCH: Final = 64
_GPU_ALPHA, _GPU_BETA, _GPU_GAMMA = 1.1665273170451914e-06, -0.011205921025579175, 4.052928146734005e-05
_LATENCY_ALPHA, _LATENCY_BETA, _LATENCY_GAMMA = (
    0.0006785088094353663,
    0.0003119310311688259,
    0.019473717579473387,
)
_GPU_MEMORY, _SERVER_GPUS, _SERVER_KILOWATT, _BITS = 80, 8, 1.2, 16
# Overhead of the data centre per provider (PUE), of ecologits/tracers/utils.py.
_OVERHEAD: Final = {
    "anthropic": (1.09, 1.14),
    "cohere": (1.09, 1.09),
    "google_genai": (1.09, 1.09),
    "huggingface_hub": (1.09, 1.14),
    "mistralai": (1.16, 1.16),
    "openai": (1.20, 1.20),
}
_HOSTS: Final = {
    "api.anthropic.com": "anthropic",
    "api.cohere.com": "cohere",
    "api.cohere.ai": "cohere",
    "generativelanguage.googleapis.com": "google_genai",
    "router.huggingface.co": "huggingface_hub",
    "api.mistral.ai": "mistralai",
    "api.openai.com": "openai",
}


@dataclass(frozen=True, slots=True)
class Energy:
    """Watt-hours of one answer from `low` to `high`; None where nobody knows, and then `method` is empty."""

    low: float | None = None
    high: float | None = None
    method: Method = ""

    def __add__(self, other: Energy) -> Energy:
        """Two parts of one answer; with an unknown part the whole is unknown."""
        if self.low is None or self.high is None or other.low is None or other.high is None:
            return UNKNOWN
        return Energy(self.low + other.low, self.high + other.high, other.method)


UNKNOWN: Final = Energy()
NONE: Final = Energy(0.0, 0.0, "none")
"""The method coach: a rule is no calculation worth counting."""


def of_answer(
    base_url: str, model: str, *, tokens: int | None, seconds: float, watts: int | None = None
) -> Energy:
    """The energy of an answer of `tokens` tokens that took `seconds`.

    `watts` is what a server of one's own draws while it answers, as the administrator told; it goes before everything.
    """
    if watts is not None:
        used = watts * seconds / 3600
        return Energy(used, used, "power")
    provider = _provider(base_url)
    sizes = _models().get(provider, {}).get(model)
    if sizes is None or tokens is None:
        return UNKNOWN
    active_low, active_high, total_low, total_high, speed, first = sizes
    low_overhead, high_overhead = _OVERHEAD[provider]
    ends = [
        1000 * overhead * _kilowatt_hours(active, total, tokens, seconds, speed, first)
        for active, total, overhead in (
            (active_low or 0.0, total_low or 0.0, low_overhead),
            (active_high or 0.0, total_high or 0.0, high_overhead),
        )
    ]
    return Energy(min(ends), max(ends), "ecologits")


def _kilowatt_hours(
    active: float, total: float, tokens: int, seconds: float, speed: float | None, first: float | None
) -> float:
    """Graphics cards and server, before the overhead; `active` and `total` in billions of parameters."""
    card = tokens * (_GPU_ALPHA * math.exp(_GPU_BETA * _BATCH) * active + _GPU_GAMMA) / 1000
    per_token = 1 / speed if speed else _LATENCY_ALPHA * active + _LATENCY_BETA * _BATCH + _LATENCY_GAMMA
    answering = min(seconds, tokens * per_token + (first or 0.0))
    cards = 1 << math.ceil(math.log2(math.ceil(1.2 * total * _BITS / 8 / _GPU_MEMORY)))
    server = answering / 3600 * _SERVER_KILOWATT * cards / _SERVER_GPUS / _BATCH
    return server + cards * card


def _provider(base_url: str) -> str:
    host = (URL(base_url).host or "").lower()
    if host.endswith((".openai.azure.com", ".services.ai.azure.com")):
        return "openai"
    return _HOSTS.get(host, "")


@cache
def _models() -> dict[str, dict[str, list[float | None]]]:
    found: dict[str, dict[str, list[float | None]]] = json.loads(_TABLE.read_text("utf-8"))["providers"]
    return found
