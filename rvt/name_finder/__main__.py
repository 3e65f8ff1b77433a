"""`python -m rvt.name_finder --lists FOLDER (--build | --socket PATH)`: build the lists once, or search."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from rvt.name_finder import finder
from rvt.name_finder.server import Server


def main() -> int:
    """Return when asked to stop."""
    parser = argparse.ArgumentParser(prog="rvt.name_finder", description="Zoek namen in teksten.")
    parser.add_argument("--lists", type=Path, required=True, help="waar de namenlijsten staan")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--build", action="store_true", help="maak de namenlijsten klaar en stop")
    what.add_argument("--socket", type=Path, help="luister hier")
    options = parser.parse_args()
    if options.build:
        finder.build(options.lists)
        return 0
    signal.signal(signal.SIGTERM, _stop)
    try:
        with Server(options.socket, options.lists) as server:
            server.serve_forever()
    except KeyboardInterrupt:
        return 0
    finally:
        options.socket.unlink(missing_ok=True)
    return 0


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
