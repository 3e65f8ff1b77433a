"""Work of this room outside the request. It holds no knowledge: what must be done stands in the outbox."""

from celery import shared_task

from accounts import outbox
from accounts.models import OutboxEntry


@shared_task
def promise_questions_about_access() -> int:
    """Look which access ends soon and promise to ask about it; return how many ends there are. May run twice."""
    from cases.services import endings

    return endings.promise_questions()


@outbox.handles("ask_about_access")
def ask_about_access(entry: OutboxEntry) -> None:
    """Ask both sides whether the access that the row names is still needed."""
    from cases.services import endings

    endings.ask(entry)


@outbox.handles("render_look_overview")
def render_look_overview(entry: OutboxEntry) -> None:
    """Make the paper that the row names, as who asked for it. May run twice."""
    from cases.services import overviews

    overviews.make(entry.args["overview"], by=entry.by)


@shared_task
def choose_looks() -> int:
    """Choose the looks that privacy officers look back at; return how many. May run twice."""
    from cases.services import looks

    return looks.choose()


@shared_task
def promise_looks_for_silence() -> int:
    """Promise every face a look at who has been silent; return how many faces there are. May run twice."""
    from cases.services import silences

    return silences.promise_looks()


@outbox.handles("look_for_silence")
def look_for_silence(entry: OutboxEntry) -> None:
    """Tell the face which of the own families have been silent."""
    from cases.services import silences

    silences.look(entry)


@shared_task
def forget_overviews() -> int:
    """Throw away papers that were kept long enough; return how many. May run twice."""
    from cases import doors

    return doors.forget_overviews()


@shared_task
def count_faces() -> int:
    """Count how many families kept their fixed face, in years that are over; return how many counts. May run twice."""
    from cases.services import faces_kept

    return faces_kept.count()
