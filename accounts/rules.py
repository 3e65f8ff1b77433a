"""Pure decisions: no database, no clock."""

from datetime import timedelta
from uuid import UUID

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
ROLE_REQUEST_LIFETIME = timedelta(days=7)
"""How long a question about a role waits for a second beheerder, and how long a beheerder who was blocked still counts:
blocking the other one is no way to decide alone."""
TOKEN_LIFETIME = timedelta(days=90)
"""How long a token of an integration works at most."""
TOKEN_END_TOLD_BEFORE = timedelta(days=7)
LONGEST_ABSENCE = timedelta(days=365)
IDLE_LIMIT = timedelta(minutes=15)
SESSION_LIMIT = timedelta(hours=10)


def code_of(uuid: UUID) -> str:
    """Return how the log names a household, without anything of the family: "3F2A-91BC"."""
    digits = uuid.hex.upper()
    return f"{digits[:4]}-{digits[4:8]}"


def roles_in(kind: OrganisationKind | str) -> list[Role]:
    """Return the roles that somebody can have in an organisation of this kind."""
    return [role for role in Role if role not in Role.AT_THE_TABLE or kind == OrganisationKind.SAFETY_TEAM]


def role_question(name: str, before: str, role: str, organisation: str) -> str:
    """Say what is asked about a role, in one sentence. `before` and `role` are labels, "" for none."""
    if not before:
        return f"{name} krijgt de rol {role} bij {organisation}."
    if not role:
        return f"{name} verliest de rol {before} bij {organisation}."
    return f"{name} krijgt bij {organisation} de rol {role} in plaats van {before}."


def too_many_tries(help_phone: str) -> str:
    """Say what to do after five failed tries (ux, S1)."""
    return f"Wacht 15 minuten, of bel {help_phone}."
