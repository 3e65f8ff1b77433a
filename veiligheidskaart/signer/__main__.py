"""`python -m veiligheidskaart.signer --keys FOLDER --public FILE (--socket PATH | --list | --rotate | ...)`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from datetime import date
from pathlib import Path

from veiligheidskaart.signer.finals import Finals
from veiligheidskaart.signer.keys import Keys, UnknownKey
from veiligheidskaart.signer.server import Server, Signer


def main() -> int:
    """Return when asked to stop."""
    parser = argparse.ArgumentParser(prog="veiligheidskaart.signer", description="Onderteken en verzegel kaarten.")
    parser.add_argument("--keys", type=Path, required=True, help="map met de sleutels; alleen van dit proces")
    parser.add_argument("--public", type=Path, required=True, help="bestand met de sleutellijst, voor iedereen")
    parser.add_argument("--since", type=date.fromisoformat, help="bij --compromised: de dag (UTC), als 2026-11-23")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--socket", type=Path, help="luister hier")
    what.add_argument("--list", action="store_true", help="laat de sleutels zien")
    what.add_argument("--rotate", action="store_true", help="ga over op de volgende sleutel")
    what.add_argument("--compromised", metavar="SLEUTEL", help="deze sleutel is in andere handen, vanaf --since")
    parser.add_argument("--group", action="store_true", help="ook accounts van de eigen groep mogen vragen")
    options = parser.parse_args()
    keys = Keys(options.keys, options.public)
    keys.prepare()
    if options.list:
        return _list(keys)
    if options.rotate:
        _say(f"now signs {keys.rotate().id}.")
        return 0
    if options.compromised:
        return _compromised(keys, options.compromised, options.since, parser)
    return _listen(keys, options.socket, group=options.group)


def _compromised(keys: Keys, key_id: str, since: date | None, parser: argparse.ArgumentParser) -> int:
    if since is None:
        parser.error("--compromised vraagt ook --since")
    try:
        keys.compromised(key_id, since=since)
    except UnknownKey:
        parser.error(f"er is geen sleutel {key_id}")
    _say(f"not to be believed from {since}: {key_id}. Now signs {keys.current().id}.")
    return 0


def _list(keys: Keys) -> int:
    known = keys.known()
    for key in known.keys:
        state = "signs now" if key == known.current else f"used from {key.used_from}" if key.used_from else "next"
        if key.compromised_since:
            state = f"not to be believed from {key.compromised_since}"
        sys.stdout.write(f"{key.id}  made {key.made_on}  {state}\n")
    return 0


def _listen(keys: Keys, socket: Path, *, group: bool) -> int:
    finals = Finals(os.environ["DATABASE_URL"], Path(os.environ["SIGNER_PASSWORD_FILE"]))
    signal.signal(signal.SIGTERM, _stop)
    try:
        with Server(socket, Signer(keys, finals.find), group=group) as server:
            _say("ready.")
            server.serve_forever()
    except KeyboardInterrupt:
        return 0
    finally:
        socket.unlink(missing_ok=True)
    return 0


def _say(words: str) -> None:
    sys.stdout.write(f"signer: {words}\n")
    sys.stdout.flush()


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
