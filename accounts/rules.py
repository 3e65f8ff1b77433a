"""Pure decisions: no database, no clock."""

from datetime import timedelta

DRAFT_LIFETIME = timedelta(days=30)
ONE_TIME_LINK_LIFETIME = timedelta(hours=72)
"""An invitation is read within a few days; a reset link has its own, shorter life."""
RESET_LINK_LIFETIME = timedelta(minutes=15)
RE_IDENTIFICATION_LIFETIME = timedelta(minutes=30)
"""How long the code that is shown to a colleague stays good."""
IDLE_LIMIT = timedelta(minutes=15)
SESSION_LIMIT = timedelta(hours=10)


def too_many_tries(help_phone: str) -> str:
    """Say what to do after five failed tries (ux, S1)."""
    return f"Wacht 15 minuten, of bel {help_phone}."
