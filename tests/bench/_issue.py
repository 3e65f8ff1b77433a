"""Issues editions in a process of its own, as the worker does.

`python -m tests.bench._issue FOLDER TIMES RENDERS UUID [UUID …]`.
Prints milliseconds of each issue of the first edition (signature and seal included), milliseconds of all editions once
each, and what the process holds after so many renders, in MB. The HTML of the first edition is left in FOLDER.
"""

import json
import sys
import time
from pathlib import Path

import django

django.setup()

from tests import administration  # noqa: E402 - models exist after django.setup()
from veiligheidskaart import content, pdf, seals  # noqa: E402
from veiligheidskaart.layout import arrange  # noqa: E402
from veiligheidskaart.models import KaartEdition  # noqa: E402
from veiligheidskaart.services import codes, issuing  # noqa: E402

WARM_UP = 5


def _issue(edition: KaartEdition) -> float:
    """Return the milliseconds from the edition to the sealed file."""
    started = time.perf_counter()
    issuing.issue(edition, codes.new_print(edition))
    return (time.perf_counter() - started) * 1000


def _resident() -> float:
    """Return what this process holds in memory now, in MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("no VmRSS")


def main(folder: str, times: int, renders: int, uuids: list[str]) -> None:
    """Issue, and print what it cost."""
    with administration.as_administrator():
        found = KaartEdition.objects.select_related("household", "version__card").in_bulk(uuids, field_name="uuid")
        editions = sorted(found.values(), key=lambda edition: edition.pk)
        first = editions[0]
        layout = arrange(content.load_card(first.content), tight=False, codes=codes.new_print(first))
        Path(folder, "card.html").write_text(pdf.markup(layout), encoding="utf-8")
        pdf.warm_up()
        seals.warm_up()
        for _ in range(WARM_UP):
            _issue(first)
        one = [_issue(first) for _ in range(times)]
        every = [_issue(edition) for edition in editions]
        for number in range(renders):
            _issue(editions[number % len(editions)])
    print(json.dumps({"one": one, "every": every, "resident_mb": _resident()}))


main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
