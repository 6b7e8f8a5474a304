"""Writing, sharing, recalling and throwing away what somebody learned."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lerendwerken.foundation.drafts import actions as drafts
from lerendwerken.foundation.drafts.models import Draft
from lerendwerken.foundation.ground import clock
from lerendwerken.foundation.ground.errors import BadInput, Conflict, Forbidden, NotFound
from lerendwerken.foundation.ground.ids import new_id
from lerendwerken.foundation.ground.models import AuditLine
from lerendwerken.foundation.wall.acting import acting
from lerendwerken.foundation.wall.viewer import Viewer
from lerendwerken.learning.insights import actions, queries
from lerendwerken.learning.insights.models import Insight, Review, SharedInsight
from lerendwerken.learning.weekcycle import actions as weekcycle

WEEK = date(2026, 11, 23)
NEXT_FRIDAY = datetime(2026, 12, 4, 9, 0, tzinfo=UTC)
SignIn = Callable[[Viewer], Client]


def written(by: Viewer, now: str = "dat drie zinnen bovenaan horen", **given: object) -> Insight:
    with acting(by):
        return actions.write_insight(
            week=WEEK,
            before="dat het verslag korter moest",
            now=now,
            because="Noor kon het daarna navertellen",
            cue="Wat leerde je over hoorverslagen?",
            by=by,
            **given,  # type: ignore[arg-type]
        )


def shared(by: Viewer) -> tuple[Insight, SharedInsight]:
    insight = written(by)
    with acting(by):
        return insight, actions.share(insight, by=by)


class TestWriting:
    def test_it_is_kept_for_its_owner_alone(
        self,
        fatima: Viewer,
        joost: Viewer,
        marga: Viewer,
        henk: Viewer,
        beheer: Viewer,
        council: Viewer,
        sanne: Viewer,
    ) -> None:
        insight = written(fatima)
        for other in (joost, marga, henk, beheer, council, sanne):
            with acting(other):
                assert not queries.insights(other).exists()
                with pytest.raises(NotFound):
                    queries.insight_for(other, insight.pk)
        with acting(fatima):
            assert queries.insight_for(fatima, insight.pk).now == "dat drie zinnen bovenaan horen"

    def test_sent_twice_it_is_one(self, fatima: Viewer) -> None:
        key = new_id()
        first, second = written(fatima, key=key), written(fatima, "iets anders", key=key)
        assert first.pk == second.pk
        assert second.now == "dat drie zinnen bovenaan horen"

    def test_somebody_elses_key_is_refused(self, fatima: Viewer, joost: Viewer) -> None:
        insight = written(fatima)
        with pytest.raises(Conflict):
            written(joost, key=insight.pk)

    def test_what_i_think_now_is_needed(self, fatima: Viewer) -> None:
        with acting(fatima), pytest.raises(BadInput) as refusal:
            actions.write_insight(week=WEEK, now="  ", by=fatima)
        assert refusal.value.field == "now"

    @pytest.mark.parametrize("week", [date(2026, 11, 9), date(2026, 11, 30)])
    def test_other_weeks_are_not_written(self, fatima: Viewer, week: date) -> None:
        with acting(fatima), pytest.raises(Forbidden):
            actions.write_insight(week=week, now="te laat", by=fatima)

    def test_too_long_and_nul(self, fatima: Viewer) -> None:
        with pytest.raises(BadInput):
            written(fatima, "x" * 601)
        assert written(fatima, "dat\x00 het mag 🙂 ‮").now == "dat het mag 🙂 ‮"

    def test_without_a_recall_question_one_is_made(self, fatima: Viewer) -> None:
        with acting(fatima):
            question = weekcycle.ask_question(
                text="Hoe maak ik verslagen die mensen begrijpen?",
                development_question=None,
                week=WEEK,
                by=fatima,
            )
            asked = actions.write_insight(week=WEEK, now="korter helpt niet", question=question, by=fatima)
            bare = actions.write_insight(week=WEEK, now="korter helpt niet", by=fatima)
        assert "Hoe maak ik verslagen die mensen begrijpen?" in asked.cue
        assert "48" in bare.cue

    def test_it_comes_back_on_ones_own_harvest_day(self, fatima: Viewer) -> None:
        with acting(fatima):
            weekcycle.choose_days({"harvest": "thu"}, by=fatima)
        assert written(fatima).due.isoformat() == "2026-11-26"


class TestMending:
    def test_until_the_week_ends(self, fatima: Viewer) -> None:
        insight = written(fatima)
        with acting(fatima):
            actions.mend(insight, now="dat drie zinnen genoeg zijn", by=fatima)
            assert queries.insight_for(fatima, insight.pk).now == "dat drie zinnen genoeg zijn"
            with clock.at(NEXT_FRIDAY), pytest.raises(Forbidden):
                actions.mend(insight, now="anders", by=fatima)

    def test_the_copy_changes_only_when_asked(self, fatima: Viewer) -> None:
        insight, copy = shared(fatima)
        with acting(fatima):
            actions.mend(insight, now="voor mij", by=fatima)
            assert queries.shared_for(fatima, copy.pk).now == "dat drie zinnen bovenaan horen"
            actions.mend(insight, now="voor ons", copy_too=True, by=fatima)
            assert queries.shared_for(fatima, copy.pk).now == "voor ons"


class TestSharing:
    def test_the_team_gets_a_copy_and_nobody_else(
        self,
        fatima: Viewer,
        joost: Viewer,
        samira: Viewer,
        marga: Viewer,
        henk: Viewer,
        beheer: Viewer,
        sanne: Viewer,
    ) -> None:
        insight, copy = shared(fatima)
        assert copy.pk != insight.pk
        with acting(joost):
            assert [row.now for row in queries.shared_in_team(joost)] == ["dat drie zinnen bovenaan horen"]
            with pytest.raises(NotFound):
                queries.insight_for(joost, insight.pk)
        for other in (samira, marga, henk, beheer, sanne):
            with acting(other):
                assert queries.shared_in_team(other) == []
                with pytest.raises(NotFound):
                    queries.shared_for(other, copy.pk)

    def test_shared_twice_is_one_copy(self, fatima: Viewer) -> None:
        insight, copy = shared(fatima)
        with acting(fatima):
            assert actions.share(insight, by=fatima).pk == copy.pk
            assert len(queries.shared_in_team(fatima)) == 1

    def test_taken_back_it_is_gone_and_may_be_shared_again(self, fatima: Viewer, joost: Viewer) -> None:
        insight, copy = shared(fatima)
        with acting(fatima):
            insight = queries.insight_for(fatima, insight.pk)
            actions.take_back(insight, by=fatima)
            actions.take_back(insight, by=fatima)
            assert queries.insight_for(fatima, insight.pk).copy_id is None
            assert actions.share(insight, by=fatima).pk != copy.pk

    def test_a_teammate_cannot_take_it_back(self, fatima: Viewer, joost: Viewer) -> None:
        _insight, copy = shared(fatima)
        with acting(joost), pytest.raises(Forbidden):
            actions.take_back(queries.shared_for(joost, copy.pk), by=joost)

    def test_who_is_in_no_team_cannot_share(self, marga: Viewer) -> None:
        insight = written(marga)
        with acting(marga), pytest.raises(Forbidden):
            actions.share(insight, by=marga)


class TestThrowingAway:
    def test_everything_about_it_is_gone(self, fatima: Viewer, joost: Viewer) -> None:
        insight, _copy = shared(fatima)
        with acting(fatima), clock.at(NEXT_FRIDAY):
            actions.recall(insight, wrote="drie zinnen", grade="knew", by=fatima)
            drafts.save_draft("insights.recall", str(insight.pk), {"wrote": "drie"}, 0, by=fatima)
            actions.delete(insight, by=fatima)
            assert not queries.insights(fatima).exists()
            assert not Review.objects.visible_to(fatima).exists()
            assert not Draft.objects.visible_to(fatima).exists()
            actions.delete(insight, by=fatima)
        with acting(joost):
            assert queries.shared_in_team(joost) == []

    def test_the_copy_may_stay_and_be_taken_back_later(self, fatima: Viewer) -> None:
        insight, copy = shared(fatima)
        with acting(fatima):
            actions.delete(insight, with_copy=False, by=fatima)
            assert [row.pk for row in queries.shared_in_team(fatima)] == [copy.pk]
            actions.take_back(queries.shared_for(fatima, copy.pk), by=fatima)
            assert queries.shared_in_team(fatima) == []

    def test_what_is_gone_cannot_be_shared_or_recalled(self, fatima: Viewer) -> None:
        insight = written(fatima)
        with acting(fatima):
            actions.delete(insight, by=fatima)
            with pytest.raises(Conflict):
                actions.share(insight, by=fatima)
            with clock.at(NEXT_FRIDAY), pytest.raises(Conflict):
                actions.recall(insight, wrote="", grade="knew", by=fatima)


class TestRecalling:
    def test_it_is_due_on_the_harvest_day(self, fatima: Viewer) -> None:
        insight = written(fatima)
        with acting(fatima):
            assert queries.due(fatima, date(2026, 11, 26)) == []
            assert queries.due(fatima, date(2026, 11, 27)) == [insight]

    def test_a_grade_plans_the_next_time(self, fatima: Viewer) -> None:
        with acting(fatima):
            days = {}
            for grade in ("knew", "not"):
                insight = written(fatima)
                with clock.at(NEXT_FRIDAY):
                    actions.recall(insight, wrote="", grade=grade, by=fatima)
                days[grade] = queries.insight_for(fatima, insight.pk).due
        assert days["not"] == date(2026, 12, 11)
        assert days["knew"] > days["not"]
        assert all(day.weekday() == 4 for day in days.values())

    def test_sent_twice_it_counts_once(self, fatima: Viewer) -> None:
        insight, key = written(fatima), new_id()
        with acting(fatima), clock.at(NEXT_FRIDAY):
            first = actions.recall(insight, wrote="drie", grade="half", key=key, by=fatima)
            again = actions.recall(insight, wrote="drie", grade="half", key=key, by=fatima)
            assert first.pk == again.pk
            assert len(queries.reviews(fatima, insight)) == 1

    def test_a_second_tab_is_told(self, fatima: Viewer) -> None:
        insight = written(fatima)
        with acting(fatima), clock.at(NEXT_FRIDAY):
            actions.recall(insight, wrote="drie", grade="half", key=new_id(), by=fatima)
            with pytest.raises(Conflict):
                actions.recall(insight, wrote="drie", grade="knew", key=new_id(), by=fatima)
            assert [row.grade for row in queries.reviews(fatima, insight)] == ["half"]

    @pytest.mark.parametrize("grade", ["", "good", "KNEW", "5"])
    def test_other_grades_are_refused(self, fatima: Viewer, grade: str) -> None:
        insight = written(fatima)
        with acting(fatima), clock.at(NEXT_FRIDAY), pytest.raises(BadInput):
            actions.recall(insight, wrote="", grade=grade, by=fatima)

    def test_the_audit_line_holds_no_words(self, fatima: Viewer) -> None:
        written(fatima, "een geheim inzicht")
        line = AuditLine.objects.get(verb="insights.write_insight")
        assert "geheim" not in "".join(str(value) for value in vars(line).values())


class TestPages:
    def test_the_list_shows_own_sheets_and_the_teams_copies(
        self, fatima: Viewer, joost: Viewer, as_: SignIn
    ) -> None:
        written(fatima, "dat mijn eigen tekst blijft")
        shared(joost)
        page = as_(fatima).get(reverse("insights:list")).content.decode()
        assert "dat mijn eigen tekst blijft" in page
        assert "Joost Bakker" in page

    def test_empty_it_teaches(self, fatima: Viewer, marga: Viewer, as_: SignIn) -> None:
        for viewer in (fatima, marga):
            page = as_(viewer).get(reverse("insights:list"))
            assert page.status_code == 200
            assert 'class="empty"' in page.content.decode()

    def test_the_answer_stays_covered_until_one_has_written(self, fatima: Viewer, as_: SignIn) -> None:
        insight, client = written(fatima), as_(fatima)
        with clock.at(NEXT_FRIDAY):
            covered = client.get(reverse("insights:recall")).content.decode()
            assert insight.cue in covered
            assert insight.now not in covered
            url = reverse("insights:recall_one", args=[insight.pk])
            sent = {"wrote": "iets met drie zinnen", "key": str(new_id()), "version": "0"}
            beside = client.post(url, sent).content.decode()
            assert insight.now in beside
            assert "iets met drie zinnen" in beside
            with acting(fatima):
                assert queries.reviews(fatima, insight) == []
            assert client.post(url, {**sent, "grade": "half"}).status_code == 302
            assert client.post(url, {**sent, "grade": "half"}).status_code == 302
            with acting(fatima):
                kept = queries.reviews(fatima, insight)
        assert [(row.wrote, row.grade) for row in kept] == [("iets met drie zinnen", "half")]

    def test_one_goes_back_to_where_one_came_from_and_nowhere_else(self, fatima: Viewer, as_: SignIn) -> None:
        client = as_(fatima)
        for asked, back in (("harvest", reverse("harvest")), ("//evil.example", reverse("insights:list"))):
            insight = written(fatima)
            url = f"{reverse('insights:recall_one', args=[insight.pk])}?next={asked}"
            assert client.get(url).status_code == 302  # not due yet
            with clock.at(NEXT_FRIDAY):
                assert insight.cue in client.get(url).content.decode()
                sent = {"wrote": "", "grade": "knew", "key": str(new_id()), "version": "0"}
                assert client.post(url, sent)["Location"] == back

    def test_nothing_due_says_when(self, fatima: Viewer, as_: SignIn) -> None:
        client = as_(fatima)
        assert client.get(reverse("insights:recall")).status_code == 200
        written(fatima)
        assert "27 november" in client.get(reverse("insights:recall")).content.decode()

    def test_sharing_mending_and_throwing_away(self, fatima: Viewer, as_: SignIn) -> None:
        insight, client = written(fatima), as_(fatima)
        client.post(reverse("insights:share", args=[insight.pk]))
        edit = reverse("insights:edit", args=[insight.pk])
        assert client.get(edit).status_code == 200
        sent = {"now": "dat het anders kan", "copy_too": "yes", "key": str(new_id()), "version": "0"}
        assert client.post(edit, {**sent, "now": ""}).status_code == 200
        assert client.post(edit, sent).status_code == 302
        with acting(fatima):
            assert [row.now for row in queries.shared_in_team(fatima)] == ["dat het anders kan"]
        gone = reverse("insights:delete", args=[insight.pk])
        assert client.get(gone).status_code == 200
        client.post(gone, {"copy": "keep"})
        with acting(fatima):
            assert not queries.insights(fatima).exists()
            (copy,) = queries.shared_in_team(fatima)
        client.post(reverse("insights:take_back_copy", args=[copy.pk]))
        with acting(fatima):
            assert queries.shared_in_team(fatima) == []

    @pytest.mark.parametrize("name", ["recall_one", "edit", "share", "take_back", "delete"])
    def test_a_foreign_insight_is_no_insight(
        self, fatima: Viewer, joost: Viewer, marga: Viewer, sanne: Viewer, as_: SignIn, name: str
    ) -> None:
        insight = written(fatima)
        for other in (joost, marga, sanne):
            client = as_(other)
            foreign = client.post(
                reverse(f"insights:{name}", args=[insight.pk]), {"grade": "knew", "now": "x"}
            )
            nowhere = client.post(reverse(f"insights:{name}", args=[new_id()]), {"grade": "knew", "now": "x"})
            assert foreign.status_code == nowhere.status_code == 404
        with acting(fatima):
            assert queries.insight_for(fatima, insight.pk).now == insight.now

    def test_more_insights_ask_no_more_queries(self, fatima: Viewer, joost: Viewer, as_: SignIn) -> None:
        client, counts = as_(fatima), []
        for _round in range(2):
            for viewer in (fatima, joost, joost):
                shared(viewer)
            client.get(reverse("insights:list"))
            with CaptureQueriesContext(connection) as seen:
                client.get(reverse("insights:list"))
            counts.append(len(seen))
        assert counts[0] == counts[1]

    def test_older_ones_stand_on_the_next_page(self, fatima: Viewer, as_: SignIn) -> None:
        for number in range(13):
            written(fatima, f"inzicht nummer {number}")
        client = as_(fatima)
        assert "inzicht nummer 12" in client.get(reverse("insights:list")).content.decode()
        older = client.get(reverse("insights:list"), {"page": "2"}).content.decode()
        assert "inzicht nummer 0<" in older
        assert client.get(reverse("insights:list"), {"page": "x"}).status_code == 200

    def test_markup_is_text(self, fatima: Viewer, as_: SignIn) -> None:
        written(fatima, "<img src=x onerror=alert(1)>")
        assert "<img src=x" not in as_(fatima).get(reverse("insights:list")).content.decode()


@pytest.mark.postgresql
def test_postgresql_keeps_insights_and_recalls_for_their_owner(
    fatima: Viewer, joost: Viewer, marga: Viewer
) -> None:
    insight, _copy = shared(fatima)
    with acting(fatima), clock.at(NEXT_FRIDAY):
        actions.recall(insight, wrote="drie zinnen", grade="knew", by=fatima)
    for other in (joost, marga):
        with acting(other):
            assert not Insight.unscoped.exists()
            assert not Review.unscoped.exists()
    with acting(marga):
        assert not SharedInsight.unscoped.exists()


def test_a_shared_insight_stands_once_on_ones_own_page(
    as_: Callable[[Viewer], Client], fatima: Viewer, joost: Viewer
) -> None:
    insight, _copy = shared(fatima)
    sentence = "dat drie zinnen bovenaan horen"
    page = as_(fatima).get("/insights/").content.decode()
    assert page.count(sentence) == 1
    assert "Nog niemand" not in page
    assert sentence in as_(joost).get("/insights/").content.decode()
    with acting(fatima):
        actions.delete(insight, with_copy=False, by=fatima)
    left = as_(fatima).get("/insights/").content.decode()
    assert left.count(sentence) == 1, "a copy whose insight was thrown away can still be taken back"


def test_older_insights_are_folded_and_all_there(as_: Callable[[Viewer], Client], fatima: Viewer) -> None:
    for number in range(6):
        written(fatima, f"gedachte {number}")
    page = as_(fatima).get("/insights/").content.decode()
    assert page.count('<details class="fold"><summary class="own') == 3
    for number in range(6):
        assert f"gedachte {number}" in page


def test_what_waits_to_be_recalled_is_not_shown_before(as_: SignIn, fatima: Viewer) -> None:
    written(fatima)
    with clock.at(NEXT_FRIDAY):
        text = as_(fatima).get(reverse("insights:list")).content.decode()
    assert "Wat leerde je over hoorverslagen?" in text
    assert "dat drie zinnen bovenaan horen" not in text
