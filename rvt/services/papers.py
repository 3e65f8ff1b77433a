"""The agenda and the chair's book on paper: asked for, made by the worker, thrown away after a week."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts import audit, outbox, press
from accounts.choices import PdfState
from accounts.models import User
from rvt import plan
from rvt.choices import PaperKind, TableEvent
from rvt.models import AgendaItem, Guest, Meeting, MeetingPaper
from rvt.services import agenda

RENDER = "render_meeting_paper"
KEPT_FOR = timedelta(days=7)


@transaction.atomic
def ask_paper(meeting: Meeting, kind: PaperKind, *, by: User) -> MeetingPaper:
    """Ask the worker for a PDF of the agenda as it is now; one that waits or is there is not made twice."""
    asked, is_new = MeetingPaper.objects.get_or_create(meeting=meeting, kind=kind, version=meeting.version, asked_by=by)
    paper: MeetingPaper = asked
    if is_new:
        outbox.enqueue(RENDER, unique_key=str(paper.uuid), by=by, paper=paper.uuid)
        audit.record(TableEvent.PAPER_ASKED, target=meeting, by=by, kind=str(kind))
    else:
        ask_again(paper, by=by)
    return paper


@transaction.atomic
def ask_again(paper: MeetingPaper, *, by: User) -> None:
    """Ask the worker once more, when the paper is not there; work that still waits is left alone."""
    if paper.data is None:
        outbox.enqueue_again(RENDER, unique_key=str(paper.uuid), by=by, paper=paper.uuid)
        audit.record(TableEvent.PAPER_ASKED, target=paper.meeting, by=by, kind=str(paper.kind))


def make(paper: UUID | str, *, by: User) -> None:
    """Make the PDF, unless it is there. Without the right to read it `by` gets none: then nothing is made."""
    from rvt import pdf

    rows = MeetingPaper.objects.visible_to(by).select_for_update(of=("self",), no_key=True)
    asked = rows.select_related("meeting__chair", "meeting__secretary").filter(uuid=paper).first()
    if asked is None or asked.data is not None:
        return
    asked.data = pdf.render(asked.kind, content_of(asked.meeting, by=by))
    asked.save(update_fields=["data"])


def content_of(meeting: Meeting, *, by: User) -> dict[str, Any]:
    """Return what the paper holds for this reader: the whole agenda for the office, a guest's own items and times."""
    runs = Meeting.objects.run_by(by).filter(pk=meeting.pk).exists()
    guest = None if runs else Guest.objects.filter(meeting=meeting, user=by).first()
    return agenda_for(meeting, guest=guest, runs=runs)


def agenda_for(meeting: Meeting, *, guest: Guest | None, runs: bool) -> dict[str, Any]:
    """Return the lines of the agenda. A guest reads what was sent, and of the other items only that they are there."""
    items = agenda.items_of(meeting)
    release = meeting.releases.last()
    content = agenda.Agenda(meeting, items).content() if runs or release is None else release.content
    known = {str(item.uuid): item for item in items}
    own = set(content["guests"].get(str(guest.uuid), [])) if guest else set()
    times = plan.slots_in(content)
    rows, number = [], 0
    for line in content["items"]:
        item: AgendaItem | None = known.get(line["item"])
        number += line["question"] is not None
        shown = item if item is not None and (runs or (line["item"] in own and _is_asked(item, guest))) else None
        rows.append(
            {
                "slot": times[line["item"]],
                "number": number if line["question"] else None,
                "kind": line["kind"],
                "question": shown.question if shown else None,
                "label": item.get_kind_display() if item and not line["question"] else "Een andere vraag",
                "guests": _names(shown) if shown else [],
            }
        )
    return {"meeting": meeting, "rows": rows, "is_whole": runs}


def states_of(papers: Iterable[Any]) -> dict[int, PdfState]:
    """Return how far each paper is, by key; of papers that were read `without_data`."""
    every = list(papers)
    jobs = outbox.states_of(RENDER, (paper.uuid for paper in every)) if every else {}
    return {paper.pk: press.state_of(jobs.get(str(paper.uuid)), is_ready=paper.is_made) for paper in every}


def forget() -> int:
    """Throw away papers that were kept long enough; return how many. May run twice."""
    return MeetingPaper.objects.older_than(KEPT_FOR).delete()[0]


def _is_asked(item: AgendaItem, guest: Guest | None) -> bool:
    """Whether this guest is still asked for it: what was taken back since the sending is read no more."""
    return guest is not None and any(row["guest"] == str(guest.uuid) and row["is_sent"] for row in item.asked)


def _names(item: AgendaItem) -> list[str]:
    """Who is asked for an item, experts only: who asks the question has no name on paper."""
    return [row["name"] for row in item.asked if row["part"] == "expert" and row["belongs"] and row["answer"] != "no"]
