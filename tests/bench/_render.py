"""Renders one edition in a process of its own: `python -m tests.bench._render UUID` prints seconds and megabytes."""

import json
import resource
import sys
import time

import django

django.setup()

from tests import administration  # noqa: E402 - models exist after django.setup()
from veiligheidskaart import content  # noqa: E402
from veiligheidskaart.models import KaartEdition  # noqa: E402

AGAIN = 5


def _peak() -> float:
    """Return the most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(uuid: str) -> None:
    """Render once cold, with all that has to be loaded first, and then a few times warm."""
    with administration.as_administrator():
        card = content.load_card(KaartEdition.objects.get(uuid=uuid).content)
    before = _peak()
    seconds = []
    for _ in range(1 + AGAIN):
        started = time.perf_counter()
        from veiligheidskaart import pdf

        data = pdf.render(card)
        seconds.append(time.perf_counter() - started)
    print(json.dumps({"seconds": seconds, "before_mb": before, "peak_mb": _peak(), "pdf_kb": len(data) / 1024}))


main(sys.argv[1])
