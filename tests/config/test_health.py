import json

import pytest
from django.db import OperationalError, connections
from django.test import RequestFactory

from config import health
from tests.application import as_application

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("name_finder")]


@pytest.fixture(autouse=True)
def collected_static(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "staticfiles.json").write_text("{}")


def test_healthz_answers_without_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok")


def test_readyz_names_every_dependency(client):
    answer = client.get("/readyz")

    assert answer.json() == dict.fromkeys(
        ["database", "row_security", "access_log", "broker", "worker", "static", "pdf", "name_finder"], "ok"
    )
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "asker", [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}, {"HTTP_FORWARDED": "for=192.0.2.7"}]
)
def test_readyz_answers_nobody_from_elsewhere(asker):
    answer = health.HealthMiddleware(lambda request: "passed on")(RequestFactory().get("/readyz", **asker))

    assert answer == "passed on"


def _not_ok() -> set[str]:
    with as_application():
        return {name for name, answer in json.loads(health.readiness().content).items() if answer != "ok"}


def test_without_static_files_only_that_is_red(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "empty"

    assert _not_ok() == {"static"}


def test_without_the_broker_only_that_is_red(settings):
    settings.CELERY_BROKER_URL = "redis+socket:///nonexistent?virtual_host=0"

    assert _not_ok() == {"broker"}


def test_without_the_pdf_libraries_only_that_is_red(monkeypatch):
    monkeypatch.setattr(health, "PDF_LIBRARIES", ["libnowhere.so.0"])

    assert _not_ok() == {"pdf"}


def test_without_the_name_finder_that_is_told_and_the_site_stays(settings, tmp_path):
    settings.NAME_FINDER = str(tmp_path / "nobody")

    with as_application():
        answer = health.readiness()

    assert (json.loads(answer.content)["name_finder"], answer.status_code) == ("NotReady", 200)


def test_without_the_database_the_database_and_what_lives_in_it_are_red(monkeypatch):
    def away(*_, **__):
        raise OperationalError

    monkeypatch.setattr(connections["default"], "cursor", away)

    assert _not_ok() == {"database", "row_security", "access_log", "worker"}
