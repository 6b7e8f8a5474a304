"""What is somebody's own: taken along in one file, chosen a name for, erased, and gone some time after leaving."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from pytest_django import Settings

from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.errors import BadInput
from lerendwerken.foundation.organisations import actions, exporting, tasks
from lerendwerken.foundation.organisations.models import ExportFile, Membership, Person
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import System, Viewer
from lerendwerken.learning.insights.models import SharedInsight
from lerendwerken.learning.sparring.models import Turn
from lerendwerken.learning.weekcycle import actions as week
from tests.houses import PASSWORD, House
from tests.wall.test_rights import mentions

As = Callable[[Viewer], Client]


def sign_in(login: str) -> Client:
    client = Client(headers={"Accept-Language": "nl"})
    answer = client.post("/accounts/login/", {"login": f"{login}@waterrijk.example", "password": PASSWORD})
    assert answer.status_code == 302
    return client


def end(house: House, login: str) -> None:
    by = house.viewer("beheer")
    with acting(by):
        actions.end_membership(house.members[login], by=by)


def made() -> ExportFile:
    """The one file that was asked for, made."""
    with acting(System.KEEPER):
        key = ExportFile.unscoped.get().pk
    tasks.make_export(key)
    with acting(System.KEEPER):
        file: ExportFile = ExportFile.unscoped.get()
    return file


def catch(viewer: Viewer, text: str) -> None:
    with acting(viewer):
        week.catch(text, by=viewer)


def test_everything_somebody_wrote_comes_in_one_file_for_them_alone(
    as_: As, fatima: Viewer, joost: Viewer, beheer: Viewer, sanne: Viewer
) -> None:
    catch(fatima, "<script>alert(1)</script> van mij")
    catch(joost, "van joost")
    with acting(fatima):
        week.paste(text="Brief van mevrouw Vonk", view="te lang", by=fatima)
    client = as_(fatima)
    assert client.post("/mine/export/").status_code == 302
    client.post("/mine/export/")  # asked twice
    assert "Het bestand wordt gemaakt" in client.get("/mine/").content.decode()
    file = made()
    assert (file.done, file.of) == (file.of, file.of)
    assert "Haal het bestand op" in client.get("/mine/").content.decode()
    answer = client.get(f"/mine/export/{file.pk}/")
    assert answer["Content-Type"] == "application/zip"
    assert "fatima" not in answer["Content-Disposition"].lower()
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        page, told = packed.read("lees-mij.html").decode(), json.loads(packed.read("alles.json"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt; van mij" in page
    assert [row["text"] for row in told["weekcycle.Caught"]] == ["<script>alert(1)</script> van mij"]
    assert "Vonk" not in page + json.dumps(told)
    assert "joost" not in page + json.dumps(told)
    for other in (joost, beheer, sanne):
        assert as_(other).get(f"/mine/export/{file.pk}/").status_code == 404
    with clock.at(clock.now() + timedelta(days=8)):
        tasks.forget_exports()
        assert client.get(f"/mine/export/{file.pk}/").status_code == 404


def test_words_of_a_partner_are_labelled_and_what_is_private_comes_first(fatima: Viewer) -> None:
    written = {"created": clock.now(), "said": "mijn vraag", "answer": "wat maakt dit onwaar?"}
    shared = {"created": clock.now(), "before": "eerst", "now": "later", "because": ""}
    content = exporting.packed({SharedInsight: [shared], Turn: [written]}, fatima)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        page = packed.read("lees-mij.html").decode()
    assert page.index("mijn vraag") < page.index("eerst")
    assert re.search(r'<p class="ai"><b>Niet door mij geschreven[^<]*</b>\s+wat maakt dit onwaar', page)
    assert "<b>toen</b> eerst" in page


def test_a_file_that_does_not_come_can_be_asked_for_anew(as_: As, fatima: Viewer) -> None:
    client = as_(fatima)
    client.post("/mine/export/")
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert "Dit duurt langer dan zou moeten" in client.get("/mine/").content.decode()
        client.post("/mine/export/")
        assert "Het bestand wordt gemaakt" in client.get("/mine/").content.decode()


def test_who_leaves_is_out_at_once_and_fetches_what_is_theirs(waterrijk: House, as_: As) -> None:
    joost = waterrijk.viewer("joost")
    catch(joost, "nog van mij")
    old = sign_in("joost")
    assert old.get("/week/").status_code == 200
    page = as_(waterrijk.viewer("beheer")).post(f"/people/{joost.member}/end/", follow=True)
    assert page.status_code == 200
    assert old.get("/week/").status_code == 302, "the session itself is gone"
    client = sign_in("joost")
    assert client.get("/week/").status_code == 403
    assert client.get("/insights/").status_code == 403
    home = client.get("/mine/").content.decode()
    assert "Tot 25 december 2026 kun je hier ophalen" in home
    client.post("/mine/export/", {"left": str(joost.member)})
    file = made()
    with zipfile.ZipFile(io.BytesIO(client.get(f"/mine/export/{file.pk}/").content)) as packed:
        assert "nog van mij" in packed.read("lees-mij.html").decode()
    shown = as_(waterrijk.viewer("beheer")).get(f"/people/{joost.member}/").content.decode()
    assert f"/mine/?left={joost.member}" in shown
    assert "nog van mij" not in shown
    assert (
        as_(waterrijk.viewer("noor")).get(f"/mine/?left={joost.member}").content.decode().count("Bakker") == 0
    )


def test_where_mail_is_sent_who_leaves_is_told(
    waterrijk: House, as_: As, settings: Settings, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    settings.SENDS_MAIL = True
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        as_(waterrijk.viewer("beheer")).post(f"/people/{waterrijk.members['joost'].pk}/end/")
    (sent,) = mail.outbox
    assert sent.to == ["joost@waterrijk.example"]
    assert f"/mine/?left={waterrijk.members['joost'].pk}" in sent.body
    assert "25 december 2026" in sent.body


def test_who_works_elsewhere_too_keeps_signing_in_there(waterrijk: House, zorgkompas: House, as_: As) -> None:
    with acting(System.SETUP):
        actions.join(zorgkompas.organisation, email="joost@waterrijk.example", name="Joost", roles=[])
    client = sign_in("joost")
    end(waterrijk, "joost")
    assert client.get("/mine/").status_code == 200
    assert "Gemeente Waterrijk" in client.get("/mine/").content.decode()
    with clock.at(clock.now() + timedelta(days=31)):
        tasks.forget_leavers()
        assert client.get("/mine/").status_code == 200
    assert Person.objects.filter(email="joost@waterrijk.example", is_active=True).exists()


def test_somebody_has_themselves_erased(waterrijk: House, as_: As) -> None:
    joost = waterrijk.viewer("joost")
    catch(joost, "alleen van mij")
    client, other = sign_in("joost"), sign_in("joost")
    page = client.get("/mine/erase/").content.decode()
    assert "Wat weggaat" in page
    wrong = client.post("/mine/erase/", {"typed": "fatima@waterrijk.example"})
    assert wrong.status_code == 400
    assert "Er is niets gewist" in wrong.content.decode()
    done = client.post("/mine/erase/", {"typed": " JOOST@waterrijk.example "})
    assert "Je bent gewist" in done.content.decode()
    assert mentions(joost.member) == []
    assert not Person.objects.filter(pk=joost.person).exists()
    for browser in (client, other):
        assert browser.get("/week/").status_code == 302


def test_where_somebody_was_signed_in_is_forgotten(waterrijk: House) -> None:
    here, old = sign_in("joost"), sign_in("noor")
    Session.objects.filter(pk=old.session.session_key).update(
        expire_date=clock.real_now() - timedelta(days=1)
    )
    tasks.forget_sessions()
    assert [row.session_key for row in UserSession.objects.all()] == [here.session.session_key]


def test_the_last_administrator_stays(waterrijk: House) -> None:
    by = waterrijk.viewer("beheer")
    with acting(by), pytest.raises(BadInput):
        actions.erase_me("beheer@waterrijk.example", by=by)
    with acting(by):
        assert Membership.objects.visible_to(by).get(pk=by.member).ended is None
