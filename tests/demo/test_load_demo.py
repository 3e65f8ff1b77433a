"""Loading the demo region: once, quickly, into a demonstration only, and obeying every rule."""

from __future__ import annotations

from cases.models import Household


def test_the_demo_loads_in_under_a_minute(loaded: float) -> None:
    print(f"FIGURE demo_load_seconds {loaded:.1f} 60")

    assert Household.objects.count() > 0
