"""Decisions of the table: no database, no clock, values in and an answer out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from rvt.choices import AgeBand, FamilyKnows, RoleWord, Urgency

STEPS: dict[int, tuple[str, ...]] = {
    1: ("sentence", "about"),
    2: ("members",),
    3: ("unsafe", "goes_well", "tried"),
    4: ("family_wants", "family_knows", "family_knows_why"),
    5: ("dilemma", "disciplines", "urgency", "urgency_why"),
}
"""What is asked on which step (ux, S20). Step 6 asks nothing: there the asker looks at everything."""

LAST_STEP = 6

FREE_TEXTS = (
    "sentence", "unsafe", "goes_well", "tried", "family_wants", "family_knows_why", "dilemma", "urgency_why",
)  # fmt: skip
"""Where a name could stand, in the order in which it is read."""

REQUIRED = {
    "sentence": "Schrijf op wat je wilt weten.",
    "about": "Kies waar het over gaat.",
    "members": "Kies wie erbij horen.",
    "unsafe": "Schrijf op wat niet veilig is.",
    "family_knows": "Kies of het gezin dit weet.",
    "dilemma": "Schrijf op waar je klem zit.",
    "urgency": "Kies hoe snel het moet.",
}
"""What has to be there before a question is sent, and what to do when it is not (ux, 5.2)."""

MOST_MEMBERS = 16
ITEM_MINUTES = 35
"""How long a question takes at the table, before anybody changes it (ux, S22)."""
KEPT_FOR = timedelta(days=365)
"""How long the text of a question stays after it was sent (design 2)."""

_NEXT_SENTENCE = re.compile(r"[?!](?=.)|\.\s+(?=[A-ZÀ-Ý])|\n", re.DOTALL)


def is_one_question(sentence: str) -> bool:
    """Whether this is one sentence, and a question. An abbreviation ("bijv.") ends no sentence."""
    text = sentence.strip()
    return text.endswith("?") and len(text) > 1 and _NEXT_SENTENCE.search(text) is None


def are_members(members: Iterable[Any]) -> bool:
    """Whether these are role words and age bands, and nothing else."""
    rows = list(members)
    return len(rows) <= MOST_MEMBERS and all(
        isinstance(row, dict) and row.keys() == {"role", "age"} and row["role"] in RoleWord and row["age"] in AgeBand
        for row in rows
    )


def member_words(members: Iterable[Mapping[str, str]]) -> list[str]:
    """Return who belongs to it: "moeder, 27 tot 64 jaar"."""
    return [f"{RoleWord(row['role']).label}, {AgeBand(row['age']).label}" for row in members]


def step_of(field: str) -> int:
    """Return the step on which `field` is asked."""
    return next(step for step, fields in STEPS.items() if field in fields)


def missing(values: Mapping[str, Any]) -> dict[str, str]:
    """Return what keeps a question from being sent: the field and what to do, in the order of the steps."""
    found = {name: sentence for name, sentence in REQUIRED.items() if not values[name]}
    if values["sentence"] and not is_one_question(values["sentence"]):
        found["sentence"] = "Maak van je vraag één zin met een vraagteken."
    if values["family_knows"] == FamilyKnows.NOT_YET and not values["family_knows_why"]:
        found["family_knows_why"] = "Schrijf op waarom het gezin het nog niet weet."
    if values["urgency"] == Urgency.THIS_WEEK and not values["urgency_why"]:
        found["urgency_why"] = "Schrijf op waarom het deze week moet."
    return dict(sorted(found.items(), key=lambda entry: step_of(entry[0])))
