"""Taking over a register from a file: everything or nothing, and the same file once (issue 5, point 5)."""

from __future__ import annotations

import json
from datetime import date, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from accounts.actor import acting_as
from accounts.choices import Role
from accounts.models import AuditEvent, Municipality, Organisation, User
from rvt.figures.half_years import half_years
from rvt.models import Code, Consultation, CountedQuestion, ImportLine, RegisterImport
from rvt.services import importing
from rvt.services.importing import NotGood, UnreadableFile, import_file
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.application import as_application
from tests.rvt.register_files import CALL, HEAD, TABLE_ONLY, file_of, year_of_questions

pytestmark = pytest.mark.django_db


@pytest.fixture
def beheerder(veilig_thuis: Organisation) -> User:
    office = OrganisationFactory(name="Regiobureau", region=veilig_thuis.region, is_region_office=True)
    return worker_of(office, Role.ADMINISTRATOR)


@pytest.fixture
def own_beheerder(veilig_thuis: Organisation) -> User:
    return worker_of(veilig_thuis, Role.ADMINISTRATOR)


def taken_over(organisation: Organisation, content: bytes, by: User) -> importing.Outcome:
    with acting_as(by):
        return import_file(organisation, BytesIO(content), by=by)[1]


def mistakes(organisation: Organisation, content: bytes, by: User) -> list[Any]:
    """Import a file that is wrong; return what is told about it. Nothing of it stays."""
    with pytest.raises(NotGood) as refused, acting_as(by):
        import_file(organisation, BytesIO(content), by=by)
    assert not any(model.objects.exists() for model in (Consultation, CountedQuestion, RegisterImport, ImportLine))
    return refused.value.row.errors


# --- What comes in ------------------------------------------------------------------------------------


def test_a_consultation_comes_in_with_its_codes(veilig_thuis: Organisation, beheerder: User, town: Municipality):
    outcome = taken_over(veilig_thuis, file_of(CALL), beheerder)

    kept = Consultation.objects.get()
    assert (outcome.consultations, outcome.added, outcome.known) == (1, 1, 0)
    assert (kept.organisation, kept.municipality, kept.staff, kept.source) == (veilig_thuis, town, None, "import")
    assert (timezone.localdate(kept.began_at), timezone.localdate(kept.ended_at)) == (date(2024, 3, 14),) * 2
    assert {code.code for code in kept.natures.all()} == {"km_psy", "km_getuige"}
    assert [code.code for code in kept.extras.all()] == ["lvb"]
    codes = (kept.seeker_role, kept.seeker_organisation, kept.duration, kept.setting)
    assert [code.code for code in codes] == ["teacher", "education", "once", "phone"]


def test_a_question_comes_in_as_a_number_only(veilig_thuis: Organisation, beheerder: User):
    line = 'vraag;2024-03-14;huishouden;"duo;network_meeting"'

    taken_over(veilig_thuis, file_of(line, head=TABLE_ONLY), beheerder)

    kept = CountedQuestion.objects.get()
    assert (kept.region, kept.discussed_on, kept.about) == (veilig_thuis.region, date(2024, 3, 14), "household")
    assert kept.follow_ups == ["duo", "network_meeting"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ","])
def test_both_encodings_and_both_signs_are_read(
    veilig_thuis: Organisation, beheerder: User, encoding: str, delimiter: str
):
    cells = ["consultatie", "14-03-2024", "gezin", "", "Waterdonk", '"km_psy;km_getuige"', "", "Eén keer", "School"]
    text = "\r\n".join([delimiter.join(HEAD.split(";")[:9]), delimiter.join(cells), ""])

    taken_over(veilig_thuis, text.encode(encoding), beheerder)

    kept = Consultation.objects.get()
    assert (kept.duration.code, kept.seeker_role.code, kept.natures.count()) == ("once", "teacher", 2)


def test_the_numbers_of_a_year_are_those_of_the_file(veilig_thuis: Organisation, beheerder: User):
    content = year_of_questions(
        halves=(96, 79), without_children=(0, 14), network_meetings=(12, 10), council_talks=(34, 22)
    )

    taken_over(veilig_thuis, content, beheerder)

    lines = {line.row.label: line.row.cells for line in half_years(veilig_thuis.region, 2024).lines}
    assert lines["Besproken vragen"] == (96, 79, 175)
    assert lines["Netwerkberaden met partners"] == (12, 10, 22)
    assert lines["Gesprekken met de Raad"] == (34, 22, 56)
    assert lines["Huishoudens zonder kinderen"] == (0, 14, 14)


def test_the_command_of_the_figures_prints_the_year_that_was_imported(
    veilig_thuis: Organisation, beheerder: User, tmp_path: Path
):
    file, said = tmp_path / "2024.csv", StringIO()
    file.write_bytes(
        year_of_questions(halves=(96, 79), without_children=(0, 14), network_meetings=(12, 10), council_talks=(34, 22))
    )

    call_command("import_register", str(file))
    call_command("figures", "--year", "2024", "--json", stdout=said)

    (content,) = json.loads(said.getvalue())["regions"]
    cells = {row["label"]: [row["first_half"], row["second_half"], row["total"]] for row in content["rows"]}
    assert cells["Besproken vragen"] == [96, 79, 175]
    assert cells["Netwerkberaden met partners"] == [12, 10, 22]
    assert cells["Gesprekken met de Raad"] == [34, 22, 56]
    assert cells["Huishoudens zonder kinderen"] == [0, 14, 14]


# --- Once ---------------------------------------------------------------------------------------------


def test_the_same_file_adds_nothing_the_second_time(veilig_thuis: Organisation, beheerder: User):
    content = file_of(CALL, "vraag;2024-03-14;gezin;duo;;;;;;;")

    first, second = (taken_over(veilig_thuis, content, beheerder) for _ in range(2))

    assert (first.added, second.added, second.known) == (2, 0, 2)
    assert (Consultation.objects.count(), CountedQuestion.objects.count()) == (1, 1)


def test_two_lines_that_look_alike_are_two_calls(veilig_thuis: Organisation, beheerder: User):
    taken_over(veilig_thuis, file_of(CALL), beheerder)
    outcome = taken_over(veilig_thuis, file_of(CALL, CALL), beheerder)

    assert (outcome.added, Consultation.objects.count()) == (1, 2)


def test_the_order_of_the_lines_makes_no_difference(veilig_thuis: Organisation, beheerder: User):
    other = CALL.replace("2024-03-14", "2024-04-01")
    taken_over(veilig_thuis, file_of(CALL, other), beheerder)

    assert taken_over(veilig_thuis, file_of(other, CALL), beheerder).added == 0


def test_another_organisation_has_a_register_of_its_own(veilig_thuis: Organisation, beheerder: User, town: Any):
    team = OrganisationFactory(region=town.region, municipalities=[town])
    taken_over(veilig_thuis, file_of(CALL), beheerder)

    assert taken_over(team, file_of(CALL), beheerder).added == 1


# --- What is wrong ------------------------------------------------------------------------------------


ONE_TIME = CALL.replace("once", "Eén keer")
TOMORROW = (timezone.localdate() + timedelta(days=2)).isoformat()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (CALL.replace("2024-03-14", TOMORROW), "Datum: deze dag moet nog komen."),
        (CALL.replace("2024-03-14", "2024-02-30"), "Datum: “2024-02-30” is geen datum. Schrijf 2024-03-31"),
        (CALL.replace("2024-03-14", "0024-03-14"), "Datum: deze dag is te lang geleden."),
        (CALL.replace("Waterdonk", "Elders"), "De gemeente “Elders” hoort niet bij deze organisatie."),
        (CALL.replace("Waterdonk", "=1+1"), "“=1+1” lijkt een formule."),
        (CALL.replace("teacher", "wizard"), "“wizard” staat niet in de lijst (rol)."),
        (CALL.replace("2024-03-14", "2018-03-14"), "“teacher” geldt niet op 14-03-2018 (rol)."),
        (CALL.replace("consultatie", "melding"), "Soort is vraag of consultatie, niet “melding”."),
        (CALL.replace(";teacher;", ";;"), "Vul rol in."),
        (CALL.replace("gezin;;", "gezin;call_back;"), "“call_back” is geen vervolg."),
        (CALL.replace("gezin;;", "flat;;"), "Huishouden is gezin of huishouden, niet “flat”."),
        (CALL[:CALL.index("getuige")], "De aanhalingstekens kloppen niet. Is de regel afgebroken?"),
        (CALL[: CALL.index(";Waterdonk")], "Hier staan 4 cellen. Het moeten er 11 zijn."),
    ],
)  # fmt: skip
def test_a_bad_line_is_told_with_its_number_and_reason(
    veilig_thuis: Organisation, beheerder: User, line: str, reason: str
):
    ((number, said), *_) = mistakes(veilig_thuis, file_of(CALL, line), beheerder)

    assert (number, reason in said) == (3, True), said


def test_an_end_before_the_start_is_refused(veilig_thuis: Organisation, beheerder: User):
    content = file_of(f"{CALL};2024-03-13", head=f"{HEAD};einddatum")

    assert mistakes(veilig_thuis, content, beheerder) == [[2, "De einddatum ligt voor de datum."]]


def test_a_code_that_ended_is_refused_after_its_last_day(veilig_thuis: Organisation, beheerder: User):
    Code.objects.filter(list="setting", code="phone").update(last_on=date(2024, 3, 13))

    assert "“phone” geldt niet op 14-03-2024 (hoe)." in str(mistakes(veilig_thuis, file_of(CALL), beheerder))


def test_every_bad_line_is_told_up_to_a_hundred(veilig_thuis: Organisation, beheerder: User, tmp_path: Path):
    file = tmp_path / "register.csv"
    file.write_bytes(file_of(*[CALL.replace("Waterdonk", "Elders")] * 103))

    with pytest.raises(CommandError) as refused:
        call_command("import_register", str(file))

    lines = str(refused.value).splitlines()
    assert (len(lines), lines[0][:9], lines[-2]) == (102, "Regel 2: ", "En nog 3 regels.")
    assert lines[-1] == "103 regels kloppen niet. Er is niets overgenomen."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"naam;datum\nx;y\n", "Regel 1: In de eerste regel ontbreekt: soort, huishouden, vervolg."),
        (f"{TABLE_ONLY};naam\n".encode() + b"x\n", "Regel 1: Deze kolom ken ik niet: “naam”."),
        (file_of(ONE_TIME) + ONE_TIME.encode("cp1252"), "Regel 3: Hier staan letters die geen UTF-8 zijn"),
        (b"\xef\xbb\xbf" + file_of(ONE_TIME).decode().encode("cp1252"), "Regel 2: Hier staan letters"),
        (file_of(CALL).decode().encode("utf-16"), "Regel 1: Dit is geen CSV-bestand"),
        (HEAD.encode(), "Regel 1: Onder de eerste regel staat niets."),
        (b"", "Regel 1: In de eerste regel ontbreekt"),
        (HEAD.encode() + b"\n" + b"x" * 5_000, "Regel 2: Deze regel is te lang."),
    ],
    ids=["head", "column", "half utf-8", "mark", "utf-16", "head only", "empty", "long"],
)  # fmt: skip
def test_a_file_that_cannot_be_read_says_where(veilig_thuis: Organisation, beheerder: User, content: bytes, said: str):
    with pytest.raises(UnreadableFile) as refused, acting_as(beheerder):
        import_file(veilig_thuis, BytesIO(content), by=beheerder)

    assert refused.value.message.startswith(said), refused.value.message


def test_only_who_runs_the_region_or_the_table_adds_questions(
    veilig_thuis: Organisation, own_beheerder: User, town: Municipality
):
    content = year_of_questions(halves=(1, 0))
    table = OrganisationFactory(kind="safety_team", region=town.region)
    of_the_table = worker_of(table, Role.ADMINISTRATOR)

    assert "alleen een beheerder van het regiobureau" in str(mistakes(veilig_thuis, content, own_beheerder))
    assert taken_over(table, content, of_the_table).added == 1


def test_an_import_that_breaks_off_leaves_nothing(veilig_thuis: Organisation, beheerder: User):
    content = file_of(*[CALL] * 3)

    def break_off(read: int, lines: int) -> None:
        raise ConnectionError

    with pytest.raises(ConnectionError), acting_as(beheerder):
        import_file(veilig_thuis, BytesIO(content), by=beheerder, progress=break_off)

    assert not any(model.objects.exists() for model in (Consultation, RegisterImport, ImportLine))
    assert not AuditEvent.objects.filter(event__startswith="register_import").exists()


# --- The command --------------------------------------------------------------------------------------


def test_the_command_acts_for_a_beheerder_who_is_named(
    veilig_thuis: Organisation, beheerder: User, own_beheerder: User, tmp_path: Path
):
    file = tmp_path / "register.csv"
    file.write_bytes(file_of(CALL))
    said = StringIO()

    call_command("import_register", str(file), "--as", own_beheerder.email, stdout=said)

    done = AuditEvent.objects.get(event="register_import.done")
    assert (done.actor, done.details["added"]) == (own_beheerder.uuid, 1)
    assert f"Overgenomen voor Veilig Thuis, namens {own_beheerder.name}" in said.getvalue()


def test_the_command_acts_for_nobody_else(veilig_thuis: Organisation, beheerder: User, tmp_path: Path):
    file = tmp_path / "register.csv"
    file.write_bytes(file_of(CALL))
    elsewhere = worker_of(OrganisationFactory(region=veilig_thuis.region), Role.ADMINISTRATOR)

    with pytest.raises(CommandError, match="namens welke beheerder"):
        call_command("import_register", str(file), "--as", elsewhere.email)


# --- What the database holds ----------------------------------------------------------------------------


def test_what_was_counted_is_never_changed(veilig_thuis: Organisation, beheerder: User):
    taken_over(veilig_thuis, year_of_questions(halves=(1, 0)), beheerder)

    with pytest.raises(DatabaseError), transaction.atomic(), as_application():
        CountedQuestion.objects.update(about="household")


def test_a_code_keeps_its_meaning():
    with pytest.raises(IntegrityError, match="keeps its meaning"), transaction.atomic():
        Code.objects.filter(code="phone").update(label="Brief")


def test_a_code_holds_once_at_a_time():
    phone = Code.objects.get(list="setting", code="phone")

    with pytest.raises(IntegrityError, match="code_once_at_a_time"), transaction.atomic():
        Code.objects.create(list="setting", code="phone", label="Bellen", place=9, first_on=phone.first_on)


def test_a_consultation_of_here_has_somebody_who_answered(veilig_thuis: Organisation, beheerder: User):
    taken_over(veilig_thuis, file_of(CALL), beheerder)
    kept = Consultation.objects.get()
    kept.pk, kept.uuid, kept.source, kept.import_key = None, veilig_thuis.uuid, "screen", None

    with pytest.raises(IntegrityError, match="who_answered_is_known_here"), transaction.atomic():
        kept.save(force_insert=True)
