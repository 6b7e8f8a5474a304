"""The commands as an administrator gives them: what they do, and what they say when they cannot."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests import running
from tests.running import COMMAND, Installation

pytestmark = pytest.mark.faults

INIT = (
    "init",
    "--name=Gemeente Proef",
    "--slug=proef",
    "--administrator=ruth@proef.nl",
    "--administrator-name=Ruth Baas",
)
PLAIN = {"LERENDWERKEN_DEMO": "0"}

Say = Callable[..., subprocess.CompletedProcess[str]]


def _kinds() -> list[str]:
    return ["sqlite", *(["postgresql"] if os.environ.get("LERENDWERKEN_TEST_DATABASE_URL") else [])]


@pytest.fixture(params=_kinds())
def place(request: pytest.FixtureRequest, shared: Path, tmp_path: Path) -> Iterator[Installation]:
    """An installation of nobody yet, that is no demo; without its tables where a test asks for a 'bare' one."""
    kind, _, bare = request.param.partition(" ")
    made = (
        running.new(kind, tmp_path / "data")
        if bare
        else running.of_nobody(kind, shared).copy(tmp_path / "data")
    )
    made.environment = dict(PLAIN)
    yield made
    made.close()


@pytest.fixture
def say(place: Installation) -> Say:
    """Give a command to its end, however it ends."""

    def said(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*COMMAND, *arguments],
            env=place.environ(**more),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return said


def refused(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr


def test_a_first_organisation_its_check_and_its_export(place: Installation, say: Say) -> None:
    first = say(*INIT)
    assert first.returncode == 0, first.stderr
    assert "/accounts/password/reset/key/" in first.stdout
    refused(say(*INIT), "already", "nothing was changed")

    checked = say("check")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "NOT" not in checked.stdout
    assert "1 organisation(s)" in checked.stdout
    assert "ok   no mail is sent (LERENDWERKEN_EMAIL_URL is not set)" in checked.stdout
    assert "ok   mail is sent" in say("check", LERENDWERKEN_EMAIL_URL="smtp://relay").stdout

    exported = say("export", "RUTH@proef.nl", "--organisation=proef")
    assert exported.returncode == 0, exported.stderr
    assert isinstance(json.loads(exported.stdout), dict)
    refused(say("export", "niemand@proef.nl", "--organisation=proef"), "no such person")
    refused(say("export", "ruth@proef.nl", "--organisation=ander"), "no such person")

    for path in place.folder.iterdir():
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077, f"{path.name} can be read by others"


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("--zone", "Mars/Olympus", "time zone"),
        ("--country", "XX", "holidays"),
        ("--slug", "met spatie", "slug"),
        ("--administrator", "geen adres", "email"),
        ("--name", "x" * 121, "name"),
    ],
)
@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_an_organisation_that_cannot_be_leaves_nothing_behind(
    say: Say, name: str, value: str, word: str
) -> None:
    refused(say(*INIT, f"{name}={value}"), word)
    assert say(*INIT).returncode == 0


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"LERENDWERKEN_DATABASE_URL": "mysql://u:geheim@h/d"}, "LERENDWERKEN_DATABASE_URL"),
        ({"LERENDWERKEN_DATABASE_URL": "sqlite:////no/such/folder/x"}, "database does not answer"),
        ({"LERENDWERKEN_EMAIL_URL": "http://x"}, "LERENDWERKEN_EMAIL_URL"),
        ({"LERENDWERKEN_NOW": "2026-11-25T09:00:00"}, "LERENDWERKEN_NOW"),
        ({"LERENDWERKEN_NOW": "ooit", "LERENDWERKEN_DEMO": "1"}, "LERENDWERKEN_NOW"),
        ({"PORT": "acht"}, "PORT"),
        ({"LERENDWERKEN_DATA_DIR": "/dev/null/x"}, "LERENDWERKEN_DATA_DIR"),
    ],
)
@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_a_setting_that_cannot_be_is_named(say: Say, more: dict[str, str], words: str) -> None:
    done = say("serve", **more)
    refused(done, words)
    assert "geheim" not in done.stderr


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_a_wrong_port_hinders_no_other_command(say: Say) -> None:
    assert say("init", "--help", PORT="acht").returncode == 0


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "192.168.1.4", "leren.example", "", "127.0.0.1.evil.example"]
)
@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_a_demo_is_not_served_to_the_world(say: Say, host: str) -> None:
    refused(say("serve", "--host", host, LERENDWERKEN_DEMO="1"), "this machine only")


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_nor_under_a_public_name_behind_a_proxy(say: Say) -> None:
    refused(say("serve", LERENDWERKEN_DEMO="1", LERENDWERKEN_ALLOWED_HOSTS="localhost,leren.example"), "only")


def test_a_database_with_the_demos_people_is_no_real_installation(demo: Installation, tmp_path: Path) -> None:
    place = demo.copy(tmp_path / "copy")
    place.environment = dict(PLAIN)
    done = subprocess.run(
        [*COMMAND, "serve", "--host", "0.0.0.0", "--port", "0"],
        env=place.environ(),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    refused(done, "this machine only")


def test_the_demo_is_made_once(demo: Installation, tmp_path: Path) -> None:
    place = demo.copy(tmp_path / "copy")
    again = place.run("demo")
    assert again.stdout == ""
    assert "2 organisation(s)" in place.run("check").stdout


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_a_server_that_is_no_demo_keeps_its_door(place: Installation, say: Say) -> None:
    say(*INIT)
    server = place.serve()
    import requests

    page = requests.get(f"{server.url}/accounts/login/", timeout=20)
    assert page.status_code == 200
    assert "weekcyclus" not in page.text
    large = requests.post(
        f"{server.url}/accounts/login/", data=(b"x" * 100_000 for _ in range(30)), timeout=20
    )
    assert large.status_code == 413
    assert re.search("<main", large.text)
    assert requests.get(server.url, headers={"Host": "evil.example"}, timeout=20).status_code == 400
    assert server.stop() < 6
    assert "Traceback" not in server.log.read_text()


def link_in(told: str) -> str:
    found = re.search(r"^/accounts/password/reset/key/\S+$", told, re.M)
    assert found, told
    return found.group(0)


def choose(url: str, link: str, password: str) -> None:
    """Open a link in a browser, and choose a password there."""
    import requests

    browser = requests.Session()
    form = browser.get(url + link, timeout=20)
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form.text)
    assert token, form.text
    given = {"csrfmiddlewaretoken": token[1], "password1": password, "password2": password}
    assert browser.post(form.url, given, timeout=20, allow_redirects=False).status_code == 302


def signs_in(url: str, email: str, password: str) -> bool:
    import requests

    browser = requests.Session()
    browser.get(f"{url}/accounts/login/", timeout=20)
    given = {"csrfmiddlewaretoken": browser.cookies["csrftoken"], "login": email, "password": password}
    answer = browser.post(f"{url}/accounts/login/", given, timeout=20, allow_redirects=False)
    return answer.status_code == 302


def test_a_first_administrator_comes_in_without_mail_and_no_log_has_a_link(
    place: Installation, say: Say
) -> None:
    import requests

    link = link_in(say(*INIT).stdout)
    server = place.serve()
    choose(server.url, link, "een eerste wachtwoord")
    assert signs_in(server.url, "ruth@proef.nl", "een eerste wachtwoord")
    browser = requests.Session()
    browser.get(f"{server.url}/accounts/login/", timeout=20)
    given = {"csrfmiddlewaretoken": browser.cookies["csrftoken"], "email": "ruth@proef.nl"}
    told = browser.post(f"{server.url}/accounts/password/reset/", given, timeout=20)
    assert "verstuurt geen mail" in told.text
    choose(server.url, link_in(say("link", "RUTH@proef.nl").stdout), "een ander wachtwoord")
    assert signs_in(server.url, "ruth@proef.nl", "een ander wachtwoord")
    refused(say("link", "niemand@proef.nl"), "Nobody signs in")
    server.stop()
    assert "/password/reset/key" not in server.log.read_text()
    assert "ruth@" not in server.log.read_text()


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_where_mail_is_sent_no_link_is_printed(say: Say) -> None:
    first = say(*INIT, LERENDWERKEN_EMAIL_URL="smtp://relay")
    assert "/accounts/password/reset/ " in first.stdout
    assert "/accounts/password/reset/key" not in first.stdout


@pytest.mark.parametrize("place", ["sqlite"], indirect=True)
def test_who_administers_a_second_organisation_keeps_their_password(place: Installation, say: Say) -> None:
    link = link_in(say(*INIT).stdout)
    choose(place.serve().url, link, "een eerste wachtwoord")
    second = say(*INIT, "--name=Tweede Proef", "--slug=tweede")
    assert second.returncode == 0, second.stderr
    assert "/password/reset/" not in second.stdout


@pytest.mark.parametrize("place", ["sqlite bare"], indirect=True)
def test_a_check_says_what_is_not_in_order(place: Installation, say: Say) -> None:
    done = say("check")
    assert done.returncode == 1
    assert "NOT " in done.stdout
    assert "tables are missing" in done.stdout
    say(*INIT)
    (place.folder / "secret_key").chmod(0o644)
    (place.folder / "secret_key").parent.chmod(0o755)
    assert "NOT  nobody else" in say("check").stdout


@pytest.mark.parametrize("place", ["sqlite bare"], indirect=True)
def test_a_worker_needs_tables(say: Say) -> None:
    refused(say("worker"), "tables are missing")


def _as(url: str, role: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=f"{role}@{parts.hostname}:{parts.port}"))


@pytest.mark.postgresql
@pytest.mark.parametrize("place", ["postgresql bare"], indirect=True)
def test_without_an_owner_no_tables_are_made(say: Say) -> None:
    refused(say("serve", "--port", "0", LERENDWERKEN_OWNER_DATABASE_URL=""), "tables are missing")


@pytest.mark.postgresql
@pytest.mark.parametrize("place", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True)
class TestRoles:
    """On PostgreSQL the application's role stands behind the wall, or nothing is served."""

    def test_the_owner_is_refused(self, place: Installation, say: Say) -> None:
        assert say(*INIT).returncode == 0
        for command in (("serve", "--port", "0"), ("worker",)):
            refused(say(*command, LERENDWERKEN_DATABASE_URL=place.owner), "stands above the wall")

    def test_a_superuser_a_bypasser_and_a_member_of_the_owner_are_refused(
        self, place: Installation, say: Say
    ) -> None:
        assert say(*INIT).returncode == 0
        names = {"super": "SUPERUSER", "bypass": "BYPASSRLS", "member": "IN ROLE owner"}
        with psycopg.connect(place.owner, autocommit=True) as owner:
            for name, right in names.items():
                owner.execute(f"CREATE ROLE lw_t_{name} LOGIN {right}")  # type: ignore[arg-type]
                owner.execute(f"GRANT lw_web, lw_jobs TO lw_t_{name}")  # type: ignore[arg-type]
        try:
            for name in names:
                url = _as(place.database, f"lw_t_{name}")
                refused(say("serve", "--port", "0", LERENDWERKEN_DATABASE_URL=url), "stands above the wall")
        finally:
            with psycopg.connect(place.owner, autocommit=True) as owner:
                for name in names:
                    owner.execute(f"DROP ROLE lw_t_{name}")  # type: ignore[arg-type]

    def test_a_role_without_the_two_is_told_what_it_needs(self, place: Installation, say: Say) -> None:
        assert say(*INIT).returncode == 0
        with psycopg.connect(place.owner, autocommit=True) as owner:
            owner.execute("CREATE ROLE lw_t_bare LOGIN")
        try:
            url = _as(place.database, "lw_t_bare")
            refused(say("serve", "--port", "0", LERENDWERKEN_DATABASE_URL=url), "GRANT lw_web, lw_jobs")
        finally:
            with psycopg.connect(place.owner, autocommit=True) as owner:
                owner.execute("DROP ROLE lw_t_bare")

    def test_an_owner_that_cannot_be_reached_is_said(self, place: Installation, say: Say) -> None:
        gone = _as(place.owner, "nobody:geheim")
        done = say("serve", "--port", "0", LERENDWERKEN_OWNER_DATABASE_URL=gone)
        refused(done, "LERENDWERKEN_OWNER_DATABASE_URL")
        assert "geheim" not in done.stderr

    def test_a_database_that_is_away_is_said(self, place: Installation, say: Say) -> None:
        away = place.database.rpartition("/")[0] + "/none_such"
        refused(say("check", LERENDWERKEN_DATABASE_URL=away), "database does not answer")
