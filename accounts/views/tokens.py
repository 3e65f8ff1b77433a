"""Beheer (ux, S28): tokens of integrations. The token itself is shown once, to who made it."""

from __future__ import annotations

from typing import Any

from allauth.mfa.utils import decrypt, encrypt
from django import forms
from django.contrib import messages
from django.urls import reverse
from django.views.generic import DetailView

from accounts.access import ScopedAction, ScopedView
from accounts.choices import ApiScope
from accounts.forms.tokens import TokenForm
from accounts.models import ApiToken, Organisation
from accounts.services import tokens
from accounts.views.members import ask_again

_SHOW_ONCE = "api_token"
"""Session key: which token was just made, and the token itself, encrypted, until its page is opened."""


@ask_again
class TokenMake(ScopedAction):
    """A new token for one organisation."""

    model = Organisation
    access = "administered_by"
    form_class = TokenForm
    template_name = "accounts/token_make.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().active()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(organisation=self.object, **kwargs)

    def act(self, *, name: str, scopes: list[ApiScope], days: int) -> ApiToken:
        token, secret = tokens.make_token(self.object, name=name, scopes=scopes, days=days, by=self.user)
        self.request.session[_SHOW_ONCE] = [str(token.uuid), encrypt(secret)]
        return token

    def get_success_url(self) -> str:
        return reverse("accounts:token-detail", args=[self.result.uuid])


@ask_again
class TokenDetail(ScopedView, DetailView):  # type: ignore[type-arg]
    """What a token is. The first look of who made it shows the token itself, and no look after that."""

    model = ApiToken
    access = "visible_to"
    template_name = "accounts/token_detail.html"
    context_object_name = "token"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("organisation", "made_by").with_state()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        made, secret = self.request.session.get(_SHOW_ONCE, ("", ""))
        is_mine = made == str(self.object.uuid)
        if is_mine:
            del self.request.session[_SHOW_ONCE]
        return super().get_context_data(secret=decrypt(secret) if is_mine else "", **kwargs)


@ask_again
class TokenWithdraw(ScopedAction):
    """Stop a token, after a page that says what stops."""

    model = ApiToken
    access = "withdrawable_by"
    form_class = forms.Form
    template_name = "accounts/token_withdraw.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("organisation", "made_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(token=self.object, **kwargs)

    def act(self) -> None:
        tokens.withdraw_token(self.object, by=self.user)
        messages.success(self.request, f"De koppeling {self.object.name} werkt niet meer.")

    def get_success_url(self) -> str:
        return self.object.organisation.get_absolute_url()  # type: ignore[no-any-return]
