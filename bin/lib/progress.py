"""Lines for the person at the keyboard, and the one kind of failure that a command knows."""

import sys
import time
from collections.abc import Callable


class Failure(Exception):
    """A step cannot go on. `what` says what failed, `remedy` what to do about it."""

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy


class Stopped(Exception):
    """Someone asked to stop (SIGINT or SIGTERM) while a step was running."""


class Step:
    """One long step: says that it starts, that it is still busy every 5 seconds, and how long it took."""

    EVERY_SECONDS = 5

    def __init__(self, label: str) -> None:
        self.label = label
        self.started = time.monotonic()
        self.last_said = self.started

    def __enter__(self) -> "Step":
        say(f"{self.label} ...")
        return self

    def tick(self) -> None:
        """Say that the step is still busy, when it has been silent for a while."""
        now = time.monotonic()
        if now - self.last_said >= self.EVERY_SECONDS:
            self.last_said = now
            say(f"  nog bezig, {now - self.started:.0f} s")

    def __exit__(self, error: object, *_: object) -> None:
        if error is None:
            say(f"  klaar in {time.monotonic() - self.started:.1f} s")


def say(line: str) -> None:
    """Print one line at once, also when the output is a file or a pipe."""
    print(line, flush=True, file=sys.stderr if _aside else sys.stdout)


_aside: list[bool] = []


def say_aside() -> None:
    """From now on, keep our own lines off the output: that belongs to the command that is run (`--json`)."""
    _aside.append(True)


def main(command: Callable[[list[str]], int]) -> int:
    """Run `command` with the arguments of the process; return its exit code, 1 after a Failure, 130 after a stop."""
    try:
        return command(sys.argv[1:])
    except Failure as failure:
        print(f"Mislukt: {failure.what}", file=sys.stderr)
        if failure.remedy:
            print(f"Doe dit: {failure.remedy}", file=sys.stderr)
        return 1
    except (Stopped, KeyboardInterrupt):
        say("Gestopt.")
        return 130
