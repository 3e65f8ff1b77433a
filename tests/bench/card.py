"""How quick the card is. `bin/bench card [--times N] [--renders N]`.

One edition from text to sealed file in a warm process with the signer beside it; Chromium's print of the same HTML in
the same run, for a ratio; the six editions of one household; what the process holds after hundreds of renders; and the
answer to a save of S12, with the card beside it, over HTTP. Targets: issue 6.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402 - models exist after django.setup()
from django.urls import reverse  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from accounts import onetime, press  # noqa: E402
from accounts.press import static_file  # noqa: E402
from cases.choices import PersonRole  # noqa: E402
from cases.models import Household  # noqa: E402
from cases.services.households import NewPerson  # noqa: E402
from tests import administration, signer  # noqa: E402
from tests.bench import _web  # noqa: E402
from tests.bench._meetings import HIDDEN  # noqa: E402
from tests.browser.conftest import FLAGS, chromium  # noqa: E402
from tests.cases.factories import face_of  # noqa: E402
from tests.veiligheidskaart import factories as cards  # noqa: E402
from veiligheidskaart import pdf  # noqa: E402
from veiligheidskaart.forms import draft as shape  # noqa: E402
from veiligheidskaart.services import texts  # noqa: E402
from veiligheidskaart.services.drafts import stand_of  # noqa: E402

FAMILY = (
    *cards.PEOPLE,  # the youngest of whom has no edition
    NewPerson(name="Ria", role=PersonRole.GRANDPARENT, birth_year=1960),
    NewPerson(name="Koos", role=PersonRole.GRANDPARENT, birth_year=1958),
)
EDITIONS = 6
WARM_UP = 5
EDITION_P50_MS, EDITION_P95_MS, RATIO, SIX_MS, RESIDENT_MB, PREVIEW_P95_MS = 350, 600, 1.6, 2_000, 250, 200


def issue(editions: list[str], *, times: int, renders: int, folder: Path) -> dict[str, Any]:
    """Issue in a process of its own, with a real signer beside it."""
    with signer.process(folder, connection.settings_dict["NAME"]) as socket:
        told = {"SIGNER": socket, "KEY_LIST": str(folder / "list.json")}
        done = subprocess.run(
            [sys.executable, "-m", "tests.bench._issue", str(folder), str(times), str(renders), *editions],
            env=os.environ | told,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def chromium_prints(folder: Path, *, times: int) -> _web.Times:
    """Print the same HTML with the same style in a Chromium that is warm, tagged as ours."""
    style = "\n".join(static_file(name).read_text(encoding="utf-8") for name in pdf.CSS_FILES)
    html = (folder / "card.html").read_text(encoding="utf-8").replace("</head>", f"<style>{style}</style></head>")
    taken, printed = [], b""
    press.only_our_fonts()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_page()
        for turn in range(WARM_UP + times):
            started = time.perf_counter()
            page.set_content(html)
            printed = page.pdf(prefer_css_page_size=True, print_background=True, tagged=True)
            if turn >= WARM_UP:
                taken.append((time.perf_counter() - started) * 1000)
        browser.close()
    return _web.Times(taken, len(printed))


def preview(household: Household, *, times: int) -> _web.Times:
    """Type in S12: each save changes one text, and brings the card of a reader back."""
    path = reverse("veiligheidskaart:draft", args=[household.uuid])
    sources = texts.sources_of(household)
    taken, answer = [], ""
    with _web.server() as port:
        visitor = _web.Visitor(port, face_of(household))
        page = visitor.read(path)
        told = {name: value for name, value in shape.flat(stand_of(household).draft, sources).items() if value}
        told |= dict(HIDDEN.findall(page)) | {onetime.AUTOSAVE: "1"}
        for turn in range(WARM_UP + times):
            told["steps_calm"] = f"Wij zeggen {turn} keer: nu even rustig."
            milliseconds, answer = visitor.post(path, told, **{"HX-Request": "true"})
            assert "Opgeslagen om" in answer, answer[:500]
            told |= dict(HIDDEN.findall(answer))
            if turn >= WARM_UP:
                taken.append(milliseconds)
    return _web.Times(taken, len(answer.encode()))


def main() -> int:
    """Measure; return 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="bin/bench card", description=__doc__)
    parser.add_argument("--times", type=int, default=60, help="how often one edition is issued, and a text is saved")
    parser.add_argument("--renders", type=int, default=500, help="how many renders before memory is read")
    options = parser.parse_args()
    with administration.as_administrator(), tempfile.TemporaryDirectory(prefix="card-") as name:
        household = cards.household(people=FAMILY)
        editions = [str(edition.uuid) for edition in cards.finalised(household).editions.all()]
        assert len(editions) == EDITIONS, editions
        issued = issue(editions, times=options.times, renders=options.renders, folder=Path(name))
        typed = preview(household, times=options.times)
        printed = chromium_prints(Path(name), times=options.times)
    one = _web.Times(issued["one"], 0)
    ratio = statistics.median(one.milliseconds) / statistics.median(printed.milliseconds)
    rows = (("one edition, signed and sealed", one), ("Chromium's print of it", printed), ("a save of S12", typed))
    print(f"\n{'the card, ms':40}{'p50':>8}{'p95':>8}")
    for title, times in rows:
        print(f"  {title:38}{times.p50:8.1f}{times.p95:8.1f}")
    figures = (
        ("card_edition_p50_ms", one.p50, EDITION_P50_MS),
        ("card_edition_p95_ms", one.p95, EDITION_P95_MS),
        ("card_ratio_to_chromium", ratio, RATIO),
        ("card_six_editions_ms", sum(issued["every"]), SIX_MS),
        (f"card_resident_mb_after_{options.renders}", issued["resident_mb"], RESIDENT_MB),
        ("card_preview_p95_ms", typed.p95, PREVIEW_P95_MS),
    )
    for title, found, target in figures:
        print(f"FIGURE {title} {found:.2f} {target}" if target < 10 else f"FIGURE {title} {found:.0f} {target}")
    return 0 if all(found <= target for _, found, target in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
