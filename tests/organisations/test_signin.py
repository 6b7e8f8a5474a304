"""Signing in: closed for who was not invited, and it tells nobody who was."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client

from lerendwerken.foundation.organisations import actions, inviting
from lerendwerken.foundation.organisations.models import Person
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Role, System, Viewer
from tests.houses import PASSWORD, House

pytestmark = pytest.mark.usefixtures("waterrijk")

As = Callable[[Viewer], Client]
LOGIN = "/accounts/login/"
EMAIL = "fatima@waterrijk.example"


@pytest.fixture
def visitor() -> Client:
    """Somebody who is not signed in, with a Dutch browser."""
    return Client(headers={"Accept-Language": "nl"})


def sign_in(client: Client, email: str = EMAIL, password: str = PASSWORD, **more: str) -> Any:
    return client.post(LOGIN, {"login": email, "password": password, **more})


def words(answer: Any, *away: str) -> str:
    """What a page says, without what differs by its nature."""
    text = re.sub(r"<[^>]*>|\s+", " ", answer.content.decode())
    for piece in away:
        text = text.replace(piece, "…")
    return text


def test_signing_in_leads_to_where_one_wanted_to_be(visitor: Client) -> None:
    first = visitor.get("/week/focus/?x=1")
    assert first.url == f"{LOGIN}?next=/week/focus/%3Fx%3D1"
    assert sign_in(visitor, next="/week/focus/?x=1").url == "/week/focus/?x=1"
    assert visitor.get("/more/").status_code == 200


@pytest.mark.parametrize("email", ["FATIMA@Waterrijk.example", " fatima@waterrijk.example "])
def test_an_address_is_read_as_people_type_it(visitor: Client, email: str) -> None:
    assert sign_in(visitor, email).status_code == 302


def test_unknown_and_wrong_are_the_same(visitor: Client) -> None:
    wrong = sign_in(visitor, password="helemaal mis")
    unknown = sign_in(visitor, email="niemand@waterrijk.example", password="helemaal mis")
    assert wrong.status_code == unknown.status_code == 200
    assert words(wrong) == words(unknown)
    assert "helemaal mis" not in wrong.content.decode()


def test_an_unknown_address_takes_as_much_work_as_a_wrong_password(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hash is what takes the time; each answer costs exactly one."""
    from django.contrib.auth import hashers

    hashed: list[str] = []
    hasher = hashers.get_hasher()
    true = type(hasher).encode
    monkeypatch.setattr(
        type(hasher),
        "encode",
        lambda self, password, salt, *rest: hashed.append(password) or true(self, password, salt, *rest),
    )
    counts = []
    for email in (EMAIL, "niemand@waterrijk.example"):
        hashed.clear()
        sign_in(visitor, email, "helemaal mis")
        counts.append(len(hashed))
    assert counts == [1, 1]


@pytest.mark.parametrize("value", ["\x00", "🙂" * 5000, "a@b" * 3000, "' OR 1=1 --", "\ud7ff\u202e"])
def test_strange_names_and_passwords_are_just_wrong(visitor: Client, value: str) -> None:
    for email, password in ((value, PASSWORD), (EMAIL, value)):
        assert sign_in(visitor, email, password).status_code == 200


def test_guessing_is_slowed_down(visitor: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.LIMITS
    cache.clear()
    answers = [sign_in(visitor, password=f"gok nummer {n}") for n in range(6)]
    assert "Probeer het later" in words(answers[-1]) or answers[-1].status_code == 429
    assert sign_in(visitor).status_code != 302, "also the right password has to wait"
    assert sign_in(visitor, "joost@waterrijk.example").status_code == 302, "others need not"
    cache.clear()


def test_spraying_over_many_names_is_slowed_down(visitor: Client, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = settings.LIMITS
    cache.clear()
    answers = [sign_in(visitor, f"naam{n}@waterrijk.example", "Welkom2026!") for n in range(61)]
    limited = answers[-1]
    assert limited.status_code == 429 or "Probeer het later" in words(limited)
    refused = visitor.post(LOGIN, {"login": EMAIL, "password": "x"})
    assert refused.status_code == 429
    assert "heel veel" in words(refused) or "veel" in words(refused)
    cache.clear()


def test_what_counts_attempts_holds_many() -> None:
    assert settings.CACHES["default"]["OPTIONS"]["MAX_ENTRIES"] >= 100_000


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "https:///evil.example",
        "\x00//evil.example",
        " //evil.example",
    ],
)
def test_nobody_is_sent_elsewhere(visitor: Client, target: str) -> None:
    assert sign_in(visitor, next=target).url == "/"
    visitor.logout()
    after = visitor.post("/language/", {"language": "en", "next": target})
    assert after.status_code == 302
    assert "evil" not in after.url
    assert "javascript" not in after.url


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        ("http://testserver/week/focus/?q=1", "%2Fweek%2Ffocus%2F"),
        ("https://evil.example//evil.example/", "%2F"),
        ("http://testserver//evil.example/", "%2F%2Fevil.example%2F"),
        ("", "%2F"),
        ("nonsense", "%2F"),
    ],
)
def test_a_form_sent_after_signing_out_comes_back_to_its_page(
    visitor: Client, referer: str, back: str
) -> None:
    answer = visitor.post("/week/focus/", {"question": "?"}, headers={"Referer": referer})
    assert answer.url == f"{LOGIN}?next={back}"
    assert sign_in(visitor, next="//evil.example/").url == "/"


def test_a_session_from_before_is_worth_nothing_after(visitor: Client) -> None:
    visitor.get(LOGIN)
    session = visitor.session
    session["planted"] = "x"
    session.save()
    visitor.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""
    before = session.session_key
    sign_in(visitor)
    after = visitor.cookies[settings.SESSION_COOKIE_NAME].value
    assert after != before
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = before or ""
    assert thief.get("/").status_code == 302


def test_signing_out_ends_the_session(visitor: Client) -> None:
    sign_in(visitor)
    stolen = visitor.cookies[settings.SESSION_COOKIE_NAME].value
    assert visitor.get("/accounts/logout/").status_code == 200, "a link alone does not sign out"
    assert visitor.get("/more/").status_code == 200
    visitor.post("/accounts/logout/")
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = stolen
    assert thief.get("/").status_code == 302


def test_who_is_no_longer_active_is_out(visitor: Client) -> None:
    sign_in(visitor)
    Person.objects.filter(email=EMAIL).update(is_active=False)
    assert visitor.get("/").status_code == 302
    sign_in(visitor)
    assert visitor.get("/").status_code == 302


def test_nobody_signs_up(visitor: Client) -> None:
    for answer in (
        visitor.get("/accounts/signup/"),
        visitor.post("/accounts/signup/", {"email": "new@example.org", "password1": "een lang wachtwoord 9"}),
    ):
        assert "nodigt mensen uit" in answer.content.decode()
    assert not Person.objects.filter(email="new@example.org").exists()
    assert visitor.get("/accounts/2fa/webauthn/signup/").status_code == 404


def test_nobody_takes_an_address_that_is_meant_for_somebody_else(as_: As, fatima: Viewer) -> None:
    client = as_(fatima)
    for url in ("/accounts/email/", "/accounts/confirm-email/", "/accounts/confirm-email/abc:def/"):
        assert client.get(url).url == "/"
        answer = client.post(url, {"action_add": "", "email": "nieuw@waterrijk.example"})
        assert answer.url == "/"
    assert mail.outbox == []


def reset(client: Client, email: str) -> Any:
    return client.post("/accounts/password/reset/", {"email": email}, follow=True)


def link_in(message: Any) -> str:
    found = re.search(r"http://testserver(/\S+)", message.body)
    assert found, message.body
    return found.group(1)


def test_a_new_password_is_asked_for_without_telling_who_is_known(visitor: Client, settings: Any) -> None:
    settings.SENDS_MAIL = True
    known, unknown = reset(visitor, EMAIL), reset(visitor, "niemand@waterrijk.example")
    assert words(known) == words(unknown)
    assert "een link onderweg" in words(known)
    assert [message.to for message in mail.outbox] == [[EMAIL], ["niemand@waterrijk.example"]]
    first, second = mail.outbox
    assert first.subject == "Een nieuw wachtwoord voor Lerendwerken"
    assert "geen account" in second.body
    assert "http" not in second.body


def test_a_server_that_sends_no_mail_says_so_and_not_who_is_known(visitor: Client) -> None:
    page = visitor.get("/accounts/password/reset/")
    assert "verstuurt geen mail" in words(page)
    assert "Vraag een beheerder" in words(page)
    assert 'name="email"' not in page.content.decode()
    known, unknown = reset(visitor, EMAIL), reset(visitor, "niemand@waterrijk.example")
    assert words(known) == words(unknown)
    assert "verstuurt geen mail" in words(known)
    assert "onderweg" not in words(known)


def test_a_link_for_a_new_password_works_once(visitor: Client) -> None:
    reset(visitor, EMAIL)
    link = link_in(mail.outbox[0])
    form = visitor.get(link, follow=True)
    path = form.redirect_chain[-1][0]
    new = "heel iets anders 2026"
    done = visitor.post(path, {"password1": new, "password2": new})
    assert done.status_code == 302
    assert sign_in(visitor, password=new).status_code == 302
    again = Client(headers={"Accept-Language": "nl"}).get(link, follow=True)
    assert "werkt niet meer" in again.content.decode()
    assert sign_in(Client()).status_code == 200, "the old password is gone"


def test_a_changed_link_or_a_weak_password_does_nothing(visitor: Client) -> None:
    reset(visitor, EMAIL)
    link = link_in(mail.outbox[0])
    broken = link.rstrip("/")[:-1] + "x/"
    assert "werkt niet meer" in visitor.get(broken, follow=True).content.decode()
    path = visitor.get(link, follow=True).redirect_chain[-1][0]
    assert visitor.post(path, {"password1": "kort", "password2": "kort"}).status_code == 200
    assert sign_in(Client()).status_code == 302


def test_a_forged_host_gets_no_link(visitor: Client) -> None:
    answer = visitor.post("/accounts/password/reset/", {"email": EMAIL}, headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert mail.outbox == []


def invite_karin(house: House) -> Person:
    with acting(System.SETUP):
        member = actions.join(
            house.organisation, email="karin@waterrijk.example", name="Karin Mol", roles=[Role.PROFESSIONAL]
        )
    return member.person


def test_who_was_just_invited_is_welcomed_in_the_language_in_which_they_were_added(
    waterrijk: House, visitor: Client
) -> None:
    karin = invite_karin(waterrijk)
    Person.objects.filter(pk=karin.pk).update(language="en")
    answer = visitor.get(inviting.path_for(karin), follow=True)
    text = answer.content.decode()
    assert '<html lang="en">' in text
    assert "Welcome. Choose a password" in text
    assert f"{waterrijk.organisation.name} works with Lerendwerken" in text
    first = {"password1": "een eerste wachtwoord", "password2": "een eerste wachtwoord"}
    done = visitor.post(answer.redirect_chain[-1][0], first, follow=True)
    assert "Your password is kept" in done.content.decode()
    assert '<html lang="en">' in visitor.get(LOGIN).content.decode()
    karin.refresh_from_db()
    again = visitor.get(inviting.path_for(karin), follow=True).content.decode()
    assert "Choose a new password" in again, "who has one changes it"


def test_a_language_chosen_before_following_a_link_wins(waterrijk: House, visitor: Client) -> None:
    karin = invite_karin(waterrijk)
    visitor.post("/language/", {"language": "en", "next": LOGIN})
    assert '<html lang="en">' in visitor.get(inviting.path_for(karin), follow=True).content.decode()


def test_who_was_just_invited_chooses_a_first_password(waterrijk: House, visitor: Client) -> None:
    invite_karin(waterrijk)
    assert sign_in(visitor, "karin@waterrijk.example", "").status_code == 200
    reset(visitor, "karin@waterrijk.example")
    answer = visitor.get(link_in(mail.outbox[0]), follow=True)
    assert "Welkom. Kies een wachtwoord" in answer.content.decode()
    path = answer.redirect_chain[-1][0]
    visitor.post(path, {"password1": "een eerste wachtwoord", "password2": "een eerste wachtwoord"})
    assert sign_in(visitor, "karin@waterrijk.example", "een eerste wachtwoord").status_code == 302


def confirm(client: Client) -> None:
    """Give the password once more, as changes to signing in ask."""
    assert client.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302


PAGES = [
    "/accounts/password/change/",
    "/accounts/reauthenticate/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/recovery-codes/generate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/sessions/",
    "/accounts/logout/",
]


@pytest.mark.parametrize("url", PAGES)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_around_signing_in_looks_like_ours(visitor: Client, url: str, language: str) -> None:
    Person.objects.filter(email=EMAIL).update(language=language)
    sign_in(visitor)
    confirm(visitor)
    answer = visitor.get(url)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert page.count("<main") == 1
    assert f'<html lang="{language}">' in page
    assert "shell/tokens.css" in page
    assert " style=" not in page
    assert "data:image" not in page, "our policy lets no such picture in"
    scripts = re.findall(r"<script(?![^>]*(?:src=|nonce=|application/json))[^>]*>", page)
    assert scripts == []


def test_a_code_beside_the_password(visitor: Client) -> None:
    from allauth.mfa.totp.internal import auth as totp

    sign_in(visitor)
    confirm(visitor)
    page = visitor.get("/accounts/2fa/totp/activate/").content.decode()
    assert "<svg" in page
    assert "<?xml" not in page
    found = re.search(r"<code>(\w+)</code>", page)
    assert found
    secret = found.group(1)

    def code(shift: int = 0) -> str:
        counter = next(iter(totp.yield_hotp_counters_from_time()))
        return totp.format_hotp_value(totp.hotp_value(secret, counter + shift))

    assert visitor.post("/accounts/2fa/totp/activate/", {"code": "000000"}).status_code == 200
    assert visitor.post("/accounts/2fa/totp/activate/", {"code": code()}).status_code == 302
    other = Client(headers={"Accept-Language": "nl"})
    assert sign_in(other).url.startswith("/accounts/2fa/authenticate/")
    assert other.get("/").status_code == 302, "half signed in is signed out"
    cache.clear()
    assert other.post("/accounts/2fa/authenticate/", {"code": code()}).status_code == 302
    assert other.get("/more/").status_code == 200


def test_the_page_for_signing_in_offers_a_passkey(visitor: Client) -> None:
    page = visitor.get(LOGIN).content.decode()
    assert 'id="passkey_login"' in page
    assert (
        visitor.get("/accounts/2fa/webauthn/login/", headers={"Accept": "application/json"}).status_code
        == 200
    )


def test_sessions_end_after_two_weeks(visitor: Client) -> None:
    sign_in(visitor)
    cookie = visitor.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert timedelta(days=14).total_seconds() == settings.SESSION_COOKIE_AGE
