"""Native libraries and programs that no Python package brings: found, installed as root on Debian, or named."""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from lib.progress import Failure, say

PDF_LIBRARIES = ("libpango-1.0", "libpangoft2-1.0", "libharfbuzz-subset")
PDF_PACKAGES = {
    "apt": ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"],
    "dnf": ["pango", "harfbuzz"],
    "apk": ["pango", "harfbuzz-subset"],
    "brew": ["pango"],
}
READER_PACKAGES = {"apt": ["poppler-utils"], "dnf": ["poppler-utils"], "apk": ["poppler-utils"], "brew": ["poppler"]}
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_PACKAGES = {"apt": ["chromium"], "dnf": ["chromium"], "apk": ["chromium"], "brew": ["--cask", "chromium"]}

INSTALL = {
    "apt": "apt-get install -y --no-install-recommends",
    "dnf": "dnf install -y",
    "apk": "apk add",
    "brew": "brew install",
}
BREW_FOLDERS = ("/opt/homebrew/lib", "/usr/local/lib")


def ensure_pdf_libraries() -> None:
    """Make sure that WeasyPrint finds what it needs. Raises Failure with the command for this system."""
    missing = [name for name in PDF_LIBRARIES if not _loads(name)]
    if missing:
        system_install(f"Voor het maken van PDF's ontbreekt: {', '.join(missing)}", PDF_PACKAGES)


def ensure_chromium() -> str:
    """Return the path of Chromium, which the browser tests drive. Raises Failure with the command for this system."""
    if not _chromium():
        system_install("Voor de browsertests ontbreekt: chromium", CHROMIUM_PACKAGES)
    found = _chromium()
    if found is None:
        raise Failure("Chromium is geïnstalleerd maar niet te vinden.", "zet het op het PATH.")
    return found


def ensure_pdf_reader() -> None:
    """Make sure that `pdftotext` is there, by which tests read a card back. Raises Failure with the command."""
    if shutil.which("pdftotext") is None:
        system_install("Om kaarten terug te lezen ontbreekt: pdftotext", READER_PACKAGES)


def system_install(reason: str, packages: dict[str, list[str]]) -> None:
    """Install system packages when this is root on Debian; otherwise raise Failure with the exact command."""
    manager = _package_manager()
    if manager is None or manager not in packages:
        names = " ".join(sorted({name for names in packages.values() for name in names}))
        raise Failure(f"{reason}.", f"installeer dit met de pakketten van je systeem: {names}")
    command = f"{INSTALL[manager]} {' '.join(packages[manager])}"
    if manager != "apt" or os.geteuid() != 0:
        raise Failure(f"{reason}.", command if manager == "brew" else f"sudo {command}")
    say(f"{reason}: dat wordt nu geïnstalleerd.")
    if not _apt(command.split()):
        say("  pakketlijsten bijwerken ...")
        if not (_apt(["apt-get", "update"]) and _apt(command.split())):
            raise Failure(f"{reason}, en installeren lukte niet.", f"apt-get update && {command}")


def _apt(command: Iterable[str]) -> bool:
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run([*command, "-qq"], env=quiet, stdout=subprocess.DEVNULL, check=False).returncode == 0


def _package_manager() -> str | None:
    programs = {"apt": "apt-get", "dnf": "dnf", "apk": "apk", "brew": "brew"}
    return next((name for name, program in programs.items() if shutil.which(program)), None)


def _loads(library: str) -> bool:
    if sys.platform == "darwin":
        candidates = [f"{library}.0.dylib", *(f"{folder}/{library}.0.dylib" for folder in BREW_FOLDERS)]
    else:
        candidates = [f"{library}.so.0"]
    return any(_opens(candidate) for candidate in candidates)


def _opens(candidate: str) -> bool:
    try:
        ctypes.CDLL(candidate)
    except OSError:
        return False
    return True


def _chromium() -> str | None:
    named = os.environ.get("CHROMIUM")
    if named and Path(named).exists():
        return named
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
