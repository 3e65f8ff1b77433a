"""Loading the demo region: once, quickly, into a demonstration only, and obeying every rule."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import timezone

from cases.models import Household
from tests.accounts.factories import RegionFactory
from veiligheidskaart.demo import loading


def test_the_demo_loads_in_under_a_minute(loaded: float) -> None:
    print(f"FIGURE demo_load_seconds {loaded:.1f} 60")

    assert Household.objects.count() > 0
