"""A small server with the shell's real pages and scripts, and faults on request.

It keeps drafts the way the drafts room does: a version per form, 409 for who started from an older one.
"""

from __future__ import annotations

import json
import threading
import uuid
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from django import forms
from django.contrib.staticfiles import finders
from django.utils import translation

from lerendwerken.foundation.shell import samples

from .rendering import PERSON, render, request

KINDS = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "woff2": "font/woff2"}
POLICY = "; ".join(
    ["default-src 'none'"]
    + [f"{kind}-src 'self'" for kind in ("script", "style", "img", "font", "connect")]
    + ["form-action 'self'", "base-uri 'none'"]
)
PAGE = """{% extends "shell/page.html" %}{% load shell %}{% block title %}Schrijven{% endblock %}
{% block content %}<div class="entry"><div class="t"><h1>Schrijven</h1>
<form method="post" action="/write" data-asks data-writing data-draft-url="/drafts/test.form/-/"
 data-version="{{ version }}" data-person="{{ viewer.person }}">{% csrf_token %}
<input type="hidden" name="key" value="{{ key }}"><input type="hidden" name="version" value="{{ version }}">
{% write form.thought who="self" rows=2 %}{% write form.plan who="team" rows=1 %}
{% range form.sure who="self" %}
<button class="btn btn--primary" type="submit">Bewaar</button>
<p data-once-sent hidden>Je woorden zijn onderweg.</p></form></div></div>{% endblock %}"""
DONE = """{% extends "shell/page.html" %}{% block title %}Klaar{% endblock %}
{% block content %}<div class="entry"><div class="t"><h1>Klaar</h1></div></div>{% endblock %}"""
STREAM = """{% extends "shell/page.html" %}{% block title %}Sparren{% endblock %}
{% block content %}<div class="entry"><div class="t"><h1>Sparren</h1>
<div class="ai" data-stream-url="/stream" data-stop-url="/stop" data-state="waiting" data-offset="0">
<header><span class="ailabel">Dit is AI</span><span class="meta" data-stream-status></span></header>
<div data-stream-text></div><button class="btn" type="button" data-stop>Stop</button></div>
<button class="btn" id="say" data-after-answer disabled>Zeg het</button>
</div></div>{% endblock %}"""


class Sheet(forms.Form):
    thought = forms.CharField(label="Gedachte", widget=forms.Textarea)
    plan = forms.CharField(label="Plan", required=False)
    sure = forms.IntegerField(label="Hoe zeker?", required=False)


@dataclass
class House:
    """What the server remembers, and what goes wrong in it.

    `fault`: "" (all well), "signed-out", "error" (500), "cut" (the request dies unread),
    "lost" (the server does its work, the answer never arrives).
    """

    fault: str = ""
    drafts: dict[str, dict[str, Any]] = field(default_factory=dict)
    puts: list[dict[str, Any]] = field(default_factory=list)
    posts: list[dict[str, str]] = field(default_factory=list)
    caught: list[dict[str, str]] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    answer: str = ""
    breaks: int = 0
    answered: bool = False
    stopped: bool = False

    def save(self, sent: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        self.puts.append(sent)
        old = self.drafts.get("form")
        if old and old["fields"] != sent["fields"] and old["version"] != sent["version"]:
            return 409, old
        version = old["version"] + (old["fields"] != sent["fields"]) if old else 1
        self.drafts["form"] = {"version": version, "fields": sent["fields"], "saved_at": "10.41"}
        return 200, {"version": version, "saved_at": "10.41"}

    def sheet(self) -> str:
        draft = self.drafts.get("form", {"version": 0, "fields": {}})
        key = draft["fields"].get("key") or str(uuid.uuid4())
        return self._page(PAGE, form=Sheet(initial=draft["fields"]), version=draft["version"], key=key)

    def _page(self, template: str, **context: Any) -> str:
        made = request()
        if self.done:
            made.session["writing-done"] = list(self.done)
            self.done.clear()
        return render(template, request=made, **context)

    def submit(self, posted: dict[str, str]) -> None:
        self.posts.append(posted)
        self.drafts.clear()
        self.done.append(posted["key"])


class Door(BaseHTTPRequestHandler):
    house: House

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def say(
        self, status: int, content: str | bytes, kind: str = "text/html; charset=utf-8", **headers: str
    ) -> None:
        data = content.encode() if isinstance(content, str) else content
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Content-Length", str(len(data)))
        if kind.startswith("text/html"):
            self.send_header("Cache-Control", "no-store")
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def hang_up(self) -> None:
        self.close_connection = True
        self.connection.close()

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path.startswith("/static/"):
            found = finders.find(path.removeprefix("/static/"))
            if not found:
                return self.say(404, "")
            with open(str(found), "rb") as file:
                return self.say(200, file.read(), KINDS[str(found).rsplit(".", 1)[1]])
        if path == "/write":
            return self.say(200, self.house.sheet())
        if path == "/done":
            return self.say(200, self.house._page(DONE))
        if path == "/sparring":
            page = self.house._page(STREAM)
            return self.say(200, page.replace(" disabled>Zeg", ">Zeg") if self.house.answered else page)
        if path == "/components":
            language = "en" if self.path.endswith("en") else "nl"
            with translation.override(language):
                everything = samples.everything()
            return self.say(
                200, render('{% extends "shell/components.html" %}', language=language, **everything)
            )
        if path == "/stream":
            return self.stream()
        return self.say(404, "")

    def stream(self) -> None:
        """The answer from where the browser is; broken off after five characters while `breaks` lasts."""
        have = int(self.headers.get("Last-Event-ID") or 0)
        text = self.house.answer
        end = len(text)
        if self.house.breaks:
            self.house.breaks -= 1
            end = min(end, have + 5)
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        at = max(0, have - 2)  # a piece that the browser has in part
        piece = json.dumps({"offset": at, "text": text[at:end]})
        self.wfile.write(f"event: text\ndata: {piece}\n\n".encode())
        if end == len(text):
            self.house.answered = True
            html = json.dumps({"html": f"<p data-finished>{text}</p>"})
            self.wfile.write(f"event: end\ndata: {html}\n\n".encode())
        self.close_connection = True

    def do_PUT(self) -> None:
        sent = json.loads(self.body())
        if self.house.fault == "cut":
            return self.hang_up()
        if self.house.fault == "signed-out":
            return self.say(401, json.dumps({"message": "sign in"}), "application/json")
        if self.house.fault == "error":
            return self.say(500, "")
        status, answer = self.house.save(sent)
        if self.house.fault == "lost":
            return self.hang_up()
        return self.say(status, json.dumps(answer), "application/json")

    def do_POST(self) -> None:
        posted = {
            name: values[0] for name, values in parse_qs(self.body().decode(), keep_blank_values=True).items()
        }
        if self.house.fault == "cut":
            return self.hang_up()
        if self.path == "/stop":
            self.house.stopped = True
            return self.say(200, "{}", "application/json")
        if self.path == "/catch/":
            if self.house.fault == "error":
                return self.say(500, "")
            self.house.caught.append(posted)
            return self.say(201, "{}", "application/json")
        if self.house.fault == "signed-out":
            return self.say(303, "", Location="/done")
        if self.path == "/write":
            self.house.submit(posted)
        if self.house.fault == "lost":
            return self.hang_up()
        return self.say(303, "", Location="/done")


def serve() -> tuple[ThreadingHTTPServer, House, str]:
    """A running server on a free port, its memory, and its address."""
    house = House()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("TheDoor", (Door,), {"house": house}))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, house, f"http://127.0.0.1:{server.server_port}"


PREFIX = f"lw:{PERSON}:"
