"""Work of this room outside the request. It holds no knowledge: what must be done stands in the outbox."""

from celery.signals import worker_init

from accounts import outbox
from accounts.models import OutboxEntry


@outbox.handles("render_card_pdf")
def render_card_pdf(entry: OutboxEntry) -> None:
    """Make the PDF of the edition that the row names. May run twice."""
    from veiligheidskaart.services import pdfs

    pdfs.make(entry.args["edition"])


@outbox.handles("render_move")
def render_move(entry: OutboxEntry) -> None:
    """Make the file of the move that the row names. May run twice."""
    from veiligheidskaart.services import moves

    moves.make(entry.args["move"])


@worker_init.connect(dispatch_uid="veiligheidskaart.tasks.warm_up")
def warm_up(**_: object) -> None:
    """Load WeasyPrint in the worker before it forks: the seconds that this takes do not count as time of a task.

    Otherwise a busy machine could spend the whole life of a task on loading, be stopped, and begin again.
    """
    from veiligheidskaart import pdf, seals

    pdf.warm_up()
    seals.warm_up()
