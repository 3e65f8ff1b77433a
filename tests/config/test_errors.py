from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.test import Client
from django.urls import include, path
from django.utils import timezone
from django.views import View

from accounts import drafts
from accounts.models import Draft
from config import urls, views
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.signing_in import sign_in

handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


@login_not_required
def mistake(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


class MistakeInAForm(View):
    """A form whose text is kept as a draft, with a mistake of ours in it."""

    draft_name = "film"
    slug_url_kwarg = "uuid"

    def post(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        raise ZeroDivisionError


class BrokenTransaction(MistakeInAForm):
    """The same, where the database refuses every next question."""

    def post(self, request: HttpRequest, uuid: UUID) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")
        raise AssertionError


@login_not_required
def away(request: HttpRequest) -> HttpResponse:
    raise OperationalError


@login_not_required
def nowhere(request: HttpRequest) -> HttpResponse:
    raise Http404


urlpatterns = [
    path("fout/", mistake),
    path("<uuid:uuid>/fout/", MistakeInAForm.as_view()),
    path("<uuid:uuid>/kapot/", BrokenTransaction.as_view()),
    path("weg/", away),
    path("nergens/", nowhere),
    path("", include("config.urls")),
]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


def test_a_mistake_of_ours_gives_a_page_with_a_code_that_also_stands_in_the_log(visitor, caplog):
    answer = visitor.get("/fout/")

    code = next(record.args[0] for record in caplog.records if record.name == "config.views")
    assert answer.status_code == 500
    assert code in answer.content.decode()


def page_after_a_mistake(visitor, *, kept=(), path="fout"):
    """Post a form about one household, with drafts kept at other times and about other things."""
    user, household = worker_of(OrganisationFactory()), uuid4()
    sign_in(visitor, user)
    for form, about, moment in kept:
        drafts.keep(user, form, household if about == "this" else uuid4(), QueryDict("what=Bram"))
        Draft.objects.filter(owner=user, form=form).update(saved_at=moment)
    answer = visitor.post(f"/{household}/{path}/")
    assert answer.status_code == 500
    return answer.content.decode()


def test_the_page_says_until_when_the_text_of_this_form_was_kept(visitor):
    now = timezone.localtime().replace(hour=14, minute=32)

    page = page_after_a_mistake(visitor, kept=[("film", "this", now)])

    assert "Je tekst is bewaard tot 14.32 uur." in page


def test_a_text_that_was_kept_on_another_day_says_which(visitor):
    page = page_after_a_mistake(visitor, kept=[("film", "this", datetime(2026, 3, 4, 13, 32, tzinfo=UTC))])

    assert "Je tekst is bewaard tot 4 maart 2026, 14.32 uur." in page


@pytest.mark.parametrize("kept", [[], [("film", "another", timezone.now())], [("phase", "this", timezone.now())]])
def test_nothing_is_said_about_a_text_that_was_not_kept(visitor, kept):
    assert "Je tekst is bewaard" not in page_after_a_mistake(visitor, kept=kept)


def test_a_database_that_answers_no_more_questions_still_gives_the_page(visitor):
    page = page_after_a_mistake(visitor, kept=[("film", "this", timezone.now())], path="kapot")

    assert "Er ging iets mis bij ons" in page
    assert "Je tekst is bewaard" not in page


@pytest.mark.parametrize("target", ["paneel-film", '"><script>', ""])
def test_a_part_of_a_page_that_is_not_there_gets_the_sentence_only(visitor, target):
    answer = visitor.get("/nergens/", headers={"HX-Request": "true", "HX-Target": target})

    page = answer.content.decode()
    assert (answer.status_code, answer["HX-Reswap"], answer["HX-Reselect"]) == (404, "innerHTML", "[data-gone]")
    assert "Deze pagina is er niet, of je mag hem niet zien." in page
    assert "<html" not in page
    assert "script" not in page


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_a_whole_page_that_htmx_asks_is_a_whole_page(visitor, header):
    assert "<html" in visitor.get("/nergens/", headers={"HX-Request": "true", header: "true"}).content.decode()


def test_a_database_that_is_away_gives_503(visitor):
    assert visitor.get("/weg/").status_code == 503


def test_the_pages_for_500_and_503_need_no_database(visitor, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert views.server_error(HttpRequest()).status_code == 500
        assert views.unavailable(HttpRequest()).status_code == 503


def test_what_is_not_there_and_what_is_hidden_give_the_same_bytes(visitor):
    assert visitor.get("/nergens/").status_code == 404
    assert visitor.get("/nergens/").content == visitor.get("/bestaat-niet/").content


def test_another_host_name_gives_400(visitor):
    assert visitor.get("/", headers={"Host": "elders.example"}).status_code == 400


@pytest.mark.parametrize(
    ("address", "host"),
    [("/fout/", "testserver"), ("/weg/", "testserver"), ("/nergens/", "testserver"), ("/", "elders.example")],
)
def test_error_pages_carry_every_header_and_no_stack(visitor, address, host):
    answer = visitor.get(address, headers={"Host": host})

    assert answer["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert b"Traceback" not in answer.content
    assert b"Error" not in answer.content
