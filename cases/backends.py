"""`user.has_perm` asks the same rule as the lists."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import BaseBackend

from accounts.models import User
from cases.models import Household


class HouseholdPermissionBackend(BaseBackend):
    """Answers for households only, and never without an object: nobody holds anything on all households."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        if not isinstance(user_obj, User) or not isinstance(obj, Household):
            return False
        app_label, _, codename = perm.partition(".")
        if app_label != "cases" or codename not in {"view_household", "change_household", "coordinate_household"}:
            return False
        return Household.objects.granted(user_obj, codename).contains(obj)
