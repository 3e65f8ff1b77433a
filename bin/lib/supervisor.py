"""Keeps a handful of programs running and ends every one of them."""

import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lib import process
from lib.progress import Failure, Step, say

HEALTHY_SECONDS = 30
"""A program that lived this long starts again at once; one that dies sooner waits longer each time."""

LONGEST_PAUSE = 15.0


@dataclass
class Program:
    """One program to keep running.

    `ready` says whether it answers; `stop_signal` asks it to end; `stage` orders the ending: the highest stage first.
    """

    name: str
    arguments: list[str]
    log: Path
    options: dict[str, Any]
    stage: int = 1
    stop_signal: int = signal.SIGTERM
    ready: Callable[[], bool] = lambda: True
    child: "subprocess.Popen[str] | None" = None
    started_at: float = 0.0
    start_after: float = 0.0
    deaths: int = 0
    quick_deaths: int = 0

    def start(self) -> None:
        """Start the program; its words are added to its log."""
        with self.log.open("a", encoding="utf-8") as output:
            self.child = process.start(
                self.arguments, last_signal=self.stop_signal, stdout=output, stderr=subprocess.STDOUT, **self.options
            )
        self.started_at = time.monotonic()

    @property
    def runs(self) -> bool:
        """Is the program alive?"""
        return self.child is not None and self.child.poll() is None

    def bury(self) -> None:
        """After a death: end what the program left behind and decide when it may start again."""
        if self.child is not None:
            process.end_group(self.child, signal.SIGKILL)
        lived = time.monotonic() - self.started_at
        self.deaths += 1
        self.quick_deaths = 0 if lived > HEALTHY_SECONDS else self.quick_deaths + 1
        pause = 0.0 if self.quick_deaths <= 1 else min(0.5 * 2 ** (self.quick_deaths - 2), LONGEST_PAUSE)
        self.start_after = time.monotonic() + pause
        self.child = None

    def last_words(self) -> str:
        """Return the last lines of the log."""
        return "\n  ".join(self.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-15:])


class Supervisor:
    """Starts programs, starts them again when they die, and stops them all: the highest stage first."""

    STAGE_SECONDS = 5.0
    """How long one stage gets to end by itself. Two stages and the kill fit in the promised 10 seconds."""

    CHANCES = 3
    """How often a program may die while the start still waits for something."""

    def __init__(self) -> None:
        self.programs: list[Program] = []

    def start(self, program: Program, *, seconds: float = 30.0) -> None:
        """Start `program` and wait until it answers. It gets new chances within `seconds`; then Failure."""
        self.programs.append(program)
        program.start()
        self.wait_for(program.ready, seconds=seconds, program=program)

    def launch(self, program: Program) -> None:
        """Start `program` without waiting."""
        self.programs.append(program)
        program.start()

    def wait_for(self, ready: Callable[[], bool], *, seconds: float, program: Program) -> None:
        """Keep everything alive until `ready`. Raises Failure with the last words of `program` when that fails."""
        deadline, progress = time.monotonic() + seconds, Step(program.name)
        while not ready():
            progress.tick()
            hopeless = next((other for other in self.programs if other.deaths >= self.CHANCES), None)
            if hopeless or time.monotonic() > deadline:
                failed = hopeless or program
                raise Failure(f"{failed.name} start niet.\n  {failed.last_words()}", f"kijk in {failed.log}")
            self.tend()
            time.sleep(0.05)

    def tend(self) -> None:
        """Start again whatever has died."""
        for program in self.programs:
            if program.runs:
                continue
            if program.child is not None:
                code = program.child.returncode
                program.bury()
                say(f"{program.name} stopte (code {code}) en wordt opnieuw gestart.")
            if time.monotonic() >= program.start_after:
                program.start()

    def run(self) -> None:
        """Tend until an exception (someone asked to stop) ends it."""
        while True:
            self.tend()
            time.sleep(0.2)

    def end(self, program: Program) -> None:
        """End one program and stop looking after it."""
        self._stop_stage([program])
        self.programs.remove(program)

    def stop(self) -> None:
        """End every program: ask, wait, and kill what stays. No process is left."""
        for stage in sorted({program.stage for program in self.programs}, reverse=True):
            self._stop_stage([program for program in self.programs if program.stage == stage])
        self.programs.clear()

    def _stop_stage(self, programs: list[Program]) -> None:
        alive = [(program, program.child) for program in programs if program.child is not None]
        for program, child in alive:
            if child.poll() is None:
                child.send_signal(program.stop_signal)
        deadline = time.monotonic() + self.STAGE_SECONDS
        while any(child.poll() is None for _, child in alive) and time.monotonic() < deadline:
            time.sleep(0.05)
        for _, child in alive:
            process.end_group(child, signal.SIGKILL)
            child.wait()
