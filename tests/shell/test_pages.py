"""What every page has: the right navigation, true signs, nothing that markup can break."""

from __future__ import annotations

import re
import uuid
from pathlib import Path

import pytest
from django import forms
from django.template import TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation

from lerendwerken.foundation.shell import views, written

from .rendering import NAV, render, request

ROOM = Path(views.__file__).parent
PAGE = '{% extends "shell/page.html" %}{% block title %}T{% endblock %}{% block nav %}proposals{% endblock %}'
EVIL = '"><img src=x onerror=alert(1)>'


def main_menu(html: str) -> list[str]:
    nav = re.search(r'<nav class="nav".*?<span class="end">', html, re.S)
    assert nav
    return re.findall(r"<a [^>]*>([^<]+)</a>", nav[0])


@pytest.mark.parametrize(
    ("role", "items"),
    [
        (
            "professional",
            ["Week", "Werkwijzen", "Inzichten", "Voorstellen", "Resultaten", "Verantwoording"],
        ),
        ("manager", ["Gevraagd", "Voorstellen", "Werkwijzen", "Resultaten", "Verantwoordingen"]),
        ("steward", ["Kader", "Resultaten", "Voorstellen", "Werkwijzen"]),
        ("administrator", ["AI-systemen", "Mensen"]),
        ("council", ["Wie ziet wat", "AI-systemen"]),
    ],
)
def test_each_role_has_its_own_menu(role: str, items: list[str]) -> None:
    alone = NAV | {"role": role, "team_name": ""}
    assert main_menu(render(PAGE, role=role, nav=alone)) == items
    in_team = main_menu(render(PAGE, role=role))
    assert in_team == (items if "Week" in items else ["Week", *items])


def test_the_page_is_lit_and_speaks_one_language() -> None:
    html = render(PAGE)
    assert '<html lang="nl">' in html
    assert len(re.findall(r'aria-current="page"', html)) == 1
    assert 'aria-current="page">Voorstellen' in html
    assert html.count("<main ") == 1


def test_a_page_for_nobody_has_no_menu() -> None:
    html = render(PAGE, viewer=None, nav=None)
    assert 'class="nav" aria-label' not in html
    assert "Aanmelden" in html


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_inline_style_script_or_handler(language: str) -> None:
    html = render(PAGE, language=language)
    assert not re.search(r"\sstyle=|<style|\son\w+=|javascript:", html)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", html))
    templates = "".join(path.read_text() for path in (ROOM / "templates").rglob("*.html"))
    assert not re.search(r"\sstyle=|<style|\sonclick=", templates)


def test_the_sign_names_the_people() -> None:
    html = render(PAGE)
    assert "Zes mensen zien dit" in html
    assert "Joost, Noor, Pieter, Anouk, Youssef en jij." in html
    assert "Marga de Wit ziet dit" in html
    assert "Alle 412 collega&#x27;s" in html or "Alle 412 collega's" in html


def test_an_unknown_reach_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError):
        render('{% load shell %}{% who "boss" %}')


class Sheet(forms.Form):
    text = forms.CharField(label=EVIL, widget=forms.Textarea, max_length=100)
    pick = forms.ChoiceField(label=EVIL, choices=[("self", EVIL), (EVIL, "b")], required=False)
    sure = forms.IntegerField(label=EVIL, required=False)


def test_everything_from_outside_is_text() -> None:
    sheet = Sheet(data={"text": EVIL * 10, "pick": EVIL})
    html = render(
        '{% load shell %}{% write form.text who="self" hint=evil example=evil %}'
        "{% choice form.pick hints=hints %}"
        "{% scale5 form.pick low=evil high=evil %}{% range form.sure low=evil %}{% select form.pick %}"
        "{% moments line %}{% stateline steps %}{% stairs steps %}{% clock 1 2 headline=evil words=evil %}"
        '{% who "team" detail=evil words=evil %}{% language_text evil "en" %}'
        "{% alert title=evil %}{{ evil }}{% endalert %}"
        "{% empty title=evil %}{{ evil }}{% endempty %}{% icon evil label=evil %}",
        form=sheet,
        evil=EVIL,
        hints={"self": EVIL},
        line=[{"day": EVIL, "name": EVIL, "when": EVIL, "state": "now", "url": "/", "words": EVIL}],
        steps=[{"name": EVIL, "state": "now", "notes": [EVIL], "words": EVIL}],
    )
    assert "<img" not in html
    assert "&lt;img" in html


def test_a_problem_is_tied_to_its_field() -> None:
    html = render('{% load shell %}{% write form.text who="self" %}', form=Sheet(data={}))
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_text-problem"' in html
    assert 'id="id_text-problem"' in html
    assert 'data-state="error"' in html


def test_a_text_in_another_language_says_so() -> None:
    assert render('{% load shell %}{% language_text "Hello" "en" %}') == '<span lang="en">Hello</span>'
    assert render('{% load shell %}{% language_text "Hallo" "nl" %}') == "Hallo"


def test_a_finished_writing_is_told_once() -> None:
    first, second = uuid.uuid4(), uuid.uuid4()
    made = request()
    written.done(made, first)
    written.done(made, second)
    html = render(PAGE, request=made)
    assert f'<meta name="lw-done" content="{first}">' in html
    assert f'<meta name="lw-done" content="{second}">' in html
    assert "lw-done" not in render(PAGE, request=made)


ERRORS = ["400", "403", "403_csrf", "404", "405", "409", "413", "429", "500"]


@pytest.mark.parametrize("name", ERRORS)
@pytest.mark.parametrize(("language", "way"), [("nl", "Naar je week"), ("en", "To your week")])
def test_error_pages_help(name: str, language: str, way: str) -> None:
    html = render(f'{{% extends "{name}.html" %}}', language=language, viewer=None, nav=None)
    assert way in html
    assert html.count("<main ") == 1
    assert f'<html lang="{language}">' in html
    assert len(re.findall(r"<p>[^<]{20,}</p>", html)) >= 3, "what happened, nothing lost, what to do"


def test_the_page_for_a_broken_server_asks_nothing_of_it() -> None:
    with translation.override("nl"):
        response = views.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Er ging iets mis aan onze kant" in response.content.decode()


def test_a_script_gets_its_refusal_in_words() -> None:
    with translation.override("nl"):
        response = views.csrf_failure(RequestFactory().put("/", headers={"Accept": "application/json"}))
    assert response.status_code == 403
    assert response["Content-Type"] == "application/json"


def test_what_others_made_has_its_licence() -> None:
    static = ROOM / "static" / "shell"
    for name in ["fonts/literata-OFL.txt", "fonts/schibsted-grotesk-OFL.txt"]:
        assert (static / name).read_text().strip()
    ours = [*static.glob("*.css"), *static.glob("js/*.js")]
    assert not any("http://" in file.read_text() or "https://" in file.read_text() for file in ours)
