from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.crypto import salted_hmac

from accounts.choices import InvitationKind
from accounts.models.kit import Identified
from accounts.querysets import OneTimeLinkQuerySet, ReIdentificationQuerySet, UserManager


class User(Identified, AbstractBaseUser, PermissionsMixin):
    """A professional who signs in. Families do not: they hold the paper.

    `groups` and `user_permissions` come with Django and stay empty; who may what follows from memberships and
    involvements (`docs/adr/0010`).
    """

    email = models.EmailField("e-mailadres", max_length=254)
    name = models.CharField("naam", max_length=120)
    phone = models.CharField("telefoon voor gezinnen", max_length=20, blank=True)
    is_active = models.BooleanField(default=True)
    blocked_at = models.DateTimeField(null=True, editable=False)
    """When somebody was blocked, as long as that holds."""
    shortcuts_enabled = models.BooleanField("sneltoetsen aan", default=True)
    large_text = models.BooleanField("tekst groter", default=False, db_default=False)
    daily_mail = models.BooleanField("mail om 8.00 uur", default=True, db_default=True)
    """Whether the mail of 8.00 is wanted. What cannot wait is mailed at once, whatever stands here."""
    session_round = models.PositiveIntegerField(default=0, editable=False)
    """Counts up to end every session of this person: a session holds a digest of this number and of the password."""
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            models.CheckConstraint(condition=Q(is_superuser=False), name="user_never_superuser"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:profile")

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        value = f"{self.password}:{self.session_round}"
        return salted_hmac("accounts.User.session", value, secret=secret, algorithm="sha256").hexdigest()

    @property
    def has_begun(self) -> bool:
        """Whether this person ever chose a password."""
        return self.has_usable_password()

    @property
    def first_name(self) -> str:
        """What a colleague says: "Sanne"."""
        return self.name.split(" ", 1)[0]

    @property
    def initials(self) -> str:
        """First sign of the first and of the last word: "SV"."""
        words = self.name.split()
        return "".join(word[0].upper() for word in (words[:1] + words[1:][-1:]))


def display_name(user: User) -> str:
    """Name for allauth's own messages."""
    return user.name


class OneTimeLink(models.Model):
    """A link that lets somebody set up signing in, once. The row holds a hash; the link itself is never stored."""

    user = models.ForeignKey(User, models.CASCADE, related_name="one_time_links")
    kind = models.CharField(max_length=20, choices=InvitationKind.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = OneTimeLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class ReIdentification(Identified):
    """Somebody lost the second step and asks a colleague to confirm, in person, who they are.

    The screen of the one who asks shows a code; the colleague, who sees that person and that screen, types it in. The
    row holds a digest of the code. `tries` counts wrong codes.
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="re_identifications")
    code_hash = models.CharField(max_length=64)
    asked_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    objects = ReIdentificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(user=models.F("confirmed_by")), name="re_identification_by_another")
        ]

    def __str__(self) -> str:
        return f"{self.user}"
