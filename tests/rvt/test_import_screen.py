"""Beheer of the register: a file on the screen, and the code lists (ux S28, issue 5)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import outbox
from accounts.choices import Role
from accounts.clock import now
from accounts.models import AuditEvent, Organisation, User
from rvt.models import Code, Consultation, ImportLine, RegisterImport
from rvt.services import importing
from rvt.tasks import forget_imports
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.rvt.register_files import CALL, file_of, file_that_waits
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def beheerder(veilig_thuis: Organisation, client: Client) -> User:
    office = OrganisationFactory(name="Regiobureau", region=veilig_thuis.region, is_region_office=True)
    user = worker_of(office, Role.ADMINISTRATOR)
    sign_in(client, user)
    return user


def choose(client: Client, organisation: Organisation, content: bytes) -> HttpResponse:
    page = reverse("rvt:import-create", args=[organisation.uuid])
    return client.post(page, {"file": SimpleUploadedFile("register.csv", content)})


# --- A file -------------------------------------------------------------------------------------------


def test_a_file_is_read_shown_and_only_then_added(client: Client, beheerder: User, veilig_thuis: Organisation):
    page = choose(client, veilig_thuis, file_of(CALL, CALL))["Location"]
    assert "Het bestand wordt gelezen" in client.get(page).content.decode()

    outbox.sweep()
    shown = client.get(page).content.decode()
    assert "Neem 2 regels over" in shown
    assert ("Waterdonk, School" in shown, Consultation.objects.count()) == (True, 0)

    answer = client.post(f"{page}overnemen/")
    outbox.sweep()
    assert (answer.status_code, answer["Location"], Consultation.objects.count()) == (303, page, 2)
    assert "Het bestand is overgenomen" in client.get(page).content.decode()


def test_the_bar_says_how_many_lines_are_read(
    client: Client, beheerder: User, veilig_thuis: Organisation, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(importing, "PART", 250)
    page = choose(client, veilig_thuis, file_of(*[CALL] * 9))["Location"]
    outbox._work_on(outbox._claim())

    shown = client.get(f"{page}stand/").content.decode()

    assert 'max="9" value="2"' in shown
    assert "hx-get" in shown
    outbox.sweep()
    assert "Neem 9 regels over" in client.get(page).content.decode()


def test_the_file_itself_is_gone_when_it_is_read(client: Client, beheerder: User, veilig_thuis: Organisation):
    choose(client, veilig_thuis, file_of(CALL))
    assert RegisterImport.objects.get().data is not None

    outbox.sweep()

    assert RegisterImport.objects.get().data is None


def test_bad_lines_are_shown_and_nothing_can_be_added(client: Client, beheerder: User, veilig_thuis: Organisation):
    page = choose(client, veilig_thuis, file_of(CALL, CALL.replace("Waterdonk", "Elders")))["Location"]
    outbox.sweep()

    shown = client.get(page).content.decode()

    assert "1 regel klopt niet" in shown
    assert "<strong>Regel 3</strong>: De gemeente “Elders” hoort niet bij deze organisatie." in shown
    assert (client.post(f"{page}overnemen/").status_code, ImportLine.objects.count()) == (404, 0)


def test_a_file_that_cannot_be_read_is_refused_at_once(client: Client, beheerder: User, veilig_thuis: Organisation):
    answer = choose(client, veilig_thuis, b"naam;datum\nx;y\n")

    said = answer.context["form"].errors["file"]
    assert (answer.status_code, RegisterImport.objects.exists()) == (422, False)
    assert said == ["Regel 1: In de eerste regel ontbreekt: soort, huishouden, vervolg."]


def test_a_worker_that_comes_twice_reads_and_adds_once(client: Client, beheerder: User, veilig_thuis: Organisation):
    row = file_that_waits(veilig_thuis, by=beheerder, content=file_of(CALL))
    importing.ask_adding(row, by=beheerder)
    entry = outbox.OutboxEntry(args={"register_import": str(row.uuid), "offset": 0}, by=beheerder)

    for _ in range(2):
        importing.read_next_part(entry)
        importing.add_waiting(entry)

    assert (Consultation.objects.count(), AuditEvent.objects.filter(event="register_import.done").count()) == (1, 1)


def test_a_file_that_is_thrown_away_leaves_nothing(client: Client, beheerder: User, veilig_thuis: Organisation):
    row = file_that_waits(veilig_thuis, by=beheerder, content=file_of(CALL))

    answer = client.post(reverse("rvt:import-drop", args=[row.uuid]))

    assert (answer.status_code, RegisterImport.objects.exists(), ImportLine.objects.exists()) == (303, False, False)


def test_a_file_waits_for_a_day(veilig_thuis: Organisation, beheerder: User):
    old, young = (file_that_waits(veilig_thuis, by=beheerder, content=file_of(CALL)) for _ in range(2))
    RegisterImport.objects.filter(pk=old.pk).update(asked_at=now() - timedelta(days=1, seconds=1))
    RegisterImport.objects.filter(pk=young.pk).update(asked_at=now() - timedelta(hours=23))

    assert forget_imports() == 1
    assert list(RegisterImport.objects.all()) == [young]


def test_a_file_is_of_who_chose_it(client: Client, beheerder: User, veilig_thuis: Organisation):
    row = file_that_waits(veilig_thuis, by=worker_of(veilig_thuis, Role.ADMINISTRATOR), content=file_of(CALL))

    assert client.get(row.get_absolute_url()).status_code == 404


# --- Code lists ---------------------------------------------------------------------------------------


def typed(**changed: Any) -> dict[str, Any]:
    return {"label": "Videobellen", "code": "video", "first_on": timezone.localdate().isoformat(), **changed}


NEW = "/beheer/codes/setting/nieuw/"


def test_a_new_answer_can_be_chosen_from_its_day(client: Client, beheerder: User):
    answer = client.post(NEW, typed(bureau_code="7"))

    row = Code.objects.get(code="video")
    assert (answer.status_code, row.list, row.label, row.bureau_code) == (303, "setting", "Videobellen", "7")
    assert row in Code.objects.valid_on(timezone.localdate())
    assert row not in Code.objects.valid_on(timezone.localdate() - timedelta(days=1))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"code": "phone"}, "code"),
        ({"code": "twee woorden"}, "code"),
        ({"first_on": "2020-01-01"}, "first_on"),
        ({"bureau_code": "=1+1"}, "bureau_code"),
        ({"label": ""}, "label"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(client: Client, beheerder: User, changed: dict[str, str], field: str):
    before = Code.objects.count()

    answer = client.post(NEW, typed(**changed))

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert Code.objects.count() == before


def test_an_answer_that_stops_cannot_be_chosen_the_day_after(client: Client, beheerder: User):
    phone = Code.objects.get(list="setting", code="phone")
    today = timezone.localdate()

    client.post(reverse("rvt:code-end", args=[phone.uuid]), {"last_on": today.isoformat()})

    assert phone in Code.objects.valid_on(today)
    assert phone not in Code.objects.valid_on(today + timedelta(days=1))
    assert client.post(NEW, typed(code="phone", first_on=(today + timedelta(days=1)).isoformat())).status_code == 303


def test_an_answer_does_not_stop_in_the_past(client: Client, beheerder: User):
    phone = Code.objects.get(list="setting", code="phone")

    answer = client.post(reverse("rvt:code-end", args=[phone.uuid]), {"last_on": date(2024, 1, 1).isoformat()})

    phone.refresh_from_db()
    assert (answer.status_code, phone.last_on) == (422, None)


def test_the_code_of_the_bureau_can_be_put_in_later(client: Client, beheerder: User):
    phone = Code.objects.get(list="setting", code="phone")

    client.post(reverse("rvt:code-change", args=[phone.uuid]), {"bureau_code": "T01"})

    phone.refresh_from_db()
    assert phone.bureau_code == "T01"
    assert "T01" in client.get(reverse("rvt:code-lists")).content.decode()
