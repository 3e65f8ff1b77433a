"""How quick the register and the figures are at a large size. `bin/bench register [--small]`.

100,000 consultations come in by `manage.py import_register`, 20,000 questions of ten years lie beside them. Then the
page of the figures is asked for each year once, by a web server that just started (cold), and for one year again and
again (warm), and a consultation is saved as its form sends it, text check and name finder included. Milliseconds over
HTTP, one person after the other. Targets: issue 5.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from urllib.parse import urlencode
from uuid import uuid4

import django

django.setup()

from django.db import connection  # noqa: E402 - models exist after django.setup()
from django.utils import timezone  # noqa: E402

from accounts.choices import Role  # noqa: E402
from accounts.models import Organisation, User  # noqa: E402
from rvt.choices import FollowUp  # noqa: E402
from rvt.code_lists import FIRST_ON, LISTS  # noqa: E402
from tests import administration, name_finder  # noqa: E402
from tests.accounts.factories import MunicipalityFactory, OrganisationFactory, worker_of  # noqa: E402
from tests.bench import _web  # noqa: E402
from tests.rvt.years import discuss  # noqa: E402

CONSULTATIONS, QUESTIONS, YEARS = 100_000, 20_000, 10
SMALLER = 10
TIMES = 60
COLD_MS, WARM_MS, SAVE_MS, IMPORT_SECONDS, IMPORT_MB = 300, 50, 100, 60, 300
ROOT = Path(__file__).resolve().parents[2]


def region() -> tuple[Organisation, User]:
    """Make a region with a beheerder; return the organisation that answers callers there, and who works there."""
    towns = [MunicipalityFactory() for _ in range(9)]
    worker_of(OrganisationFactory(name="Regiobureau", kind="other", is_region_office=True), Role.ADMINISTRATOR)
    organisation = OrganisationFactory(name="Veilig Thuis", kind="veilig_thuis", municipalities=towns)
    return organisation, worker_of(organisation)


def lines(number: int, towns: list[str]) -> Iterator[str]:
    """Yield a file with so many consultations since the code lists began."""
    chance = Random(number)  # noqa: S311 - the same file each time
    days = (timezone.localdate() - FIRST_ON).days
    codes = {name: [code for code, _ in values] for name, values in LISTS.items()}
    yield "soort;datum;huishouden;vervolg;gemeente;aard;aanvullend;duur;rol;organisatie;hoe"
    for _ in range(number):
        day = date.fromordinal(FIRST_ON.toordinal() + chance.randrange(days))
        natures = ";".join(chance.sample(codes["nature"], chance.choice((1, 1, 2))))
        extra = chance.choice(codes["extra"]) if chance.random() < 0.4 else ""
        one = [chance.choice(codes[name]) for name in ("duration", "seeker_role", "seeker_organisation", "setting")]
        cells = [day.isoformat(), "gezin", "", chance.choice(towns), f'"{natures}"', extra, *one]
        yield ";".join(["consultatie", *cells])


def import_lines(number: int, organisation: Organisation) -> tuple[float, float]:
    """Import a file in a process of its own; return its seconds and its resident peak in megabytes."""
    towns = list(organisation.municipalities.values_list("name", flat=True))
    with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines(number, towns))
        file.flush()
        command = [sys.executable, str(ROOT / "manage.py"), "import_register", file.name]
        started = time.perf_counter()
        subprocess.run(command, check=True, stdout=sys.stderr)
        seconds = time.perf_counter() - started
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def add_questions(number: int, organisation: Organisation) -> None:
    """Let the table of the region have discussed so many questions, in ten years up to this one."""
    this_year = timezone.localdate().year
    half = number // YEARS // 2
    shares = {FollowUp.NETWORK_MEETING: 8, FollowUp.COUNCIL_TALK: 3, FollowUp.GUIDANCE: 4, FollowUp.DUO: 3}
    for year in range(this_year - YEARS, this_year):
        discuss(
            organisation.region,
            year,
            halves=(half, half),
            without_children=(half // 6, half // 6),
            follow_ups={kind: (half // part, half // part) for kind, part in shares.items()},
        )


def figures(user: User) -> tuple[_web.Times, _web.Times]:
    """Ask each year once, after a start of the web server that saw another page only; then one year again and again."""
    this_year = timezone.localdate().year
    with _web.server() as port:
        visitor = _web.Visitor(port, user)
        visitor.get("/mijn/")
        years = range(this_year - YEARS, this_year)
        first = _web.Times([visitor.get(f"/cijfers/?jaar={year}")[0] for year in years], 0)
        again = visitor.measure(f"/cijfers/?jaar={this_year - 1}", times=TIMES)
        visitor.connection.close()
    return first, again


def save(user: User, organisation: Organisation) -> _web.Times:
    """Send the form of S18, with texts, each time another call."""
    town = organisation.municipalities.order_by("pk")[0]
    with name_finder.running() as socket, _web.server(NAME_FINDER=str(socket)) as port:
        visitor = _web.Visitor(port, user)
        taken = []
        for number in range(TIMES + 8):
            began = timezone.localtime() - timedelta(minutes=2)
            typed = [
                ("_sleutel", str(uuid4())),
                ("_wie", str(user.uuid)),
                ("began_at", began.isoformat(timespec="seconds")),
                ("code_word", f"blauwe fiets {number}"),
                ("organisation", str(organisation.uuid)),
                ("seeker_role", "teacher"),
                ("municipality", str(town.uuid)),
                ("natures", "km_psy"),
                ("natures", "km_getuige"),
                ("question", "Hoe begin ik het gesprek met de ouders, zonder dat zij schrikken?"),
                ("advice", "Kies een rustig moment. Zeg wat je ziet, en vraag wat er nodig is. " * 4),
                ("caller_does", "Nodigt de ouders deze week uit."),
                ("setting", "phone"),
                ("what_now", "done"),
            ]
            taken.append(visitor.save("/consultaties/nieuw/", urlencode(typed)))
        visitor.connection.close()
        return _web.Times(taken[8:], 0)


def told(name: str, times: _web.Times, target: int) -> bool:
    """Print one measurement; return whether it meets its target."""
    print(f"  {name:46}{times.p50:>10.1f}{times.p95:>8.1f}{times.p95 / target:>8.2f}")
    return times.p95 <= target


def main(arguments: list[str]) -> int:
    """Fill the register, measure, and return 1 when a target is missed."""
    part = SMALLER if "--small" in arguments else 1
    with administration.as_administrator():
        organisation, staff = region()
    seconds, megabytes = import_lines(CONSULTATIONS // part, organisation)
    with administration.as_administrator():
        add_questions(QUESTIONS // part, organisation)
    with administration.as_administrator(), connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")  # as the server does by itself some minutes after so many new rows
    cold, warm = figures(staff)
    saved = save(staff, organisation)
    print(f"{CONSULTATIONS // part} consultations, {QUESTIONS // part} questions, ms{'p50':>14}{'p95':>8}{'ratio':>8}")
    good = [
        told("figures, a year for the first time", cold, COLD_MS),
        told("figures, again", warm, WARM_MS),
        told("save a consultation", saved, SAVE_MS),
        seconds <= IMPORT_SECONDS and megabytes <= IMPORT_MB,
    ]
    print(f"  import: {seconds:.1f} s, resident peak {megabytes:.0f} MB")
    print(f"FIGURE figures_cold_p95_ms {cold.p95:.0f} {COLD_MS}")
    print(f"FIGURE figures_warm_p95_ms {warm.p95:.0f} {WARM_MS}")
    print(f"FIGURE consultation_save_p95_ms {saved.p95:.0f} {SAVE_MS}")
    print(f"FIGURE import_seconds {seconds:.0f} {IMPORT_SECONDS}")
    print(f"FIGURE import_resident_mb {megabytes:.0f} {IMPORT_MB}")
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
