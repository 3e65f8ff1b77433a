"""T-MATRIX for the access log: what every address, as every person, writes into it (NEN 7513, chapter 7)."""

from __future__ import annotations

import statistics
import time
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from accounts import audit_line
from accounts.choices import Role
from accounts.middleware import POLL_HEADER
from accounts.models import AccessLine
from cases.choices import FactKind
from cases.models import Household
from cases.services.protected import add_fact
from tests.access_table import row_for
from tests.accounts.factories import worker_of
from tests.accounts.steps import codes_of, first_step, second, with_app
from tests.accounts.test_access_log import LINE
from tests.api.client import Api
from tests.cases.factories import HouseholdFactory, face_of, team_of
from tests.signing_in import sign_in
from tests.test_access import ADDRESSES, Address, Walker, classify
from tests.world import make_world

pytestmark = pytest.mark.django_db

LISTS = {"cases:household-list", "cases:look-reviews", "api:household-list"}
NO_HOUSEHOLD_YET = {
    "api:connection",
    "api:schema",
    "cases:emergency-choose",
    "cases:emergency-open",
    "cases:emergency-reviews",
    "cases:emergency-start",
    "cases:face-ask",
    "cases:household-create",
    "cases:must-i-report",
    "veiligheidskaart:blocks",
    "veiligheidskaart:check",
    "veiligheidskaart:issuer",
    "veiligheidskaart:issuers",
    "veiligheidskaart:language-review",
    "veiligheidskaart:languages",
    "veiligheidskaart:read-in",
}
"""Nothing of a household is shown here yet; a search in an emergency and a question have tables of their own."""

PEOPLE = ("contact", "card", "outsider")
"""Who is involved, who is a little, and who is not: the others write the same lines, and a matrix takes time."""

MANDATORY = (
    "event_code",
    "action",
    "at",
    "outcome",
    "checks",
    "who",
    "role",
    "obj_type",
    "obj_id",
    "purpose",
    "policy_version",
    "source",
    "request_id",
    "session_hash",
)
"""What NEN 7513 demands of every line, and what we demand."""


def newest() -> int:
    """The number of the last line: what comes after it belongs to the next request."""
    return AccessLine.objects.order_by("-seq").values_list("seq", flat=True).first() or 0


def is_about_a_household(address: Address) -> bool:
    """Whether the address names one household, or something of it."""
    room = address.name.partition(":")[0]
    return room in {"cases", "veiligheidskaart", "api"} and address.name not in LISTS | NO_HOUSEHOLD_YET


def expected(address: Address, method: str, found: str) -> list[int]:
    """The outcomes of the lines that this request should write."""
    if is_about_a_household(address):
        return {"allow": [1], "hide": [2]}.get(found, [])
    if found != "allow":
        return []
    if address.name in LISTS or address.name == "accounts:my-day":
        return [1] if method == "GET" else []
    return []


def test_every_address_writes_exactly_the_lines_that_it_should(capsys: Any) -> None:
    walker, wrong, requests, written = Walker(make_world()), [], 0, 0
    for address in ADDRESSES.values():
        if address.name in {"account_login", "account_logout"}:
            continue  # signing in and out has tests of its own
        for method in sorted(address.methods):
            path = walker.path(address, row_for(address.name, method))
            for state in PEOPLE:
                before = newest()
                response = walker.ask(state, method, path)
                lines = list(AccessLine.objects.filter(seq__gt=before))
                requests, written = requests + 1, written + len(lines)
                outcomes = [line.outcome for line in lines]
                wanted = expected(address, method, classify(response))
                missing = [name for line in lines for name in MANDATORY if getattr(line, name) in (None, "")]
                if is_about_a_household(address):
                    missing += ["household" for line in lines if line.outcome == 1 and not line.household]
                if outcomes != wanted or missing:
                    told = f"{outcomes}, not {wanted}; without {missing}"
                    wrong.append(f"{address.name} {method} {state} {response.status_code}: {told}")

    with capsys.disabled():
        print(f"\nFIGURE access_log_requests {requests} 0\nFIGURE access_log_lines {written} 0")
        print(f"FIGURE access_log_wrong {len(wrong)} 0")
    assert not wrong, "\n".join(wrong)


# --- What stands in a line -----------------------------------------------------------------------------


def lines_after(before: int) -> list[AccessLine]:
    return list(AccessLine.objects.filter(seq__gt=before).order_by("seq"))


def look(client: Client, path: str, **headers: str) -> AccessLine:
    """Ask for a page and return the one line that it wrote."""
    before = newest()
    client.get(path, headers=headers)
    (line,) = lines_after(before)
    return line


@pytest.fixture
def household() -> Household:
    made: Household = HouseholdFactory()
    return made


def test_a_look_says_by_which_involvement_it_was_allowed(client: Client, household: Household) -> None:
    face = household.involvements.get()
    sign_in(client, face.user)

    line = look(client, household.get_absolute_url())

    assert (line.event_code, line.action, line.outcome, line.checks) == ("look", "R", 1, "TTFF")
    assert (line.who, line.role, line.organisation) == (face.user.uuid, "contact", face.organisation.uuid)
    assert (line.obj_type, line.obj_id, line.household) == ("household", household.uuid, household.uuid)
    assert (line.relation_id, line.purpose, line.ip) == (face.uuid, "help", "127.0.0.1")


def test_a_team_lead_looks_without_an_involvement(client: Client, household: Household) -> None:
    lead = worker_of(team_of(household), Role.TEAM_LEAD)
    sign_in(client, lead)

    line = look(client, household.get_absolute_url())

    assert (line.role, line.organisation, line.relation_id) == ("team_lead", team_of(household).uuid, None)
    assert line.checks == "TFFF"


def test_a_page_about_one_person_names_that_person(client: Client, household: Household) -> None:
    person = household.people.first()
    sign_in(client, face_of(household))

    for path in (person.get_absolute_url(), f"/api/v1/households/{household.uuid}/people/{person.uuid}/"):
        line = look(client, path)

        assert (line.obj_type, line.obj_id, line.person_ids) == ("person", person.uuid, [person.uuid])
        assert line.household == household.uuid


def test_a_refusal_and_what_does_not_exist_write_the_same_line(client: Client, household: Household) -> None:
    sign_in(client, worker_of(team_of(household)))
    nowhere = uuid4()

    lines = [look(client, f"/huishoudens/{uuid}/") for uuid in (household.uuid, nowhere)]

    assert [line.household for line in lines] == [household.uuid, nowhere]
    for line in lines:
        assert (line.event_code, line.outcome, line.checks) == ("look", 2, "FFFF")
        assert (line.role, line.relation_id) == ("professional", None)


def test_a_list_is_one_line_with_everything_that_stood_in_it(client: Client, household: Household) -> None:
    sign_in(client, face := face_of(household))
    other = HouseholdFactory(by=face, team=team_of(household))

    for path, kind in (("/huishoudens/", "household"), ("/mijn-dag/", "day"), ("/api/v1/households/", "household")):
        line = look(client, path)

        assert (line.event_code, line.obj_type, line.household) == ("list", kind, None)
        assert set(line.household_ids) == {household.uuid, other.uuid}


def test_a_search_is_logged_without_what_was_searched_for(client: Client, household: Household) -> None:
    sign_in(client, face_of(household))
    before = newest()

    client.post("/huishoudens/", {"zoek": "Kanarie"})

    (line,) = lines_after(before)
    assert (line.event_code, line.action) == ("search", "E")
    assert "Kanarie" not in str(vars(line))


def test_opening_a_household_is_logged_as_creating_it(client: Client) -> None:
    household = HouseholdFactory()
    api = Api(face_of(household))
    before = newest()

    answer = api.post(
        "/households/",
        {
            "call_name": "Nieuw",
            "municipality": str(household.municipality.uuid),
            "team": str(team_of(household).uuid),
            "family_informed_on": "2026-01-05",
            "people": [{"name": "Noor", "role": "mother"}],
        },
    )

    (line,) = lines_after(before)
    assert answer.status_code == 201
    assert (line.event_code, line.action, line.household) == ("create", "C", UUID(answer.json()["id"]))


def test_an_accepted_post_is_a_change_and_a_refused_one_a_look(client: Client, household: Household) -> None:
    sign_in(client, face_of(household))
    path = f"/huishoudens/{household.uuid}/netwerk/nieuw/"
    before = newest()

    client.post(path, {"name": "", "helps_with": ""})
    client.post(path, {"name": "Oma Ria", "helps_with": "oppas"})

    assert [(line.event_code, line.action) for line in lines_after(before)] == [("look", "R"), ("change", "U")]


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("", "household"),
        ("film/", "film"),
        ("wat-is-er-aan-de-hand/", "analysis"),
        ("mensen/", "people"),
        ("wie-keek-mee/", "looks"),
        ("samen-kijken/scherm/", "together"),
        ("kaart/samen-kijken/scherm/", "cardtogether"),
    ],
)
def test_a_page_with_a_part_of_a_household_says_which(
    client: Client, household: Household, page: str, kind: str
) -> None:
    sign_in(client, face_of(household))

    line = look(client, f"{household.get_absolute_url()}{page}")

    assert (line.obj_type, line.obj_id, line.household) == (kind, household.uuid, household.uuid)


def test_a_text_that_tells_a_secret_is_a_refused_line_without_the_text(client: Client, household: Household) -> None:
    face = face_of(household)
    add_fact(household.people.first(), kind=FactKind.ADDRESS, value="Wilgenroosdreef 83", is_secret=True, by=face)
    sign_in(client, face)
    before = newest()

    answer = client.post(
        f"/huishoudens/{household.uuid}/netwerk/nieuw/", {"name": "Oma", "helps_with": "woont Wilgenroosdreef 83"}
    )

    guarded, looked = sorted(lines_after(before), key=lambda line: -line.outcome)
    assert answer.status_code == 422
    assert (guarded.event_code, guarded.outcome, guarded.household) == ("guarded", 2, household.uuid)
    assert (looked.event_code, looked.outcome) == ("look", 1)
    assert "ilgenroos" not in str(vars(guarded))


def test_a_draft_that_saves_itself_writes_no_line(client: Client, household: Household) -> None:
    sign_in(client, face_of(household))
    before = newest()

    answer = client.post(f"/huishoudens/{household.uuid}/film/nieuw/", {"text": "Samen", "_concept": "1"})

    assert answer.status_code == 200
    assert lines_after(before) == []


def test_only_a_view_that_is_a_poll_is_let_off_and_no_header_by_itself() -> None:
    walker = Walker(world := make_world())
    client = world.client("contact")
    path = walker.path(ADDRESSES["veiligheidskaart:pdf-state"], row_for("veiligheidskaart:pdf-state", "GET"))
    before = newest()

    client.get(path, headers={POLL_HEADER: "1"})
    by_poll = lines_after(before)
    line = look(client, world.household.get_absolute_url(), **{POLL_HEADER: "1"})

    assert by_poll == []
    assert line.household == world.household.uuid


def test_taking_a_pdf_along_is_an_export() -> None:
    walker = Walker(world := make_world())
    address = ADDRESSES["veiligheidskaart:pdf"]

    line = look(world.client("contact"), walker.path(address, row_for(address.name, "GET")))

    assert (line.event_code, line.action, line.obj_type) == ("export", "E", "kaartpdf")
    assert line.obj_id == world.things["edition"].uuid


def test_signing_out_is_logged_and_in_too(client: Client, household: Household) -> None:
    user = face_of(household)
    app = with_app(user)
    before = newest()

    first_step(client, user)
    second(client, codes_of(app)[1])
    client.post("/uitloggen/")

    signed_in, signed_out = lines_after(before)
    assert (signed_in.event_code, signed_in.who) == ("sign_in", user.uuid)
    assert (signed_out.event_code, signed_out.who) == ("sign_out", user.uuid)
    assert signed_in.session_hash == signed_out.session_hash


def test_a_failed_sign_in_is_logged_without_who_it_might_have_been(client: Client) -> None:
    before = newest()

    client.post("/inloggen/", {"login": "iemand@example.nl", "password": "onjuist-wachtwoord"})

    (line,) = lines_after(before)
    assert (line.event_code, line.outcome, line.who) == ("sign_in_failed", 2, None)


def test_what_a_line_costs(client: Client, household: Household, capsys: Any) -> None:
    took = []
    for _ in range(200):
        start = time.perf_counter()
        audit_line.insert([LINE])
        took.append((time.perf_counter() - start) * 1000)

    with capsys.disabled():
        print(f"\nFIGURE access_log_ms_p95 {statistics.quantiles(took, n=20)[-1]:.2f} 1")
    assert AccessLine.objects.filter(request_id=LINE["request_id"]).count() >= 200
