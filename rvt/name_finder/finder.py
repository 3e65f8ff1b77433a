"""Names and places in a text, by the lists of `deduce` (LGPL-3, by Vincent Menger). Nothing else of it is used.

Of its lists only those of names and places are loaded: with streets, hospitals and 49,000 institutions it takes 15 s
and 1.1 GB to load and three minutes to build; without them half a second, 90 MB and three seconds, and the names are
the same. Streets, numbers, dates and ages are found by `rvt.privacy`, which knows how people misspell them.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any

LEFT_OUT = ("institutions/lst_healthcare_institution", "locations/lst_street")
NOTHING = "qxqxqxqx\n"
"""A list has to hold something."""

GROUP = "names"
ALSO = {"placename", "hospital"}
KIND = {"persoon": "name", "patient": "name", "locatie": "place", "ziekenhuis": "place"}
FEWEST_SMALL_LETTERS = 4

Found = list[tuple[int, int, str]]


class NotBuilt(Exception):
    """The lists are not there, or belong to another version; or the package itself is not there."""


def build(folder: Path) -> None:
    """Build the lists in `folder`, whole or not at all. Quick when they are there for this version."""
    if _is_built(folder):
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f"{folder.name}-", dir=folder.parent))
    try:
        shutil.copytree(_package() / "data" / "lookup" / "src", fresh / "src")
        for name in LEFT_OUT:
            shutil.rmtree(fresh / "src" / name)
            (fresh / "src" / name).mkdir()
            (fresh / "src" / name / "items.txt").write_text(NOTHING, encoding="utf-8")
        _load(fresh)
        (fresh / "version").write_text(_version(), encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        fresh.replace(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


class Finder:
    """The loaded lists. Takes half a second to make. Raises NotBuilt."""

    def __init__(self, folder: Path) -> None:
        if not _is_built(folder):
            raise NotBuilt(str(folder))
        self._deduce = _load(folder)
        names = self._deduce.lookup_structs["first_name"].children
        self.first_names = frozenset(name.casefold() for name in names if len(name) >= FEWEST_SMALL_LETTERS)

    def find(self, text: str) -> Found:
        """Return `[start, end)` and "name", "place" or "small" (a first name in small letters: a word may look so)."""
        found: Found = []
        document = self._deduce.deidentify(text)
        for annotation in document.annotations:
            kind = KIND.get(annotation.tag)
            if kind is not None:
                found.append((annotation.start_char, annotation.end_char, kind))
        for token in document.get_tokens():
            if token.text.islower() and token.text in self.first_names:
                found.append((token.start_char, token.end_char, "small"))
        return sorted(found)


def _load(folder: Path) -> Any:
    """Load `deduce` with our lists, and build them when they are not there yet."""
    os.environ.setdefault("TQDM_DISABLE", "1")
    root = logging.getLogger()
    before = root.handlers[:], root.level
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from deduce import Deduce  # it makes itself heard on standard output, at every level
    root.handlers[:], level = before
    root.setLevel(level)
    base = json.loads((_package() / "base_config.json").read_text(encoding="utf-8"))
    annotators = base["annotators"].items()
    base["annotators"] = {name: how for name, how in annotators if how["group"] == GROUP or name in ALSO}
    return Deduce(load_base_config=False, config=base, lookup_data_path=folder, cache_path=folder)


def _is_built(folder: Path) -> bool:
    try:
        return (folder / "version").read_text(encoding="utf-8") == _version()
    except FileNotFoundError:
        return False


def _version() -> str:
    from importlib.metadata import version

    return f"{version('deduce')} {' '.join(LEFT_OUT)}"


def _package() -> Path:
    from importlib.util import find_spec

    spec = find_spec("deduce")
    if spec is None or spec.origin is None:
        raise NotBuilt("deduce")
    return Path(spec.origin).parent
