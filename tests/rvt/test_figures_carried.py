"""The half-year figures as they leave the page: paper, file, command, and the remarks of the chair (ux S27)."""

from __future__ import annotations

import csv
import json
import re
from io import BytesIO, StringIO
from typing import Any

import pikepdf
import pypdf
import pytest
from django.core.management import call_command
from django.test import Client

from accounts import outbox
from accounts.choices import Role
from accounts.models import Region, User
from rvt.choices import FollowUp
from rvt.models import FiguresPaper, HalfYearNotes
from rvt.services.figures import ask_paper, keep_notes
from tests.accounts.factories import MunicipalityFactory, OrganisationFactory, RegionFactory, worker_of
from tests.application import as_application
from tests.pdf_standards import broken_rules
from tests.rvt.years import chair_of, discuss
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

PAGE, FILE, NOTES = "/cijfers/?jaar=2024", "/cijfers/halfjaarcijfers.csv?jaar=2024", "/cijfers/opmerkingen/"
REPORT = {
    "Besproken vragen": (96, 79, 175),
    "Netwerkberaden met partners": (12, 10, 22),
    "Gesprekken met de Raad": (34, 22, 56),
    "Huishoudens zonder kinderen": (0, 14, 14),
}


@pytest.fixture
def region() -> Region:
    return MunicipalityFactory(name="Waterdonk").region


@pytest.fixture
def reader(client: Client, region: Region) -> User:
    reader = worker_of(OrganisationFactory(kind="municipal_policy", region=region), Role.POLICY)
    sign_in(client, reader)
    return reader


@pytest.fixture
def year_of_the_report(region: Region) -> None:
    discuss(
        region,
        2024,
        halves=(96, 79),
        without_children=(0, 14),
        follow_ups={FollowUp.NETWORK_MEETING: (12, 10), FollowUp.COUNCIL_TALK: (34, 22)},
    )


def told(year: int = 2024) -> dict[str, Any]:
    """Return what the command prints of the only region."""
    out = StringIO()
    call_command("figures", year=year, json=True, stdout=out)
    return json.loads(out.getvalue())["regions"][0]


def pdf_of(client: Client) -> bytes:
    """Ask for the paper as the button does, let the worker make it, and take it."""
    asked = client.post(f"/cijfers/papier/{PAGE.removeprefix('/cijfers/')}")
    assert asked.status_code == 303
    with as_application():
        outbox.sweep()
    answer = client.get(f"{asked['Location']}halfjaarcijfers.pdf")
    assert answer["Content-Type"] == "application/pdf"
    return answer.content


def text_of(pdf: bytes) -> str:
    return " ".join("\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages).split())


def test_the_year_of_the_report_reads_the_same_everywhere(client: Client, reader: User, year_of_the_report: None):
    page, lines = client.get(PAGE).content.decode(), client.get(FILE).content.decode("utf-8-sig")
    page = re.sub(r"\s*(<[^>]*>)\s*", r"\1", page)
    rows = {row[0]: tuple(row[1:]) for row in csv.reader(StringIO(lines), delimiter=";") if row}
    of_command = {row["label"]: (row["first_half"], row["second_half"], row["total"]) for row in told()["rows"]}
    paper = text_of(pdf_of(client))

    for label, cells in REPORT.items():
        assert rows[label] == tuple(str(cell) for cell in cells)
        assert of_command[label] == cells
        first, second, total = cells
        assert f"{first} {second} {total}" in paper[paper.index(label) :][:250]
        assert "".join(f'<td class="is-number">{cell}</td>' for cell in cells) in page


def test_the_paper_is_tagged(client: Client, reader: User, year_of_the_report: None):
    with pikepdf.open(BytesIO(pdf_of(client))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.Lang == "nl"
        assert "/StructTreeRoot" in pdf.Root
    assert broken_rules(pdf_of(client)) == []


def test_what_is_hidden_on_the_page_is_hidden_on_paper_and_in_the_command(client: Client, reader: User, region: Region):
    discuss(region, 2024, halves=(30, 30), follow_ups={FollowUp.DUO: (3, 18)})

    duos = next(row for row in told()["rows"] if row["label"] == "Duo’s")

    assert (duos["first_half"], duos["second_half"], duos["total"]) == ("minder dan 5", "–", 21)
    assert "minder dan 5 – 21" in text_of(pdf_of(client))


def test_the_same_numbers_are_put_on_paper_once(reader: User, region: Region, year_of_the_report: None):
    first, second = ask_paper(region, 2024, by=reader), ask_paper(region, 2024, by=chair_of(region))

    assert first == second


def test_new_numbers_are_a_new_paper(reader: User, region: Region):
    before = ask_paper(region, 2024, by=reader)
    discuss(region, 2024, halves=(9, 9))

    assert ask_paper(region, 2024, by=reader) != before


def test_paper_of_another_region_is_not_there(client: Client, reader: User):
    elsewhere = RegionFactory(name="Elders")
    paper = FiguresPaper.objects.create(region=elsewhere, year=2024, content={}, digest="x", data=b"%PDF")

    assert client.get(f"/cijfers/papier/{paper.uuid}/").status_code == 404
    assert client.get(f"/cijfers/papier/{paper.uuid}/halfjaarcijfers.pdf").status_code == 404


# --- What the chair says ----------------------------------------------------------------------------------------------


@pytest.fixture
def chair(client: Client, region: Region) -> User:
    chair = chair_of(region)
    sign_in(client, chair)
    return chair


def write(client: Client, **texts: str) -> Any:
    return client.post(f"{NOTES}?jaar=2024&halfjaar=2", {"version": "1", "gezien": "1", **texts})


def test_the_remarks_of_the_chair_are_printed_with_the_figures(client: Client, chair: User, region: Region):
    write(client, general="De tafel begon opnieuw.", discussed="Door de vakantie waren er minder vragen.")

    page, lines = client.get(PAGE).content.decode(), client.get(FILE).content.decode()
    paper, said = text_of(pdf_of(client)), told()
    for remark in ("De tafel begon opnieuw.", "Door de vakantie waren er minder vragen."):
        assert all(remark in text for text in (page, lines, paper))
    assert said["remarks"] == [{"half": "2e halfjaar", "text": "De tafel begon opnieuw."}]
    assert said["rows"][0]["remarks"] == ["Door de vakantie waren er minder vragen."]


def test_a_remark_is_looked_over_for_names(client: Client, chair: User):
    refused = client.post(f"{NOTES}?jaar=2024&halfjaar=1", {"version": "1", "general": "Bel 06 12345678."})

    assert refused.status_code == 422
    assert "Staat hier een telefoonnummer?" in refused.content.decode()
    assert not HalfYearNotes.objects.filter(half=1).exists()


def test_two_who_write_at_once_see_both_texts(client: Client, chair: User, region: Region):
    keep_notes(region, 2024, 2, version=None, by=chair_of(region), general="Van de ander.")

    answer = write(client, general="Van mij.", **{"getoond-general": ""})

    assert answer.status_code == 409
    assert all(text in answer.content.decode() for text in ("Van mij.", "Van de ander."))


@pytest.mark.parametrize("role", [Role.RVT_SECRETARY, Role.RVT_EXPERT])
def test_only_the_chair_writes_remarks(client: Client, region: Region, role: Role):
    sign_in(client, worker_of(OrganisationFactory(kind="safety_team", region=region), role))

    assert client.get(NOTES).status_code == 404
    assert write(client, general="Niet van mij.").status_code == 404


def test_the_chair_of_another_region_writes_nothing_here(client: Client, chair: User):
    elsewhere = RegionFactory(name="Elders")

    assert client.get(f"{NOTES}?regio={elsewhere.uuid}").status_code == 404
