from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, transaction

from accounts.actor import acting_as
from accounts.models import Municipality, User
from accounts.slots import PrivateWord
from cases import doors
from cases.models import Household
from cases.private_words import private_words
from rvt.privacy import check_texts, library


class Command(BaseCommand):
    """Checks texts as the table does. Stands in `cases`, because only this room knows what a household is.

    With `--household` it acts as the contact person of that household, as a job does: nobody else may read the names.
    """

    help = "Zoek waaraan iemand te herkennen is, in teksten van de standaardinvoer: één tekst per regel."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the form of the answer and a household."""
        parser.add_argument("--json", action="store_true", help="één lijst per regel: start, end, text, kind")
        parser.add_argument("--household", type=UUID, metavar="UUID", help="gebruik ook de namen van dit huishouden")

    def handle(self, *args: Any, json: bool, household: UUID | None, **options: Any) -> None:
        """Read, check, print; one line out for every line in. Raises CommandError."""
        words = self._words_of(household) if household else []
        towns = self._towns()
        search = self._search()
        for line in io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", newline="\n"):
            text = line.removesuffix("\n").removesuffix("\r")
            (result,) = check_texts([text], person=None, words=words, towns=towns, search=search)
            self.stdout.write(_as_json(result.findings) if json else _as_words(result.findings))
            self.stdout.flush()

    def _words_of(self, uuid: UUID) -> list[PrivateWord]:
        for face in User.objects.filter(pk__in=doors.faces_at_work()):
            with acting_as(face), transaction.atomic():
                if Household.objects.visible_to(face).filter(uuid=uuid).exists():
                    return list(private_words(face, uuid))
        raise CommandError("Dit huishouden is er niet, of het heeft geen vast gezicht.")

    def _towns(self) -> list[str]:
        try:
            return list(Municipality.objects.values_list("name", flat=True))
        except OperationalError:
            self.stderr.write("Er is geen database: de gemeenten van de regio doen niet mee.")
            return []

    def _search(self) -> library.Search:
        """Return how to ask the library: the process, or here when none runs."""
        state = library.state()
        if state == "ready":
            return library.search
        from rvt.name_finder.finder import Finder, build

        self.stderr.write(f"De namenzoeker draait niet ({state}). De namenlijsten worden nu hier geladen.")
        build(Path(settings.NAME_LISTS))
        finder = Finder(Path(settings.NAME_LISTS))
        return lambda texts: ("ready", [finder.find(text) for text in texts])


def _as_json(findings: Iterable[Any]) -> str:
    rows = [
        {"start": found.start, "end": found.end, "text": found.text, "kind": str(found.kind.value)}
        for found in findings
    ]
    return json.dumps(rows, ensure_ascii=False)


def _as_words(findings: Iterable[Any]) -> str:
    return "; ".join(f"{found.question} ‘{found.text}’" for found in findings) or "Niets gevonden."
