"""Who looked, on paper for one of the family: who may make it, what stands on it, and what it never tells."""

from __future__ import annotations

import io
import re
from datetime import date, datetime, timedelta
from typing import Any

import pikepdf
import pypdf
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import outbox
from accounts.choices import OrganisationKind, Outcome, Role
from accounts.clock import midnight
from accounts.models import AccessLine, AuditEvent, Organisation, OutboxEntry, User
from accounts.templatetags.ui import short_date
from cases import doors, tasks
from cases.choices import FactKind, Level, Part
from cases.models import Household, LookOverview, Person, UnsafeFor
from cases.overview import CARE, NEUTRAL, ROLES
from cases.services import overviews
from cases.services.overviews import Period
from cases.services.protected import add_fact
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.application import as_application
from tests.cases.factories import HouseholdFactory, end_now, face_of, involve
from tests.cases.log_lines import line
from tests.cases.stories import family, member
from tests.pdf_standards import broken_rules
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
WEEK = Period(TODAY - timedelta(days=7), TODAY)
CANARIES = ("Opvang Kanarie", "GGZ Zeisig", "Wijkteam Putter", "Spoedpost Sijs")


def ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


@pytest.fixture
def team() -> Organisation:
    return OrganisationFactory(name=CANARIES[2])


@pytest.fixture
def household(team: Organisation) -> Household:
    return family(by=worker_of(team, name="Sanne Verbeek"), team=team)


@pytest.fixture
def sanne(client: Client, household: Household) -> User:
    sign_in(client, face_of(household))
    return face_of(household)


@pytest.fixture
def hiding(household: Household) -> Household:
    """Samira is kept safe from Peter: an address, a shelter, a clinic of her own, an emergency, and a secret shown."""
    samira, peter = member(household, "Samira"), member(household, "Peter")
    add_fact(
        samira, kind=FactKind.ADDRESS, value="Wilgenroosdreef 83, 4716 KX Zegge", is_secret=True, by=face_of(household)
    )
    UnsafeFor.objects.create(household=household, person=samira, other=peter)
    shelter = OrganisationFactory(name=CANARIES[0], kind=OrganisationKind.SHELTER)
    clinic = OrganisationFactory(name=CANARIES[1], kind=OrganisationKind.MENTAL_HEALTH)
    urgent = OrganisationFactory(name=CANARIES[3])
    for organisation in (shelter, clinic):
        involve(household, worker_of(organisation), organisation, Part.INVITED, Level.FILM)
        line(household, organisation, at=ago(2), role="invited")
    line(household, urgent, at=ago(1), role="emergency", checks="TTFT", purpose="emergency")
    team = household.involvements.get(part=Part.CONTACT).organisation
    line(household, team, at=ago(3))
    line(household, team, at=ago(3), obj_type="reveal", person_ids=[samira.uuid])
    line(household, team, at=ago(4), obj_type="person", person_ids=[peter.uuid])
    return household


def chosen(person: Person, **changed: Any) -> dict[str, str]:
    return {
        "voor": str(person.uuid),
        "vanaf": WEEK.first_day.isoformat(),
        "tot_en_met": WEEK.last_day.isoformat(),
    } | changed


def address(household: Household) -> str:
    return f"{household.get_absolute_url()}inzage/"


def preview(client: Client, person: Person, **changed: Any) -> str:
    """The main part of the page, without marks."""
    html = client.get(address(person.household), chosen(person, **changed)).content.decode()
    html = html[html.index("<main") : html.index("</main")]
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def asked_for(client: Client, person: Person) -> LookOverview:
    """Ask for the paper through the page and let the worker make it, as the application."""
    response = client.post(address(person.household), chosen(person))
    assert (response.status_code, response["Location"]) == (303, address(person.household))
    with as_application():
        outbox.sweep()
    return LookOverview.objects.latest("pk")


def everything_in(pdf: bytes) -> str:
    """Its words, its properties, and every stream unpacked."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    found = [page.extract_text() for page in reader.pages] + [str(reader.metadata)]
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found += [
            thing.read_bytes().decode("latin-1") for thing in document.objects if isinstance(thing, pikepdf.Stream)
        ]
    return " ".join(" ".join(found).split())


# --- The page and the paper ------------------------------------------------------------------------


def test_one_chooses_for_whom_and_reads_what_will_stand_there(
    client: Client, household: Household, sanne: User, team: Organisation
) -> None:
    line(household, team, at=ago(2), obj_type="filmevent", event_code="change", action="U")

    empty, page = preview(client, member(household, "Samira"), vanaf=""), preview(client, member(household, "Samira"))

    assert "Voor wie is het overzicht?" in empty
    assert "Zo komt het op papier" not in empty
    assert "Dit overzicht is voor Samira." in page
    assert f"{short_date(ago(2))} {team.name} Vaste contactpersoon Opgeschreven Film Hulp aan het gezin" in page
    assert "Sanne Verbeek" not in page


def test_the_paper_says_what_the_page_said(
    client: Client, household: Household, sanne: User, team: Organisation
) -> None:
    line(household, team, at=ago(2))
    guest = OrganisationFactory(name="GGZ De Kade")
    line(household, guest, at=ago(1), role="emergency", checks="TTFT")

    paper = asked_for(client, member(household, "Peter"))
    answer = client.get(f"{address(household)}{paper.uuid}/wie-keek-mee.pdf")

    words = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
    words = " ".join(words.split())
    assert answer["Content-Disposition"] == 'attachment; filename="wie-keek-mee.pdf"'
    for said in ("Dit overzicht is voor Peter.", team.name, "GGZ De Kade", "Er was gevaar", "Bladzijde 1 van 1"):
        assert said in words
    assert "Sanne" not in words


def test_it_is_tagged_in_dutch_and_its_properties_name_nobody(
    client: Client, household: Household, sanne: User, team: Organisation
) -> None:
    line(household, team)

    paper = asked_for(client, member(household, "Samira"))

    with pikepdf.open(io.BytesIO(bytes(paper.data))) as document:
        root = document.Root
        assert "/StructTreeRoot" in root
        assert (str(root.Lang), bool(root.MarkInfo.Marked)) == ("nl", True)
        assert str(document.docinfo["/Title"]) == "Wie keek mee"
        assert b"pdfuaid:part" in bytes(root.Metadata.read_bytes())
        assert b"Samira" not in bytes(root.Metadata.read_bytes())
    assert broken_rules(bytes(paper.data)) == []


def test_a_long_year_goes_on_over_the_page_with_the_head_of_the_table(
    client: Client, household: Household, sanne: User, team: Organisation
) -> None:
    for day in range(120):
        line(household, team, at=ago(day))
    person = member(household, "Samira")

    client.post(address(household), chosen(person, vanaf=(TODAY - timedelta(days=130)).isoformat()))
    with as_application():
        outbox.sweep()

    pages = pypdf.PdfReader(io.BytesIO(bytes(LookOverview.objects.get().data))).pages
    assert len(pages) > 2
    assert all("Organisatie" in page.extract_text() for page in pages)


def test_asking_is_kept_and_promised_once_and_the_download_is_an_export(
    client: Client, household: Household, sanne: User
) -> None:
    person = member(household, "Samira")
    paper = asked_for(client, person)

    client.get(f"{address(household)}{paper.uuid}/wie-keek-mee.pdf")

    (event,) = AuditEvent.objects.filter(event="overview.asked")
    assert (event.actor, event.target, event.details) == (sanne.uuid, paper.uuid, {"person": str(person.uuid)})
    assert OutboxEntry.objects.filter(kind="render_look_overview", by=sanne, state="done").count() == 1
    last = AccessLine.objects.filter(household=household.uuid).latest("seq")
    assert (last.event_code, last.obj_type, last.obj_id) == ("export", "lookoverview", paper.uuid)
    assert last.person_ids == [person.uuid]


def test_made_twice_it_is_the_same_paper(client: Client, household: Household, sanne: User) -> None:
    paper = asked_for(client, member(household, "Samira"))
    LookOverview.objects.filter(pk=paper.pk).update(data=b"mine")

    with as_application(sanne):
        overviews.make(paper.uuid, by=sanne)

    assert bytes(LookOverview.objects.get(pk=paper.pk).data) == b"mine"


def test_while_it_is_made_the_page_says_so_and_asks_again(client: Client, household: Household, sanne: User) -> None:
    client.post(address(household), chosen(member(household, "Samira")))
    paper = LookOverview.objects.get()

    waiting = client.get(f"{address(household)}{paper.uuid}/stand/").content.decode()
    page = client.get(address(household)).content.decode()

    assert "Overzicht wordt gemaakt" in waiting
    assert f'hx-get="{address(household)}{paper.uuid}/stand/"' in page
    assert client.get(f"{address(household)}{paper.uuid}/wie-keek-mee.pdf").status_code == 404


def test_what_failed_is_asked_again(client: Client, household: Household, sanne: User) -> None:
    client.post(address(household), chosen(member(household, "Samira")))
    paper = LookOverview.objects.get()
    OutboxEntry.objects.update(state="dead")

    page = client.get(address(household)).content.decode()
    client.post(f"{address(household)}{paper.uuid}/opnieuw/")
    with as_application():
        outbox.sweep()

    assert "Maak opnieuw" in page
    assert LookOverview.objects.get().data


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"voor": ""}, "Kies voor wie het overzicht is."),
        ({"voor": "een ander"}, "Kies"),
        ({"vanaf": "2199-01-01"}, "Kies een dag die al geweest is."),
        ({"vanaf": TODAY.isoformat(), "tot_en_met": (TODAY - timedelta(days=1)).isoformat()}, "voor de eerste dag"),
        ({"vanaf": (TODAY - timedelta(days=400)).isoformat()}, "Kies hooguit een jaar."),
    ],
)
def test_what_cannot_be_is_refused(
    client: Client, household: Household, sanne: User, changed: dict[str, str], error: str
) -> None:
    response = client.post(address(household), chosen(member(household, "Samira"), **changed))

    assert response.status_code == 422
    assert error in response.content.decode()
    assert not LookOverview.objects.exists()


def test_somebody_of_another_household_cannot_be_chosen(client: Client, household: Household, sanne: User) -> None:
    other = member(HouseholdFactory(by=sanne, team=household.involvements.get().organisation), "Noor")

    assert client.post(address(household), chosen(other)).status_code == 422


# --- Which lines ------------------------------------------------------------------------------------


def reference(person: Person) -> list[tuple[date, str, str]]:
    """Day, organisation and role of each row, by a filter of its own over the whole log."""
    names = {each.uuid: each.name for each in Organisation.objects.all()}
    found = set()
    for each in AccessLine.objects.filter(household=person.household.uuid):
        day = timezone.localdate(each.at)
        inside = WEEK.first_day <= day <= WEEK.last_day and each.outcome == Outcome.SUCCESS
        about = person.uuid in each.person_ids or not each.person_ids
        gone = person.left_on and day > person.left_on and person.uuid not in each.person_ids
        if inside and about and not gone:
            found.add((day, names.get(each.organisation, CARE), ROLES[each.role]))
    return sorted(found)


def shown_to(person: Person) -> list[tuple[date, str, str]]:
    safety = overviews.safety_of(person.household)
    rows = overviews.rows_for(person, WEEK, guarded=safety.guards_from(person.pk))
    return sorted((row.day, row.organisation, row.role) for row in rows)


def test_who_is_safe_reads_exactly_what_the_log_holds(hiding: Household) -> None:
    samira = member(hiding, "Samira")

    rows = shown_to(samira)

    assert rows == reference(samira)
    assert {organisation for _, organisation, _ in rows} == set(CANARIES)


def test_refusals_lists_other_households_and_looks_at_somebody_else_do_not_count(
    household: Household, team: Organisation
) -> None:
    samira, peter = member(household, "Samira"), member(household, "Peter")
    stranger = OrganisationFactory(name="Vreemde vogel")
    line(household, stranger, outcome=Outcome.REFUSED)
    line(household, stranger, outcome=Outcome.ERROR)
    line(household, stranger, obj_type="person", person_ids=[peter.uuid])
    line(HouseholdFactory(), stranger)
    line(household, stranger, household=None, household_ids=[household.uuid], event_code="list")
    line(household, team)

    assert shown_to(samira) == [(TODAY, team.name, "Vaste contactpersoon")]
    assert "Vreemde vogel" in [organisation for _, organisation, _ in shown_to(peter)]


def test_the_days_are_local_and_both_count(household: Household, team: Organisation) -> None:
    first, last = midnight(WEEK.first_day), midnight(WEEK.last_day + timedelta(days=1))
    for at in (first - timedelta(seconds=1), first, last - timedelta(seconds=1), last):
        line(household, team, at=at)

    assert [day for day, _, _ in shown_to(member(household, "Samira"))] == [WEEK.first_day, WEEK.last_day]


def test_who_left_reads_nothing_about_those_who_stayed(household: Household, team: Organisation) -> None:
    peter = member(household, "Peter")
    Person.objects.filter(pk=peter.pk).update(left_on=TODAY - timedelta(days=3))
    peter = member(household, "Peter")
    line(household, team, at=ago(4))
    line(household, OrganisationFactory(name="Nieuwe hulp"), at=ago(1), role="invited")
    line(household, team, at=ago(1), obj_type="person", person_ids=[peter.uuid])

    assert shown_to(peter) == [
        (TODAY - timedelta(days=4), team.name, "Vaste contactpersoon"),
        (TODAY - timedelta(days=1), team.name, "Vaste contactpersoon"),
    ]


# --- The safety filter: T-CANARY with names of organisations -----------------------------------------


@pytest.mark.parametrize("name", ["Peter", "Noor"])
def test_who_is_unsafe_and_the_children_are_told_no_organisation(
    client: Client, hiding: Household, name: str, capsys: Any
) -> None:
    sign_in(client, face_of(hiding))
    person = member(hiding, name)

    page = preview(client, person)
    pdf = everything_in(bytes(asked_for(client, person).data))

    hits = [canary for canary in CANARIES for told in (page, pdf) if canary in told]
    with capsys.disabled():
        print(f"\nFIGURE overview_canary_hits_{name.lower()} {len(hits)} 0")
    assert hits == []
    for told in (page, pdf):
        assert "Noodtoegang" not in told
        assert "Er was gevaar" not in told
        assert NEUTRAL in told


def test_the_same_household_tells_the_one_who_is_kept_safe(client: Client, hiding: Household) -> None:
    sign_in(client, face_of(hiding))

    page = preview(client, member(hiding, "Samira"))
    pdf = everything_in(bytes(asked_for(client, member(hiding, "Samira")).data))

    assert [canary for canary in CANARIES if canary not in page or canary not in pdf] == []


def test_every_day_on_which_somebody_looked_stands_on_the_paper_of_who_is_unsafe(hiding: Household) -> None:
    peter = member(hiding, "Peter")

    days = {day for day, _, _ in shown_to(peter)}

    assert days == {day for day, _, _ in reference(peter)}


def test_a_cover_who_may_know_no_secret_makes_no_other_paper(
    client: Client, hiding: Household, team: Organisation
) -> None:
    cover = worker_of(team)
    involve(hiding, cover, team, Part.COVER)
    UnsafeFor.objects.all().delete()
    sign_in(client, cover)

    page = preview(client, member(hiding, "Peter"))

    assert [canary for canary in CANARIES if canary in page] == []
    assert NEUTRAL in page


def test_a_paper_that_tells_too_much_by_now_is_not_given_any_more(
    client: Client, household: Household, sanne: User, team: Organisation
) -> None:
    line(household, team)
    peter = member(household, "Peter")
    paper = asked_for(client, peter)
    there = client.get(f"{address(household)}{paper.uuid}/wie-keek-mee.pdf").status_code

    UnsafeFor.objects.create(household=household, person=member(household, "Samira"), other=peter)
    gone = client.get(f"{address(household)}{paper.uuid}/wie-keek-mee.pdf").status_code
    page = client.get(address(household)).content.decode()
    client.post(f"{address(household)}{paper.uuid}/opnieuw/")
    with as_application():
        outbox.sweep()

    assert (there, gone) == (200, 404)
    assert "Maak de pdf" in page
    made_again = client.get(f"{address(household)}{paper.uuid}/wie-keek-mee.pdf").content
    assert team.name not in everything_in(made_again)


def test_the_privacy_officer_keeps_the_whole_line(client: Client, hiding: Household, team: Organisation) -> None:
    sign_in(client, worker_of(team, Role.PRIVACY_OFFICER))

    assert client.get("/logboek/").content.decode().count("Vaste contactpersoon") >= 3


# --- Who may, and how long -----------------------------------------------------------------------------


def test_row_security_shows_papers_of_ones_own_households_only(
    client: Client, household: Household, sanne: User
) -> None:
    asked_for(client, member(household, "Samira"))

    with as_application(sanne):
        mine = LookOverview.objects.count()
    with as_application(worker_of(OrganisationFactory())):
        of_a_stranger = LookOverview.objects.count()
        hidden = doors.hidden_people(household)

    assert (mine, of_a_stranger, hidden) == (1, 0, frozenset())


def test_somebody_who_was_invited_gets_no_paper(client: Client, household: Household) -> None:
    guest = worker_of(organisation := OrganisationFactory())
    involve(household, guest, organisation, Part.INVITED, Level.FILM)
    sign_in(client, guest)

    assert client.get(address(household)).status_code == 404
    assert "Maak een overzicht" not in client.get(f"{household.get_absolute_url()}wie-keek-mee/").content.decode()


def test_access_that_ended_before_the_worker_came_gives_no_paper(
    client: Client, household: Household, team: Organisation
) -> None:
    cover = worker_of(team)
    part = involve(household, cover, team, Part.COVER)
    sign_in(client, cover)
    client.post(address(household), chosen(member(household, "Samira")))

    end_now(part)
    with as_application():
        outbox.sweep()

    assert LookOverview.objects.get().data is None


def test_after_two_weeks_a_paper_is_gone(client: Client, household: Household, sanne: User) -> None:
    old, new = (asked_for(client, member(household, name)) for name in ("Samira", "Peter"))
    LookOverview.objects.filter(pk=old.pk).update(asked_at=ago(14))

    unseen = client.get(f"{address(household)}{old.uuid}/wie-keek-mee.pdf").status_code
    with as_application():
        forgotten = tasks.forget_overviews()

    assert (unseen, forgotten) == (404, 1)
    assert list(LookOverview.objects.all()) == [new]
    assert settings.CELERY_BEAT_SCHEDULE["forget-overviews"]["task"] == tasks.forget_overviews.name


def test_the_page_costs_the_same_with_one_line_and_with_many(client: Client, household: Household, sanne: User) -> None:
    counts = []
    for number in (1, 30):
        for each in range(number):
            line(household, OrganisationFactory(), at=ago(each % 7))
        client.post(address(household), chosen(member(household, "Samira")))
        with CaptureQueriesContext(connection) as queries:
            preview(client, member(household, "Samira"))
        counts.append(len(queries))

    assert counts[0] == counts[1]
