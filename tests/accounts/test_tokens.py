"""Tokens of integrations: scoped, hashed, of one organisation, at most 90 days, and never for a household."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import outbox
from accounts.api_tokens import HasScope, TokenAuthentication
from accounts.choices import ApiScope, Outcome, Role
from accounts.clock import EndedNow, now
from accounts.models import AccessLine, ApiToken, AuditEvent, Membership, Notification, Organisation, User
from accounts.services import tokens
from accounts.services.people import block_user
from accounts.tasks import promise_news_of_tokens
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.application import as_application
from tests.cases.factories import HouseholdFactory
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

CONNECTION = "/api/v1/koppeling/"


@pytest.fixture
def team() -> Organisation:
    return OrganisationFactory(name="Wijkteam Noord")


@pytest.fixture
def beheerder(team: Organisation, client: Client) -> User:
    user = worker_of(team, Role.ADMINISTRATOR, name="Renske Duinker")
    sign_in(client, user)
    return user


def made(organisation: Organisation, by: User, *scopes: ApiScope, days: int = 30) -> tuple[ApiToken, str]:
    return tokens.make_token(organisation, name="Jaarverslag", scopes=scopes or [ApiScope.FIGURES], days=days, by=by)


def come_in(secret: str, path: str = CONNECTION, **extra: Any) -> HttpResponse:
    return Client().get(path, headers={"Authorization": f"Bearer {secret}"}, **extra)


def post(client: Client, team: Organisation, **changed: Any) -> HttpResponse:
    typed = {"name": "Jaarverslag", "scopes": ["figures"], "days": "30"}
    return client.post(reverse("accounts:token-make", args=[team.uuid]), typed | changed)


def errors(page: HttpResponse) -> dict[str, list[str]]:
    return {name: [str(text) for text in texts] for name, texts in page.context["form"].errors.items()}


# --- Making one ---------------------------------------------------------------------------------------


def test_a_token_is_shown_once_and_only_its_hash_is_kept(client: Client, beheerder: User, team: Organisation) -> None:
    answer = post(client, team)

    first, second = (client.get(answer.headers["Location"]) for _ in range(2))
    secret = first.context["secret"]
    token = ApiToken.objects.get()
    assert (answer.status_code, secret in first.content.decode()) == (303, True)
    assert (second.context["secret"], secret in second.content.decode()) == ("", False)
    assert (token.token_hash, token.hint) == (tokens.digest(secret), secret[-4:])
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(accounts_apitoken)::text FROM accounts_apitoken")
        assert secret not in cursor.fetchone()[0]
    assert come_in(secret).status_code == 200


def test_the_session_never_holds_a_token_that_can_be_read(client: Client, beheerder: User, team: Organisation) -> None:
    post(client, team)

    kept = client.session["api_token"]

    assert not any(tokens.PREFIX in text for text in kept)


def test_making_a_token_is_recorded_without_the_token(client: Client, beheerder: User, team: Organisation) -> None:
    post(client, team, scopes=["figures", "register"], days="90")

    event = AuditEvent.objects.get()
    assert (event.event, event.actor, event.target) == ("token.made", beheerder.uuid, ApiToken.objects.get().uuid)
    assert event.details == {"organisation": str(team.uuid), "scopes": "figures,register", "days": 90}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"days": "91"}, {"days": ["Een koppeling werkt hoogstens 90 dagen."]}),
        ({"days": "0"}, {"days": ["Vul 1 dag of meer in."]}),
        ({"scopes": []}, {"scopes": ["Kies waar de koppeling bij mag."]}),
        ({"name": ""}, {"name": ["Geef de koppeling een naam."]}),
    ],
)
def test_what_does_not_fit_is_refused(
    client: Client, beheerder: User, team: Organisation, typed: dict[str, Any], said: dict[str, list[str]]
) -> None:
    page = post(client, team, **typed)

    assert (page.status_code, errors(page), ApiToken.objects.exists()) == (422, said, False)


def test_a_scope_of_households_does_not_exist(client: Client, beheerder: User, team: Organisation) -> None:
    assert list(errors(post(client, team, scopes=["households"]))) == ["scopes"]
    assert ApiScope.values == ["register", "figures"]


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"expires_at": F("made_at") + timedelta(days=90, seconds=1)}, "api_token_at_most_90_days"),
        ({"scopes": ["households"]}, "api_token_is_for_something"),
        ({"scopes": []}, "api_token_is_for_something"),
    ],
)
def test_the_database_holds_the_limits_too(
    beheerder: User, team: Organisation, values: dict[str, Any], constraint: str
) -> None:
    token, _ = made(team, beheerder)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ApiToken.objects.filter(pk=token.pk).update(**values)


def test_a_service_makes_no_token_for_longer_either(beheerder: User, team: Organisation) -> None:
    with pytest.raises(tokens.TokenTooLong):
        made(team, beheerder, days=91)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_a_beheerder_of_that_organisation_makes_or_withdraws_one(
    beheerder: User, team: Organisation, role: Role
) -> None:
    token, _ = made(team, beheerder)
    strangers = [worker_of(team, role), worker_of(OrganisationFactory(), Role.ADMINISTRATOR)]

    for stranger in strangers:
        client = sign_in(Client(), stranger)
        assert post(client, team).status_code == 404
        for name in ("token-detail", "token-withdraw"):
            assert client.get(reverse(f"accounts:{name}", args=[token.uuid])).status_code == 404


# --- Coming in ----------------------------------------------------------------------------------------


def test_an_integrator_tests_the_connection(beheerder: User, team: Organisation) -> None:
    token, secret = made(team, beheerder, ApiScope.FIGURES, ApiScope.REGISTER)

    answer = come_in(secret)

    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    body = answer.json()
    assert body.pop("expires_at")[:10] == str(token.expires_at.date())
    assert body == {
        "id": str(token.uuid),
        "name": "Jaarverslag",
        "organisation": "Wijkteam Noord",
        "scopes": ["figures", "register"],
    }


def test_no_token_and_a_signed_in_person_get_401(client: Client, beheerder: User) -> None:
    for visitor in (Client(), client):
        answer = visitor.get(CONNECTION)
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert answer.headers["Content-Type"] == "application/problem+json"


def expired(token: ApiToken) -> None:
    ApiToken.objects.filter(pk=token.pk).update(expires_at=now())


def withdrawn(token: ApiToken) -> None:
    tokens.withdraw_token(token, by=token.made_by)


def maker_blocked(token: ApiToken) -> None:
    block_user(token.made_by, by=worker_of(token.organisation, Role.ADMINISTRATOR))


def maker_left(token: ApiToken) -> None:
    Membership.objects.filter(user=token.made_by).update(period=EndedNow("period"))


def maker_is_no_beheerder_any_more(token: ApiToken) -> None:
    Membership.objects.filter(user=token.made_by).update(role=Role.POLICY)


def organisation_stopped(token: ApiToken) -> None:
    Organisation.objects.filter(pk=token.organisation_id).update(is_active=False)


@pytest.mark.parametrize(
    "ends",
    [expired, withdrawn, maker_blocked, maker_left, maker_is_no_beheerder_any_more, organisation_stopped],
    ids=lambda function: function.__name__,
)
def test_a_token_stops_at_once(beheerder: User, team: Organisation, ends: Any) -> None:
    token, secret = made(team, beheerder)
    assert come_in(secret).status_code == 200

    ends(token)

    assert come_in(secret).status_code == 401


def test_a_token_of_the_regiobureau_works_for_another_organisation(team: Organisation) -> None:
    office = OrganisationFactory(is_region_office=True)
    _, secret = made(team, worker_of(office, Role.ADMINISTRATOR))

    assert come_in(secret).json()["organisation"] == "Wijkteam Noord"


@pytest.mark.parametrize(
    "path", ["/api/v1/households/", "/api/v1/households/{}/", "/api/v1/openapi.json", "/mijn-dag/", "/beheer/"]
)
def test_a_token_opens_nothing_else(beheerder: User, team: Organisation, path: str) -> None:
    household = HouseholdFactory(team=team)
    _, secret = made(team, beheerder, *ApiScope)

    answer = come_in(secret, path.format(household.uuid))

    assert answer.status_code == (401 if path.startswith("/api/") else 302)
    assert household.call_name not in answer.content.decode()


def test_nobody_acts_while_an_integration_is_answered(beheerder: User, team: Organisation) -> None:
    HouseholdFactory(team=team)
    _, secret = made(team, beheerder)
    actors = []

    class Probe(APIView):
        authentication_classes = [TokenAuthentication]
        permission_classes = [HasScope]
        scope = None

        def get(self, request: Any) -> Response:
            with connection.cursor() as cursor:
                cursor.execute("SELECT actor_id(), (SELECT count(*) FROM cases_household)")
                actors.append(cursor.fetchone())
            return Response()

    with as_application():
        Probe.as_view()(RequestFactory().get("/", headers={"Authorization": f"Bearer {secret}"}))

    assert actors == [(None, 0)]


@pytest.mark.parametrize(("has", "status"), [(ApiScope.REGISTER, 200), (ApiScope.FIGURES, 403)])
def test_a_view_asks_for_its_own_scope(beheerder: User, team: Organisation, has: ApiScope, status: int) -> None:
    _, secret = made(team, beheerder, has)

    class Register(APIView):
        authentication_classes = [TokenAuthentication]
        permission_classes = [HasScope]
        scope = ApiScope.REGISTER

        def get(self, request: Any) -> Response:
            return Response()

    answer = Register.as_view()(RequestFactory().get("/", headers={"Authorization": f"Bearer {secret}"}))

    assert answer.status_code == status


# --- What is logged, and guessing -----------------------------------------------------------------------


def test_each_use_is_logged_for_the_person_who_made_the_token(beheerder: User, team: Organisation) -> None:
    token, secret = made(team, beheerder)

    come_in(secret)

    line = AccessLine.objects.latest("seq")
    assert (line.event_code, line.who, line.role, line.organisation) == (
        "integration",
        beheerder.uuid,
        "integration",
        team.uuid,
    )
    assert (line.obj_type, line.obj_id, line.outcome, line.purpose) == (
        "api_token",
        token.uuid,
        Outcome.SUCCESS,
        "integration",
    )


def test_the_privacy_officer_reads_it_in_the_log_book(client: Client, beheerder: User, team: Organisation) -> None:
    _, secret = made(team, beheerder)
    come_in(secret)

    page = sign_in(Client(), worker_of(team, Role.PRIVACY_OFFICER)).get("/logboek/")

    (row,) = [row for row in page.context["rows"] if row.what == "Koppeling gebruikt"]
    assert (row.name, row.ground, row.about) == ("Renske Duinker", "Koppeling", "")


def test_a_wrong_token_is_logged_as_somebody_unknown(team: Organisation) -> None:
    come_in("rondom_verkeerd")

    line = AccessLine.objects.latest("seq")
    assert (line.event_code, line.who, line.outcome, line.obj_type) == (
        "sign_in_failed",
        None,
        Outcome.REFUSED,
        "api_token",
    )


def test_wrong_tokens_count_for_each_address_and_a_right_one_keeps_working(beheerder: User, team: Organisation) -> None:
    _, secret = made(team, beheerder)

    answers = [come_in(f"rondom_{number}") for number in range(21)]

    assert {answer.status_code for answer in answers[:20]} == {401}
    assert (answers[20].status_code, answers[20].headers["Retry-After"]) == (429, "900")
    assert come_in("rondom_elders", REMOTE_ADDR="192.0.2.7").status_code == 401
    assert come_in(secret).status_code == 200


# --- Withdrawing, and the end -----------------------------------------------------------------------------


def test_withdrawing_asks_first_and_is_recorded(client: Client, beheerder: User, team: Organisation) -> None:
    token, secret = made(team, beheerder)
    address = reverse("accounts:token-withdraw", args=[token.uuid])

    assert client.get(address).status_code == 200
    assert come_in(secret).status_code == 200
    assert client.post(address).status_code == 303
    assert come_in(secret).status_code == 401
    assert AuditEvent.objects.filter(event="token.withdrawn", actor=beheerder.uuid, target=token.uuid).exists()
    assert client.post(address).status_code == 404


def test_the_page_of_the_organisation_says_which_tokens_work(
    client: Client, beheerder: User, team: Organisation
) -> None:
    made(team, beheerder)
    old, _ = made(team, beheerder)
    expired(old)
    gone, _ = made(team, beheerder)
    withdrawn(gone)
    left, _ = made(team, worker_of(team, Role.ADMINISTRATOR))
    maker_left(left)

    page = client.get(team.get_absolute_url()).content.decode()

    states = ["Werkt niet: de maker is hier geen beheerder meer", "Ingetrokken", "Verlopen", "Werkt"]
    assert [page.count(f"{state}</span>") for state in states] == [1, 1, 1, 1]


def test_a_week_ahead_the_maker_hears_that_a_token_ends_once(
    client: Client, beheerder: User, team: Organisation
) -> None:
    soon, _ = made(team, beheerder, days=6)
    made(team, beheerder, days=8)

    with as_application():
        promised = [promise_news_of_tokens() for _ in range(2)]
        outbox.sweep()

    assert promised == [1, 1]
    assert list(Notification.objects.values_list("recipient", "kind", "about")) == [
        (beheerder.pk, "token_ends", soon.uuid)
    ]
    assert "De koppeling Jaarverslag van Wijkteam Noord werkt tot" in client.get("/meldingen/").content.decode()


def test_a_token_that_was_withdrawn_meanwhile_gives_no_news(beheerder: User, team: Organisation) -> None:
    token, _ = made(team, beheerder, days=6)
    promise_news_of_tokens()
    withdrawn(token)

    outbox.sweep()

    assert not Notification.objects.exists()
