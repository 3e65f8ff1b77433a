"""Work of this room outside the request. It holds no knowledge: what must be done stands in the outbox."""

from accounts import outbox
from accounts.models import OutboxEntry


@outbox.handles("render_card_pdf")
def render_card_pdf(entry: OutboxEntry) -> None:
    """Make the PDF of the edition that the row names. May run twice."""
    from veiligheidskaart.services import pdfs

    pdfs.make(entry.args["edition"])
