"""Every text that a screen can show, read from the templates, the Python and the scripts; for who quotes a label."""

from __future__ import annotations

import ast
import html
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
ROOMS = ("accounts", "rvt", "cases", "veiligheidskaart", "config")

_GAP = "\0"
"""Stands in a text for what is filled in: a name, a number, a day."""

_COMMENT = re.compile(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}", re.DOTALL)
_PLACEHOLDER = re.compile(r"{{.*?}}|{%\s*(?:now|url)\b.*?%}", re.DOTALL)
_IN_TAG = re.compile(r"\"([^\"<>]+)\"")
_TAG = re.compile(r"{%.*?%}|<[^>]*>", re.DOTALL)
_FILLED_IN = re.compile(r"%\(\w+\)[sd]|%[sd]|\$?{[^}]*}")
_SCRIPT_TEXT = re.compile(r"'([^'\n]+)'|`([^`]+)`")
_KEY = re.compile(r"<kbd[^>]*>([^<{]+)</kbd>|data-key=\"(\w)\"")
_MENU_KEY = re.compile(r"MenuItem\([^\n]*key=\"(\w)\"")
_ARROWS = {"ArrowUp": "↑", "ArrowDown": "↓", "ArrowLeft": "←", "ArrowRight": "→"}
_WORD = re.compile(r"[^\W\d_]{3,}")


class Texts:
    """The texts of the application; `text in texts` asks for a whole text, not for a part of one."""

    def __init__(self) -> None:
        found = {plain for text in _every_text() for plain in _ways_to_say(text) if plain}
        self._fixed = {text for text in found if _GAP not in text}
        gaps = [text for text in found if _GAP in text and _WORD.search(text)]
        self._patterns = [re.compile(".{1,60}?".join(map(re.escape, text.split(_GAP)))) for text in gaps]

    def __contains__(self, text: str) -> bool:
        return text in self._fixed or any(pattern.fullmatch(text) for pattern in self._patterns)


def keys() -> set[str]:
    """Return the keys that the screens name or the scripts listen to, and those that every browser knows."""
    shown = {"Tab", "Shift", "Alt", "pijltjes"}
    for template in (ROOT / "templates").rglob("*.html"):
        shown.update(kbd or key for kbd, key in _KEY.findall(template.read_text("utf-8")))
    for module in (path for room in ROOMS for path in (ROOT / room).glob("*.py")):
        shown.update(_MENU_KEY.findall(module.read_text("utf-8")))
    for script in (ROOT / "static" / "js").glob("*.js"):
        source = script.read_text("utf-8")
        shown.update(sign for name, sign in _ARROWS.items() if name in source)
    return shown


def _every_text() -> Iterator[str]:
    for template in (ROOT / "templates").rglob("*.html"):
        yield from _of_template(template.read_text("utf-8"))
    for room in ROOMS:
        for module in (ROOT / room).rglob("*.py"):
            if not {"migrations", "demo"} & set(module.parts):
                yield from _of_python(module.read_text("utf-8"))
    for script in (ROOT / "static" / "js").glob("*.js"):
        for single, backtick in _SCRIPT_TEXT.findall(script.read_text("utf-8")):
            yield _FILLED_IN.sub(_GAP, single or backtick)


def _of_template(source: str) -> Iterator[str]:
    source = _PLACEHOLDER.sub(_GAP, _COMMENT.sub("", source))
    for tag in _TAG.findall(source):
        yield from _IN_TAG.findall(tag)
    yield from _TAG.split(source)


def _of_python(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield _FILLED_IN.sub(_GAP, node.value)
        elif isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else _GAP for part in node.values)


def _ways_to_say(text: str) -> tuple[str, str]:
    """Return the text, and the text without a number between brackets behind it."""
    plain = " ".join(html.unescape(text).split()).rstrip(":").strip()
    return plain, plain.partition(" (")[0]
