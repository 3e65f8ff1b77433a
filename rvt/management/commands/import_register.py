"""`bin/manage import_register FILE`: the past of a register, or a register of elsewhere."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.actor import acting_as
from accounts.choices import OrganisationKind, Role
from accounts.models import Membership, Organisation, User
from rvt.register_file import NEEDED, OF_THE_BUREAU
from rvt.services.importing import NotGood, UnreadableFile, import_file


class Command(BaseCommand):
    """Takes a file over whole, or says of each bad line what is wrong with it and takes over nothing."""

    help = (
        "Zet een CSV-bestand in het adviesregister, alles of niets. Hetzelfde bestand nog een keer voegt niets toe. "
        f"Kolommen: {', '.join(NEEDED)}; voor een consultatie ook {', '.join(OF_THE_BUREAU)}."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, whose register it is, and in whose name."""
        parser.add_argument("file", type=Path, metavar="BESTAND", help="CSV in UTF-8 of Windows-1252, met ; of ,")
        parser.add_argument(
            "--organisation", metavar="NAAM", help="van welke organisatie; anders de enige Veilig Thuis"
        )
        parser.add_argument(
            "--as", dest="email", metavar="E-MAIL", help="namens welke beheerder; anders de eerste die er is"
        )

    def handle(self, *args: Any, file: Path, organisation: str | None, email: str | None, **options: Any) -> None:
        """Import. Raises CommandError with a line for every mistake."""
        home = _organisation(organisation)
        by = _beheerder(home, email)
        try:
            with file.open("rb") as opened, acting_as(by):
                _, outcome = import_file(home, opened, by=by, progress=self._progress)
        except OSError as error:
            raise CommandError(f"{file} is niet te lezen.") from error
        except UnreadableFile as error:
            raise CommandError(error.message) from error
        except NotGood as error:
            raise CommandError(_mistakes(error)) from error
        self.stdout.write(
            f"Overgenomen voor {home.name}, namens {by.name}: {outcome.questions} vragen en {outcome.consultations}"
            f" consultaties gelezen, {outcome.added} nieuw, {outcome.known} stonden er al."
        )

    def _progress(self, read: int, lines: int) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\rregel {read} van {lines}    ", ending="")
            self.stdout.flush()


def _mistakes(error: NotGood) -> str:
    lines = [f"Regel {number}: {reason}" for number, reason in error.row.errors]
    if (more := error.row.bad_lines - len(lines)) > 0:
        lines.append(f"En nog {more} regels.")
    return "\n".join([*lines, error.message])


def _organisation(name: str | None) -> Organisation:
    rows = Organisation.objects.active()
    rows = rows.filter(name__iexact=name) if name else rows.filter(kind=OrganisationKind.VEILIG_THUIS)
    found = list(rows[:2])
    if len(found) != 1:
        raise CommandError("Zeg met --organisation van welke organisatie dit register is.")
    organisation: Organisation = found[0]
    return organisation


def _beheerder(organisation: Organisation, email: str | None) -> User:
    """Return who is answerable: a beheerder of this organisation or of the regiobureau, the regiobureau first."""
    rows = Membership.objects.administering(organisation).filter(user__is_active=True, role=Role.ADMINISTRATOR)
    if email:
        rows = rows.filter(user__email__iexact=email)
    first = rows.order_by("-organisation__is_region_office", "pk").select_related("user").first()
    if first is None:
        raise CommandError("Zeg met --as namens welke beheerder van deze organisatie je dit doet.")
    user: User = first.user
    return user
