"""What is thrown away or over is gone, with what was being typed and what was covered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.test import Client

from lerendwerken.foundation.drafts.models import Draft
from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.sparring import actions, queries
from lerendwerken.learning.sparring.models import SparringSession
from lerendwerken.learning.sparring.tasks import forget_covered
from tests.houses import WEDNESDAY

As = Callable[[Viewer], Client]


def begun(viewer: Viewer) -> SparringSession:
    with acting(viewer):
        return actions.begin("analyse", situation="Hoorverslagen", view="Het is te lang.", by=viewer)


def test_what_was_being_typed_in_a_session_is_thrown_away_with_it(fatima: Viewer, as_: As) -> None:
    thrown_away, kept = begun(fatima), begun(fatima)
    for session in (thrown_away, kept):
        for form, field in (("say", "said"), ("paste", "answer"), ("close", "conclusion")):
            sent = {"version": 0, "fields": {field: "half af"}}
            saved = as_(fatima).put(
                f"/drafts/sparring.{form}/{session.pk}/", sent, content_type="application/json"
            )
            assert saved.status_code == 200
    as_(fatima).post(f"/sparring/{thrown_away.pk}/away/")
    with acting(fatima):
        assert {draft.about for draft in Draft.objects.visible_to(fatima)} == {str(kept.pk)}


def test_what_was_covered_is_kept_no_longer_than_the_piece_it_came_from(
    fatima: Viewer, sanne: Viewer
) -> None:
    sessions = [(viewer, begun(viewer)) for viewer in (fatima, sanne)]
    for viewer, session in sessions:
        with acting(viewer):
            actions.remember_covered(session, {"[naam 1]": "Kees Vonk"}, by=viewer)
    for days, covered in ((30, {"[naam 1]": "Kees Vonk"}), (31, {})):
        with clock.at(WEDNESDAY + timedelta(days=days)):
            forget_covered()
        for viewer, session in sessions:
            with acting(viewer):
                assert queries.masking_key(viewer, session) == covered
