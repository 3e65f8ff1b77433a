"""A post that met no session: what was typed comes back after signing in, to the same person only."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.sessions import SEEN_AT
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.accounts.steps import codes_of, first_step, second, with_app
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

OWN = {"HTTP_ORIGIN": "http://testserver"}
TYPED = {"name": "Een heel nieuwe naam", "phone": "0612345678"}


@pytest.fixture
def strict():
    """A browser, in which Django asks for the token of the form."""
    return Client(enforce_csrf_checks=True)


def sign_in_by_hand(client: Client, user, app, **more: str):
    """Take both steps with the token of the pages."""

    def token(path: str) -> str:
        return client.get(path).content.decode().split('csrfmiddlewaretoken" value="')[1].split('"')[0]

    first_step(client, user, csrfmiddlewaretoken=token("/inloggen/"), **more)
    path = reverse("mfa_authenticate")
    return client.post(path, {"code": codes_of(app)[1], "csrfmiddlewaretoken": token(path)})


def test_text_that_was_cut_off_comes_back_after_signing_in(strict):
    user = worker_of(OrganisationFactory())
    app = with_app(user)

    cut_off = strict.post("/mijn/", TYPED | {"_wie": str(user.uuid), "csrfmiddlewaretoken": "x" * 64}, **OWN)
    done = sign_in_by_hand(strict, user, app, next="/mijn/")
    page = strict.get(done["Location"]).content.decode()

    assert cut_off["Location"] == "/inloggen/?next=/mijn/"
    assert done["Location"] == "/mijn/"
    assert "Een heel nieuwe naam" in page
    user.refresh_from_db()
    assert user.name != "Een heel nieuwe naam"


def test_the_text_is_not_shown_to_somebody_else(strict):
    team = OrganisationFactory()
    writer, other = worker_of(team), worker_of(team)
    app = with_app(other)

    strict.post("/mijn/", TYPED | {"_wie": str(writer.uuid), "csrfmiddlewaretoken": "x" * 64}, **OWN)
    sign_in_by_hand(strict, other, app, next="/mijn/")

    assert "Een heel nieuwe naam" not in strict.get("/mijn/").content.decode()


def test_an_idle_session_keeps_the_text_too(client):
    user = worker_of(OrganisationFactory())
    app = with_app(user)
    sign_in(client, user)
    session = client.session
    session[SEEN_AT] -= 16 * 60
    session.save()

    cut_off = client.post("/mijn/", TYPED | {"_wie": str(user.uuid)})
    first_step(client, user, next="/mijn/")
    second(client, codes_of(app)[1])

    assert cut_off["Location"] == "/inloggen/?next=/mijn/"
    assert "Een heel nieuwe naam" in client.get("/mijn/").content.decode()


def test_a_post_from_another_site_keeps_nothing(strict):
    user = worker_of(OrganisationFactory())
    sign_in(strict, user)

    answer = strict.post("/mijn/", TYPED | {"_wie": str(user.uuid)}, HTTP_ORIGIN="https://elders.example")

    assert answer.status_code == 403
    assert "interrupted_post" not in strict.session


def test_a_sign_in_page_that_stood_open_too_long_says_so(strict):
    answer = strict.post(
        "/inloggen/", {"login": "a@b.example", "password": "x", "csrfmiddlewaretoken": "x" * 64}, **OWN
    )

    assert answer["Location"] == "/inloggen/"
    assert "Deze pagina stond te lang open. Probeer het nog een keer." in strict.get("/inloggen/").content.decode()
