"""People: inviting, beginning, passwords, blocking, one's own data."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts import audit
from accounts.choices import AccountEvent, InvitationKind, Role
from accounts.clock import now
from accounts.errors import DomainError
from accounts.models import Membership, OneTimeLink, Organisation, User
from accounts.services.links import mail_link, use_link
from accounts.services.organisations import start_membership, still_needed
from accounts.services.sessions import end_sessions


class EmailAlreadyKnown(DomainError):
    """One address, one person."""


class StillAFace(DomainError):
    """A family would find nobody at its phone number."""


class HasBegun(DomainError):
    """An invitation chooses a password; who has one uses "Wachtwoord vergeten"."""


class BlockingYourself(DomainError):
    """Somebody has to be able to undo it."""


@transaction.atomic
def create_user(
    *, email: str, name: str, organisation: Organisation, role: Role, by: User | None, function: str = ""
) -> User:
    """Make a person who works for `organisation`, without a way to sign in yet. Raises EmailAlreadyKnown.

    For the first person of an installation (`by` is None) and for a demonstration: anybody else comes by
    `roles.invite`, which asks a second beheerder.
    """
    user = make_person(email=email, name=name)
    audit.record(AccountEvent.USER_INVITED, target=user, by=by, organisation=organisation.uuid, role=str(role))
    start_membership(user, organisation, role=role, function=function, by=by)
    return user


def make_person(*, email: str, name: str) -> User:
    """Return somebody new who works nowhere yet, or who was asked before and never came. Raises EmailAlreadyKnown."""
    email = email.strip()
    known: User | None = User.objects.select_for_update(no_key=True).filter(email__iexact=email).first()
    if known is None:
        user: User = User.objects.create_user(email=email, name=name)
        return user
    if known.has_begun or not known.is_active or known.memberships.exists():
        raise EmailAlreadyKnown(
            "Er is al iemand met dit e-mailadres. Geef die persoon een rol op de eigen pagina.", field="email"
        )
    known.name = name
    known.save(update_fields=["name"])
    return known


@transaction.atomic
def accept_invitation(link: OneTimeLink, *, password: str) -> User:
    """Let the invited person begin with a password of their own. Raises LinkUsedUp."""
    user = use_link(link)
    _set_password(user, password)
    audit.record(AccountEvent.USER_ACTIVATED, target=user, by=user)
    return user


@transaction.atomic
def ask_password_reset(email: str) -> None:
    """Mail a link to the person with this address; nothing happens, and nobody can tell, when there is none."""
    user = User.objects.active().filter(email__iexact=email.strip()).first()
    if user is not None:
        mail_link(user, InvitationKind.PASSWORD_RESET, by=user)


@transaction.atomic
def reset_password(link: OneTimeLink, *, password: str) -> User:
    """Change the password; every session of this person ends. The second step stays. Raises LinkUsedUp."""
    user = use_link(link)
    _set_password(user, password)
    audit.record(AccountEvent.PASSWORD_CHANGED, target=user, by=user)
    return user


@transaction.atomic
def replace_second_step(link: OneTimeLink) -> User:
    """Take away app, passkeys and recovery codes of somebody whom a colleague has seen; every session ends.

    Raises LinkUsedUp.
    """
    user = use_link(link)
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    audit.record(AccountEvent.SECOND_STEP_RESET, target=user, by=link.made_by)
    return user


@transaction.atomic
def block_user(user: User, *, by: User, in_danger: bool = False) -> None:
    """Refuse this person from now on: open sessions end at once, links that wait stop working.

    Raises BlockingYourself, and StillAFace while somebody is one in an organisation that `by` looks after, unless the
    account is `in_danger`: then it cannot wait, and the family shows in "Zonder vast gezicht" until then.
    """
    if user == by:
        raise BlockingYourself("Jezelf blokkeren kan niet. Vraag een andere beheerder.")
    if not in_danger and (reason := still_a_face(user, by=by)):
        raise StillAFace(f"{reason} Is er gevaar dat iemand anders inlogt? Zeg dat hieronder.", field="in_danger")
    user.is_active, user.blocked_at = False, now()
    user.save(update_fields=["is_active", "blocked_at"])
    end_sessions(user)
    OneTimeLink.objects.filter(user=user, used_at=None, expires_at__gt=now()).update(expires_at=now())
    audit.record(AccountEvent.USER_BLOCKED, target=user, by=by, in_danger=in_danger)


@transaction.atomic
def unblock_user(user: User, *, by: User) -> None:
    """Let this person sign in again, with the password and the second step of before. Raises BlockingYourself."""
    if user == by:
        raise BlockingYourself("Dit doet een andere beheerder.")
    user.is_active, user.blocked_at = True, None
    user.save(update_fields=["is_active", "blocked_at"])
    audit.record(AccountEvent.USER_UNBLOCKED, target=user, by=by)


def still_a_face(user: User, *, by: User) -> str:
    """Return why a family cannot miss this person, in words, or "": as far as `by` looks after it."""
    rows = Membership.objects.administered_by(by).filter(user=user).select_related("user", "organisation")
    return next(filter(None, map(still_needed, rows)), "")


@transaction.atomic
def invite_again(user: User, *, by: User) -> None:
    """Mail a new invitation to somebody who never began. Raises HasBegun."""
    if user.has_begun:
        raise HasBegun(f"{user.first_name} is al begonnen.")
    mail_link(user, InvitationKind.INVITATION, by=by)
    audit.record(AccountEvent.USER_INVITED_AGAIN, target=user, by=by)


@transaction.atomic
def update_profile(
    user: User, *, name: str, phone: str, shortcuts_enabled: bool, large_text: bool, daily_mail: bool, by: User
) -> None:
    """Change what people see of somebody, and how somebody works: shortcuts, larger text, the mail of 8.00."""
    user.name, user.phone, user.shortcuts_enabled, user.daily_mail = name, phone, shortcuts_enabled, daily_mail
    user.large_text = large_text
    user.save(update_fields=["name", "phone", "shortcuts_enabled", "large_text", "daily_mail"])
    audit.record(AccountEvent.PROFILE_CHANGED, target=user, by=by)


def _set_password(user: User, password: str) -> None:
    user.set_password(password)
    user.save(update_fields=["password"])
    end_sessions(user)
