import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path

from config import urls, views

handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


@login_not_required
def mistake(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


@login_not_required
def away(request: HttpRequest) -> HttpResponse:
    raise OperationalError


@login_not_required
def nowhere(request: HttpRequest) -> HttpResponse:
    raise Http404


urlpatterns = [
    path("fout/", mistake),
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
