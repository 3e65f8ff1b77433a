"""Pure decisions: no database, no clock."""

from datetime import timedelta

DRAFT_LIFETIME = timedelta(days=30)
ONE_TIME_LINK_LIFETIME = timedelta(hours=72)
"""An invitation is read within a few days; a reset link has its own, shorter life."""
RESET_LINK_LIFETIME = timedelta(minutes=15)
