"""AI text on a page: readable, and unable to do anything."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.utils.safestring import SafeString
from hypothesis import given, settings
from hypothesis import strategies as st

from lerendwerken.ai.partners.markdown import TAGS, render


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("Een zin.", "<p>Een zin.</p>"),
        ("Eén.\n\nTwee.", "<p>Eén.</p>\n<p>Twee.</p>"),
        ("a. Eén\nb. Twee", "<p>a. Eén<br>b. Twee</p>"),
        (
            "**vet** en *schuin* en ***beide***",
            "<p><strong>vet</strong> en <em>schuin</em> en <strong><em>beide</em></strong></p>",
        ),
        ("__vet__ en _schuin_", "<p><strong>vet</strong> en <em>schuin</em></p>"),
        ("**vet met *schuin* erin**", "<p><strong>vet met <em>schuin</em> erin</strong></p>"),
        ("een_naam_met_strepen en 2 * 3 * 4", "<p>een_naam_met_strepen en 2 * 3 * 4</p>"),
        ("**nog niet af", "<p>**nog niet af</p>"),
        ("*a **b* c**", "<p><em>a **b</em> c**</p>"),
        (r"\*geen nadruk\*", "<p>*geen nadruk*</p>"),
        ("`a < b` en ``een ` tik``", "<p><code>a &lt; b</code> en <code>een ` tik</code></p>"),
        ("`nog niet af", "<p>`nog niet af</p>"),
        ("`**geen vet**`", "<p><code>**geen vet**</code></p>"),
        (
            "```python\nif a < b:\n    *x*\n```\nna",
            "<pre><code>if a &lt; b:\n    *x*</code></pre>\n<p>na</p>",
        ),
        ("```\nnog niet af", "<pre><code>nog niet af</code></pre>"),
        ("## Mijn vraag\nWat nu?", "<p><strong>Mijn vraag</strong></p>\n<p>Wat nu?</p>"),
        ("# Kop ##\n---\nx", "<p><strong>Kop</strong></p>\n<p>x</p>"),
        ("#geen kop", "<p>#geen kop</p>"),
        ("- een\n- twee", "<ul><li>een</li><li>twee</li></ul>"),
        (
            "Eerst:\n1. een\n2) twee\n\n3. drie\n\nDan.",
            "<p>Eerst:</p>\n<ol><li>een</li><li>twee</li><li>drie</li></ol>\n<p>Dan.</p>",
        ),
        ("3. drie\n4. vier", "<p>3. drie<br>4. vier</p>"),
        (
            "- een\n  - binnen\n    verder\n- twee",
            "<ul><li>een<ul><li>binnen<br>verder</li></ul></li><li>twee</li></ul>",
        ),
        ("> Citaat\n>\n> van iemand", "<p>Citaat<br><br>van iemand</p>"),
        (
            "| a | b |\n|---|:-:|\n| **1** | 2 |",
            "<table><thead><tr><th>a</th><th>b</th></tr></thead>"
            "<tbody><tr><td><strong>1</strong></td><td>2</td></tr></tbody></table>",
        ),
    ],
)
def test_the_little_markup_that_models_use(text: str, html: str) -> None:
    assert render(text) == html
    assert isinstance(render(text), SafeString)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[de wet](https://evil.example/?d=1)", "de wet (https://evil.example/?d=1)"),
        ("[https://goed.example](https://evil.example)", "https://goed.example (https://evil.example)"),
        ("[https://a.example](https://a.example)", "https://a.example"),
        ("![foto](https://evil.example/x.png?d=geheim)", "foto (https://evil.example/x.png?d=geheim)"),
        ("![](https://evil.example/x.png)", "https://evil.example/x.png"),
        ("[x](javascript:alert(1))", "x (javascript:alert(1))"),
        ("[x](data:text/html,a)", "x (data:text/html,a)"),
        ("[**klik**](https://evil.example/a_b_c)", "klik (https://evil.example/a_b_c)"),
        ('[x](https://evil.example "titel")', "x (https://evil.example)"),
        ("![x][r]", "![x][r]"),
        ("[r]: https://evil.example/?d=1", "[r]: https://evil.example/?d=1"),
        ("<https://evil.example>", "&lt;https://evil.example&gt;"),
        ("https://evil.example/a_b_c*d", "https://evil.example/a_b_c*d"),
        ("www.evil.example", "www.evil.example"),
    ],
)
def test_an_address_is_words_that_show_where_it_leads(text: str, shown: str) -> None:
    assert render(text) == f"<p>{shown}</p>"


ATTACKS = [
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<a href='javascript:alert(1)'>x</a>",
    "<style>body{background:url(https://evil.example)}</style>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "**<b onclick=alert(1)>**",
    "`<img src=x>`",
    "```<img src=x>\n<script>\n```",
    "[<img src=x>](<javascript:alert(1)>)",
    '["onmouseover="alert(1)](https://evil.example/"onmouseover="x)',
    "| <img src=x> |\n|---|\n| <script> |",
    "- <img src=x>\n  - <script>",
    "# <img src=x>",
    "&lt;script&gt; &#60;img src=x&#62;",
    "\x00<\x00script>",
    "<scr\u202eipt>",
    "<!-- x --><![CDATA[<script>]]>",
    "]]><?php ?>",
]


class Reader(HTMLParser):
    """Reads as a browser does, and keeps what matters."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: list[object] = []
        self.odd: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.odd.append(tag)

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_comment(self, data: str) -> None:
        self.odd.append(data)

    def handle_decl(self, decl: str) -> None:
        self.odd.append(decl)

    def unknown_decl(self, data: str) -> None:
        self.odd.append(data)

    def handle_pi(self, data: str) -> None:
        self.odd.append(data)


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(render(text))
    reader.close()
    return reader


def assert_safe(text: str) -> None:
    reader = read(text)
    assert set(reader.tags) <= TAGS
    assert reader.attributes == []
    assert reader.odd == []
    assert reader.open == []


@pytest.mark.parametrize("text", ATTACKS)
def test_markup_is_shown_as_text(text: str) -> None:
    assert_safe(text)
    for tag in ("img", "script", "svg", "a", "style", "iframe", "math", "b"):
        assert tag not in read(text).tags


def test_what_turns_the_direction_of_writing_is_taken_out() -> None:
    assert (
        render("https://goed.example/\u202egpj.exe\u2066\x07\ufeff") == "<p>https://goed.example/gpj.exe</p>"
    )
    assert render("emoji 🙂 en عربي en \ud800") == "<p>emoji 🙂 en عربي en ?</p>"


MARKUP = [
    "*",
    "**",
    "***",
    "_",
    "__",
    "`",
    "``",
    "- ",
    "  - ",
    "1. ",
    "# ",
    "> ",
    "[a](",
    "![",
    "](",
    ")",
    "https://x.example/",
    "<b>",
    "&",
    '"',
    "'",
    "\\",
    "woord ",
    " ",
    "a. ",
    "\t",
]
MARKS = st.sampled_from([*MARKUP, "|", "|---|\n", "```\n", "\n", "\n\n", "---\n", *ATTACKS])


@given(st.lists(MARKS | st.text(max_size=8), max_size=60).map("".join))
@settings(max_examples=400)
def test_no_other_tag_and_no_attribute_ever(text: str) -> None:
    assert_safe(text)


@given(st.text(alphabet="abc é🙂<>&\"'.,;!?", max_size=80))
def test_words_without_markup_come_through_whole(text: str) -> None:
    if not text.strip().startswith(">"):
        assert read(text).words.split() == text.split()


@given(st.lists(MARKS, max_size=30).map("".join), st.integers(0, 200))
def test_a_half_written_answer_is_safe_too(text: str, end: int) -> None:
    assert_safe(text[:end])


@pytest.mark.parametrize(
    "unit",
    [
        "*a ",
        "**a",
        "_",
        "`",
        "[",
        "![",
        "[a](",
        "[a](x",
        "> ",
        "- ",
        "  ",
        "\n",
        "# #",
        "|",
        "|-",
        "https://",
        "1. ",
        "\\",
        "```\n",
        "* - ",
    ],
)
def test_a_hostile_answer_comes_to_an_end(unit: str) -> None:
    render(unit * (100_000 // len(unit)))
    render("\n".join(" " * (n % 400) + unit for n in range(2_000)))
    assert render("x " + "`" * 50 + " " + unit * 10_000).startswith("<p>x")


def test_deep_lists_end_somewhere() -> None:
    text = "\n".join(" " * (2 * n) + "- diep" for n in range(2_000))
    assert_safe(text)
    assert render(text).count("<ul>") <= 4
