"""A language model to spar with in tests: a real server in the OpenAI-compatible dialect that speaks slowly.

It says the words it is told to say, one by one, so that a test knows what must arrive.
"""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

WORDS = " ".join(f"woord{number}" for number in range(1, 61))


@dataclass
class Model:
    """The server; `pause` is the time between two words in seconds, `heard` every request that it got."""

    text: str = WORDS
    pause: float = 0.02
    heard: list[dict[str, Any]] = field(default_factory=list)
    server: ThreadingHTTPServer | None = None

    def start(self) -> Model:
        """Listen on a free port."""
        model = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                model.heard.append(json.loads(self.rfile.read(length)))
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.end_headers()
                try:
                    model._speak(self)
                except OSError:
                    return

            def log_message(self, *_: Any) -> None:
                """Silence."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def stop(self) -> None:
        """Listen no more."""
        if self.server:
            self.server.shutdown()
            self.server.server_close()

    @property
    def environment(self) -> dict[str, str]:
        """What an installation must know to use this model."""
        assert self.server
        return {
            "LERENDWERKEN_AI_BASE_URL": f"http://127.0.0.1:{self.server.server_address[1]}/v1",
            "LERENDWERKEN_AI_MODEL": "proefmodel",
            "LERENDWERKEN_AI_API_KEY": "sleutel-van-de-proef",
        }

    def sent(self) -> str:
        """Everything that ever left towards this model."""
        return json.dumps(self.heard, ensure_ascii=False)

    def _speak(self, handler: BaseHTTPRequestHandler) -> None:
        for number, word in enumerate(self.text.split(" ")):
            piece = word if number == 0 else f" {word}"
            self._event(handler, {"choices": [{"delta": {"content": piece}}]})
            time.sleep(self.pause)
        self._event(handler, {"choices": [{"delta": {}, "finish_reason": "stop"}]})
        handler.wfile.write(b"data: [DONE]\n\n")

    def _event(self, handler: BaseHTTPRequestHandler, data: dict[str, Any]) -> None:
        handler.wfile.write(f"data: {json.dumps(data)}\n\n".encode())
        handler.wfile.flush()
