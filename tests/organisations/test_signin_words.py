"""Words at the door that Django and allauth bring along: in the way we speak, in the language of the person."""

from __future__ import annotations

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.contrib.auth import password_validation
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import translation

from lerendwerken.foundation.organisations.models import Person
from lerendwerken.foundation.wall.viewer import Viewer

PASSWORD = "een lang wachtwoord"


def test_rules_for_passwords_speak_to_somebody_as_je() -> None:
    with translation.override("nl"):
        words = " ".join(password_validation.password_validators_help_texts())
    assert "Neem minstens 10 tekens." in words
    assert "Uw" not in words
    assert " uw " not in words


def test_every_borrowed_text_still_exists_where_it_came_from() -> None:
    """A text that Django or allauth changed would silently be told in their words again."""
    with (settings.LOCALE_PATHS[0] / "nl" / "LC_MESSAGES" / "django.po").open("rb") as file:
        ours = {
            message.id if isinstance(message.id, str) else message.id[0]: message for message in read_po(file)
        }
    del ours[""]
    import allauth
    import django.contrib.auth

    known: set[object] = set()
    for package in (allauth, django.contrib.auth):
        [path] = package.__path__
        with open(f"{path}/locale/nl/LC_MESSAGES/django.po", "rb") as file:
            known |= {
                message.id if isinstance(message.id, str) else message.id[0] for message in read_po(file)
            }
    assert set(ours) <= known


@pytest.mark.parametrize(
    ("language", "words"), [("nl", "Je bent aangemeld als"), ("en", "Successfully signed in")]
)
def test_the_first_words_after_signing_in_are_in_ones_own_language(
    client: Client, fatima: Viewer, language: str, words: str
) -> None:
    Person.objects.filter(pk=fatima.person).update(language=language, password=make_password(PASSWORD))
    other = "en" if language == "nl" else "nl"
    sent = {"login": Person.objects.get(pk=fatima.person).email, "password": PASSWORD}
    answer = client.post("/accounts/login/", sent, headers={"accept-language": other}, follow=True)
    assert words in answer.content.decode()


def test_a_language_chosen_before_signing_in_stays_with_the_person_and_not_with_the_browser(
    client: Client, fatima: Viewer
) -> None:
    Person.objects.filter(pk=fatima.person).update(password=make_password(PASSWORD))
    client.post("/language/", {"language": "en", "next": "/accounts/login/"})
    sent = {"login": Person.objects.get(pk=fatima.person).email, "password": PASSWORD}
    assert '<html lang="en">' in client.post("/accounts/login/", sent, follow=True).content.decode()
    assert Person.objects.get(pk=fatima.person).language == "en"
    assert not client.cookies[settings.LANGUAGE_COOKIE_NAME].value, "who signs in here next chooses anew"
