"""Beheer (ux, S28): who works for an organisation. No passwords, and nothing of a household."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.generic import DetailView

from accounts.access import ScopedAction, ScopedView
from accounts.choices import Role, RoleRequestState
from accounts.forms.administration import BlockForm, FunctionForm, InviteForm
from accounts.models import Membership, Organisation, RoleRequest, User
from accounts.services import organisations, people, roles

ASKED = "Een andere beheerder beslist hierover, binnen 7 dagen."

ask_again = method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")
"""What changes who may do what asks for a fresh second step (security, (j))."""


class UserDetail(ScopedView, DetailView):  # type: ignore[type-arg]
    """One person: how to reach them, where they work, whether they can sign in."""

    model = User
    access = "administered_by"
    template_name = "accounts/user_detail.html"
    context_object_name = "subject"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: User = self.request.user  # type: ignore[assignment]
        mine = Organisation.objects.administered_by(user)
        rows = Membership.objects.filter(user=self.object, organisation__in=mine).select_related("organisation")
        others = mine.active().exclude(pk__in=rows.running().values("organisation"))
        running = rows.running().order_by("organisation__name", "pk")
        return super().get_context_data(
            memberships=running,
            earlier=rows.exclude(pk__in=running.values("pk")).exclude(period__isempty=True).order_by("-period"),
            requests=RoleRequest.objects.visible_to(user)
            .waiting()
            .filter(user=self.object)
            .select_related("organisation"),
            may_get_a_role=self.object != user and self.object.is_active and others.exists(),
            is_me=self.object == user,
            **kwargs,
        )


class _OfUser(ScopedAction):
    """An act on one person; afterwards you are at that person's page."""

    model = User
    access = "administered_by"
    form_class: Any = forms.Form
    said = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(subject=self.object, back_url=self.back_url(), **kwargs)

    def back_url(self) -> str:
        """The page of this person."""
        return reverse("accounts:user-detail", args=[self.object.uuid])

    def get_success_url(self) -> str:
        messages.success(self.request, self.said.format(name=self.object.name))
        return self.back_url()


@ask_again
class UserBlock(_OfUser):
    """This person can do nothing any more, from the next click on."""

    access = "blockable_by"
    form_class = BlockForm
    template_name = "accounts/user_block.html"
    said = "{name} is geblokkeerd."

    def get_form_extras(self) -> dict[str, Any]:
        return {"is_face": bool(people.still_a_face(self.object, by=self.user))}

    def act(self, *, in_danger: bool = False) -> None:
        people.block_user(self.object, by=self.user, in_danger=in_danger)


@ask_again
class UserUnblock(_OfUser):
    """This person may sign in again."""

    access = "unblockable_by"
    template_name = "accounts/user_unblock.html"
    said = "{name} is niet meer geblokkeerd."

    def act(self) -> None:
        people.unblock_user(self.object, by=self.user)


class UserInviteAgain(_OfUser):
    """The first mail came too late, or not at all."""

    access = "invitable_by"
    template_name = "accounts/user_invite_again.html"
    said = "{name} krijgt een nieuwe mail."

    def act(self) -> None:
        people.invite_again(self.object, by=self.user)


@ask_again
class UserInvite(ScopedAction):
    """Somebody new in this organisation."""

    model = Organisation
    access = "administered_by"
    form_class = InviteForm
    template_name = "accounts/user_invite.html"

    def get_form_extras(self) -> dict[str, Any]:
        return {"organisation": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(organisation=self.object, **kwargs)

    def act(self, *, name: str, email: str, function: str, role: Role) -> RoleRequest:
        return roles.invite(
            email=email, name=name, organisation=self.object, role=role, function=function, by=self.user
        )

    def get_success_url(self) -> str:
        name, asked = self.result.user.name, self.result.state == RoleRequestState.ASKED
        messages.success(self.request, ASKED if asked else f"{name} is uitgenodigd. De link in de mail werkt 3 dagen.")
        return reverse("accounts:user-detail", args=[self.result.user.uuid])


class _OfMembership(ScopedAction):
    """An act on somebody's work for one organisation."""

    model = Membership
    access = "administered_by"
    said = ""

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("user", "organisation")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(membership=self.object, back_url=self.back_url(), **kwargs)

    def back_url(self) -> str:
        """The page of this person."""
        return reverse("accounts:user-detail", args=[self.object.user.uuid])

    def get_success_url(self) -> str:
        messages.success(self.request, self.said)
        return self.back_url()


class MembershipFunction(_OfMembership):
    """What somebody does there, in words."""

    form_class = FunctionForm
    template_name = "accounts/membership_function.html"
    said = "De functie is bewaard."

    def get_initial(self) -> dict[str, Any]:
        return {"function": self.object.function}

    def act(self, *, function: str) -> None:
        organisations.change_function(self.object, function=function, by=self.user)


@ask_again
class MembershipEnd(_OfMembership):
    """Somebody stops working there; for who watches over others a second beheerder says so too."""

    form_class = forms.Form
    template_name = "accounts/membership_end.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            refusal=organisations.still_needed(self.object),
            takes_two=self.object.role in Role.GUARDING,
            **kwargs,
        )

    def act(self) -> None:
        asked = roles.let_go(self.object, by=self.user)
        over = f"{self.object.user.name} werkt niet meer bij {self.object.organisation.name}."
        self.said = ASKED if asked and asked.state == RoleRequestState.ASKED else over

    def get_success_url(self) -> str:
        """A beheerder who stops has no page to go back to."""
        address = super().get_success_url()
        mine = Membership.objects.current().filter(user=self.user, role=Role.ADMINISTRATOR)
        return address if mine.exists() else reverse("accounts:my-day")
