import pytest
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from config.middleware import RefusalMiddleware, ResponseHeadersMiddleware, TransactionMiddleware

REQUEST = RequestFactory()


def _answer(view, request=None):
    return TransactionMiddleware(view)(request or REQUEST.get("/"))


@pytest.mark.django_db(transaction=True)
def test_an_answer_is_made_inside_one_transaction():
    inside = []

    def view(request):
        inside.append(connection.in_atomic_block)
        return HttpResponse()

    _answer(view)

    assert (inside, connection.in_atomic_block) == ([True], False)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("status", "kept"), [(200, "yes"), (404, "yes"), (422, "yes"), (500, None), (503, None)])
def test_what_was_done_stays_unless_the_answer_is_a_failure_of_ours(status, kept):
    def view(request):
        cache.set("done", "yes")
        return HttpResponse(status=status)

    _answer(view)

    assert cache.get("done") == kept


@pytest.mark.django_db
def test_a_streamed_answer_is_refused():
    with pytest.raises(ImproperlyConfigured):
        _answer(lambda request: StreamingHttpResponse(["late"]))


@pytest.mark.django_db
def test_a_database_that_is_away_gives_a_page_with_503():
    def view(request):
        raise OperationalError

    assert _answer(view).status_code == 503


def _with_headers(*, view=lambda request: HttpResponse(), **headers):
    return ResponseHeadersMiddleware(view)(REQUEST.get("/", headers=headers))


@pytest.mark.parametrize("status", [200, 302, 404, 500])
def test_every_answer_carries_the_headers(status):
    answer = _with_headers(view=lambda request: HttpResponse(status=status))

    assert {name: answer[name] for name in answer.headers if name not in {"Content-Type", "Permissions-Policy"}} == {
        "Server": "web",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
        "Origin-Agent-Cluster": "?1",
        "X-Robots-Tag": "noindex",
        "Cache-Control": "no-store",
        "Vary": "HX-Request",
    }


def test_the_browser_may_use_passkeys_and_no_other_device():
    policy = dict(part.split("=") for part in _with_headers()["Permissions-Policy"].split(", "))

    assert {name for name, who in policy.items() if who != "()"} == {
        "publickey-credentials-create",
        "publickey-credentials-get",
    }
    assert {"camera", "microphone", "geolocation"} < set(policy)


@pytest.mark.parametrize(
    ("site", "mode", "destination", "status"),
    [
        ("same-origin", "cors", "empty", 200),
        ("none", "navigate", "document", 200),
        ("cross-site", "navigate", "document", 200),
        ("cross-site", "navigate", "iframe", 403),
        ("cross-site", "no-cors", "image", 403),
        ("cross-site", "cors", "empty", 403),
        ("same-site", "cors", "empty", 403),
    ],
)
def test_another_site_may_link_to_a_page_and_nothing_else(site, mode, destination, status):
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": destination}
    answer = RefusalMiddleware(lambda request: HttpResponse())(REQUEST.get("/", headers=headers))

    assert answer.status_code == status


def test_another_site_may_not_post():
    request = REQUEST.post("/", headers={"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"})

    assert RefusalMiddleware(lambda request: HttpResponse())(request).status_code == 403
