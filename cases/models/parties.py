"""What rows that name somebody share: one of the family, of the network, or a professional, in one of three columns."""

from __future__ import annotations

from django.db.models import Q


def exactly_one(part: str) -> Q:
    """Return the condition that one of the columns of `part` is filled, and the two others are empty."""
    names = [f"{part}_person", f"{part}_network", f"{part}_user"]
    choices = [Q(**{f"{name}__isnull": name != chosen for name in names}) for chosen in names]
    return choices[0] | choices[1] | choices[2]
