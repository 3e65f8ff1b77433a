"""Pure decisions: no database, no clock."""

from datetime import timedelta

from accounts.choices import InvitationKind, OrganisationKind, Role

DRAFT_LIFETIME = timedelta(days=30)
LINK_LIFETIME = {
    InvitationKind.INVITATION: timedelta(hours=72),
    InvitationKind.PASSWORD_RESET: timedelta(minutes=15),
    InvitationKind.LOST_PHONE: timedelta(minutes=15),
}
"""An invitation is read within a few days; the others are waited for."""
RE_IDENTIFICATION_LIFETIME = timedelta(minutes=30)
"""How long the code that is shown to a colleague stays good."""
RE_IDENTIFICATION_TRIES = 5
LONGEST_ABSENCE = timedelta(days=365)
IDLE_LIMIT = timedelta(minutes=15)
SESSION_LIMIT = timedelta(hours=10)


def roles_in(kind: OrganisationKind | str) -> list[Role]:
    """Return the roles that somebody can have in an organisation of this kind."""
    return [role for role in Role if role not in Role.AT_THE_TABLE or kind == OrganisationKind.SAFETY_TEAM]


def too_many_tries(help_phone: str) -> str:
    """Say what to do after five failed tries (ux, S1)."""
    return f"Wacht 15 minuten, of bel {help_phone}."
