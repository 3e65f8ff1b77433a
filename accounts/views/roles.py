"""Beheer (ux, S28): roles. One beheerder asks, another one decides; looking at a page decides nothing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.urls import reverse

from accounts.access import ScopedAction
from accounts.choices import Role, RoleRequestState
from accounts.forms.administration import GiveRoleForm, RoleForm
from accounts.forms.profile import AnswerForm
from accounts.models import Membership, Organisation, RoleRequest, User
from accounts.services import roles
from accounts.views.members import ASKED, ask_again


class _Asks(ScopedAction):
    """A form that asks for a role; afterwards you are at the page of that person."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(subject=self.subject(), back_url=self.back_url(), **kwargs)

    def subject(self) -> User:
        """Whose role it is."""
        raise NotImplementedError

    def back_url(self) -> str:
        """The page of this person."""
        return reverse("accounts:user-detail", args=[self.subject().uuid])

    def get_success_url(self) -> str:
        alone = self.result.state == RoleRequestState.ALONE
        done = "Het is meteen gedaan: er is geen tweede beheerder. Dat is zo opgeschreven."
        messages.success(self.request, done if alone else ASKED)
        return self.back_url()


@ask_again
class RoleChange(_Asks):
    """Another role in the same organisation."""

    model = Membership
    access = "administered_by"
    form_class = RoleForm
    template_name = "accounts/role_change.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().exclude(user=self.user).select_related("user", "organisation")

    def get_form_extras(self) -> dict[str, Any]:
        return {"membership": self.object}

    def subject(self) -> User:
        return self.object.user  # type: ignore[no-any-return]

    def act(self, *, role: Role) -> RoleRequest:
        return roles.ask_role(self.object.user, self.object.organisation, role=role, by=self.user)


@ask_again
class RoleGive(_Asks):
    """A first role in an organisation, for somebody who is known here already."""

    model = User
    access = "administered_by"
    form_class = GiveRoleForm
    template_name = "accounts/role_give.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().active().exclude(pk=self.user.pk)

    def get_form_extras(self) -> dict[str, Any]:
        there = Membership.objects.running().filter(user=self.object).values("organisation")
        rows = Organisation.objects.administered_by(self.user).active().exclude(pk__in=there)
        return {"organisations": rows.order_by("name")}

    def subject(self) -> User:
        return self.object  # type: ignore[no-any-return]

    def act(self, *, organisation: Organisation, role: Role, function: str) -> RoleRequest:
        return roles.ask_role(self.object, organisation, role=role, function=function, by=self.user)


class _OfRequest(ScopedAction):
    """A page about one question."""

    model = RoleRequest
    access = "visible_to"
    template_name = "accounts/role_request.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("user", "organisation", "asked_by", "decided_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = RoleRequest.objects
        return super().get_context_data(
            question=self.object,
            may_decide=rows.decidable_by(self.user).contains(self.object),
            may_withdraw=rows.withdrawable_by(self.user).contains(self.object),
            is_waiting=rows.waiting().contains(self.object),
            **kwargs,
        )

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()  # type: ignore[no-any-return]


@ask_again
class RoleAnswer(_OfRequest):
    """What is asked, by whom, and what became of it. Who may decide says yes or no; others cannot post."""

    form_class = AnswerForm

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        return rows if self.request.method in ("GET", "HEAD") else rows.decidable_by(self.user)

    def act(self, *, answer: str) -> None:
        roles.answer_role(self.object, yes=answer == "yes", by=self.user)
        said = "Je zei ja. Het is gedaan." if answer == "yes" else "Je zei nee. Er verandert niets."
        messages.success(self.request, said)


class RoleWithdraw(_OfRequest):
    """Who asked takes it back."""

    access = "withdrawable_by"
    form_class = forms.Form
    http_method_names = ["post", "options"]

    def act(self) -> None:
        roles.withdraw_role(self.object, by=self.user)
        messages.success(self.request, "Je vraag is ingetrokken.")
