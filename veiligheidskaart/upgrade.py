"""What was written in an older schema, in the shape of today. Only for reading: what is kept stays as it was.

Schema 2 put readers beside lines, added blocks for a follow-up sheet and the own card of a child. What has not the
shape of schema 1 is returned as it is: `content` refuses it.
"""

from __future__ import annotations

from typing import Any

Data = dict[str, Any]


def draft(data: Any) -> Any:
    """Return a draft of schema 1 as one of schema 2."""
    if not _is_first(data):
        return data
    lines = {"lines": [], "readers": None}
    return {
        **data,
        "schema": 2,
        **{name: _draft_voices(data[name]) for name in ("good", "unsafe") if name in data},
        **{name: _draft_choice(data[name]) for name in ("agreements", "network") if name in data},
        **dict.fromkeys(("must", "facts", "help"), lines),
        "signals": {"voices": [], "seen": "", "readers": None},
        "opinions": {"opinions": [], "readers": None},
        "children": [],
    }


def card(data: Any) -> Any:
    """Return the text of a version or an edition of schema 1 as one of schema 2."""
    if not _is_first(data):
        return data
    return {
        **data,
        "schema": 2,
        **{name: _lines(data[name], "voices") for name in ("good", "unsafe") if name in data},
        **{name: _lines(data[name], "items", mark="") for name in ("agreements", "network") if name in data},
        **dict.fromkeys(("must", "facts", "signals", "help", "opinions")),
        "children": [],
        "views": [{**view, "readers": []} for view in data.get("views", [])],
        "reader": _in_dutch(data["reader"]),
        "readers": [_in_dutch(reader) for reader in data["readers"]],
        "language": "nl",
        "translations": [],
    }


def _is_first(data: Any) -> bool:
    return isinstance(data, dict) and data.get("schema") == 1


def _draft_voices(block: Data) -> Data:
    """The children of a card of schema 1 were asked in a conversation, not in the system: they are asked again."""
    voices = [{**voice, "readers": None, "child_agrees": False} for voice in block["voices"]]
    return {**block, "voices": voices}


def _draft_choice(block: Data) -> Data:
    return {**block, "only": []}


def _in_dutch(reader: Data | None) -> Data | None:
    return reader and {**reader, "language": "nl"}


def _lines(block: Data | None, name: str, **more: Any) -> Data | None:
    """Every line of a block had the readers of the block."""
    return block and {**block, name: [{**line, **more, "readers": block["readers"]} for line in block[name]]}
