"""Work of the table outside the request. It holds no knowledge: what must be done stands in the outbox."""

from celery import shared_task

from accounts import outbox
from accounts.models import OutboxEntry
from rvt.services import figures, importing, papers


@shared_task
def promise_final_advice() -> int:
    """Promise that advice becomes final when its two working days are over; return how many. May run twice."""
    from rvt.services import advising

    return advising.promise_final()


@outbox.handles("make_advice_final")
def make_advice_final(entry: OutboxEntry) -> None:
    """Make the advice that the row names final, in the name of the chair. May run twice."""
    from rvt.services import advising

    advising.make_final(entry)


@shared_task
def promise_look_backs() -> int:
    """Promise who sat at a table six weeks ago a mail to look back; return how many. May run twice."""
    from rvt.services import looking_back

    return looking_back.promise_questions()


@outbox.handles("ask_to_look_back")
def ask_to_look_back(entry: OutboxEntry) -> None:
    """Send the mail that the row names. May run twice: who has an open link gets no second one."""
    from rvt.services import looking_back

    looking_back.ask(entry)


@shared_task
def erase_old_texts() -> int:
    """Erase the text of questions that are older than a year; return how many. May run twice at once."""
    from rvt.services import erasing

    return erasing.erase_old_texts()


@shared_task
def remind_guests() -> int:
    """Ask who did not answer once more, two working days before; return how many. May run twice."""
    from rvt.services import invitations

    return invitations.remind()


@shared_task
def forget_papers() -> int:
    """Throw away papers that were kept long enough; return how many. May run twice."""
    return papers.forget() + figures.forget()


@outbox.handles(papers.RENDER)
def render_meeting_paper(entry: OutboxEntry) -> None:
    """Make the paper that the row names, as who asked for it. May run twice."""
    papers.make(entry.args["paper"], by=entry.by)


@outbox.handles(importing.READ)
def read_register_import(entry: OutboxEntry) -> None:
    """Read the next part of a file for the register. May run twice."""
    importing.read_next_part(entry)


@outbox.handles(importing.ADD)
def add_register_import(entry: OutboxEntry) -> None:
    """Add the lines of a file to the register. May run twice."""
    importing.add_waiting(entry)


@shared_task
def forget_imports() -> int:
    """Throw away files for the register that nobody said yes to; return how many. May run twice."""
    return importing.forget_left_lying()


@outbox.handles(figures.RENDER)
def render_figures_paper(entry: OutboxEntry) -> None:
    """Make the paper that the row names. May run twice."""
    figures.make(entry.args["paper"])
