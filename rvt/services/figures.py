"""The half-year figures: what the chair says about them, and the paper that everybody takes along."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts import audit, outbox, press, versions
from accounts.choices import PdfState
from accounts.models import Region, User
from rvt.choices_register import RegisterEvent
from rvt.figures.document import document
from rvt.figures.half_years import half_years
from rvt.models import FiguresPaper, HalfYearNotes

RENDER = "render_figures_paper"
KEPT_FOR = timedelta(days=7)


@transaction.atomic
def keep_notes(region: Region, year: int, half: int, *, version: int | None, by: User, **texts: str) -> HalfYearNotes:
    """Keep what the chair says about one half year, by the name of the field. Raises VersionConflict."""
    row, _ = HalfYearNotes.objects.get_or_create(region=region, year=year, half=half, defaults={"changed_by": by})
    row = versions.lock(row, version=version)
    versions.save(row, by=by, fields=texts)
    audit.record(RegisterEvent.NOTES_KEPT, target=row, by=by, year=year, half=half)
    return row


@transaction.atomic
def ask_paper(region: Region, year: int, *, by: User) -> FiguresPaper:
    """Ask the worker for a PDF of the figures as they are now; one that waits or is there is not made twice."""
    content = document(half_years(region, year))
    digest = hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
    asked, is_new = FiguresPaper.objects.get_or_create(
        region=region, year=year, digest=digest, defaults={"content": content}
    )
    paper: FiguresPaper = asked
    if is_new:
        outbox.enqueue(RENDER, unique_key=str(paper.uuid), by=by, paper=paper.uuid)
        audit.record(RegisterEvent.FIGURES_ASKED, target=region, by=by, year=year)
    else:
        ask_again(paper, by=by)
    return paper


@transaction.atomic
def ask_again(paper: FiguresPaper, *, by: User) -> None:
    """Ask the worker once more, when the paper is not there; work that still waits is left alone."""
    if paper.data is None:
        outbox.enqueue_again(RENDER, unique_key=str(paper.uuid), by=by, paper=paper.uuid)
        audit.record(RegisterEvent.FIGURES_ASKED, target=paper.region, by=by, year=paper.year)


def make(paper: UUID | str) -> None:
    """Make the PDF, unless it is there or was thrown away."""
    from rvt import pdf

    asked = FiguresPaper.objects.select_for_update(of=("self",), no_key=True).filter(uuid=paper).first()
    if asked is None or asked.data is not None:
        return
    asked.data = pdf.render_figures(asked.content)
    asked.save(update_fields=["data"])


def state_of(paper: Any) -> PdfState:
    """Return how far a paper is, that was read `without_data`."""
    jobs = outbox.states_of(RENDER, [paper.uuid])
    return press.state_of(jobs.get(str(paper.uuid)), is_ready=paper.is_made)


def forget() -> int:
    """Throw away papers that were kept long enough; return how many. May run twice."""
    return FiguresPaper.objects.older_than(KEPT_FOR).delete()[0]
