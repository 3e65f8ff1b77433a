"""Reading in a card from elsewhere, and whose cards are read in (docs/adr/0063)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse

from accounts import access_log
from accounts.access import ScopedAction
from accounts.choices import AccessEvent
from accounts.models import Organisation, User
from cases.models import Household
from veiligheidskaart import arriving, compare, content, document, keylist
from veiligheidskaart.content import Card
from veiligheidskaart.document import Document
from veiligheidskaart.forms.arriving import SEALED, CardFileForm, KeyListForm, ReadInForm, TrustForm
from veiligheidskaart.models import TrustedIssuer
from veiligheidskaart.services import arriving as service
from veiligheidskaart.services import trust
from veiligheidskaart.verify import Code, Verdict

PATIENCE = 8 * 60 * 60
"""Seconds between looking at a card and reading it in: a working day."""


@dataclass(frozen=True)
class Arrival:
    """A card that was judged. It is kept nowhere: the page carries it, sealed for the person who sent the file."""

    told: Document
    issuer: str
    code: Code

    @cached_property
    def card(self) -> Card:
        return content.load_card(self.told.content)

    def sealed_for(self, user: User) -> str:
        told = {"told": document.write(self.told).decode(), "issuer": self.issuer, "code": self.code}
        return signing.dumps(told, salt=_salt(user), compress=True)


def unsealed(text: str, user: User) -> Arrival | None:
    """Return what `Arrival.sealed_for` this person made, None when it is not that or too old."""
    try:
        told = signing.loads(text, salt=_salt(user), max_age=PATIENCE)
    except signing.BadSignature:
        return None
    return Arrival(document.read(told["told"].encode()), told["issuer"], Code(told["code"]))


def _salt(user: User) -> str:
    return f"veiligheidskaart.arriving {user.uuid}"


class CardReadIn(ScopedAction):
    """A file, what we say about it, and with a yes a household of it. For who may open households."""

    template_name = "veiligheidskaart/read_in.html"
    shown: Verdict | None = None

    def get_object(self, queryset: Any = None) -> None:
        """There is no household yet; there is a team, or there is no page."""
        if not Organisation.objects.opening_households(self.user).exists():
            raise Http404

    @cached_property
    def kept(self) -> QueryDict | None:
        """What was typed here when a session ended."""
        return super().get_kept_text()

    def get_kept_text(self) -> QueryDict | None:
        return self.kept

    @cached_property
    def arrival(self) -> Arrival | None:
        """The card that this page is about, after its file was judged."""
        posted = self.request.POST if self.request.method == "POST" else (self.kept or {})
        return unsealed(posted[SEALED], self.user) if SEALED in posted else None

    def get_form_class(self) -> Any:
        return ReadInForm if self.arrival else CardFileForm

    def get_form_extras(self) -> dict[str, Any]:
        if self.arrival is None:
            return {}
        return {"user": self.user, "card": self.arrival.card, "sealed": self.arrival.sealed_for(self.user)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        told = self.arrival.told if self.arrival else self.shown.document if self.shown else None
        if told is None:
            return {**context, "card": None}
        card = content.load_card(told.content)
        here = service.household_of(told, by=self.user) if self.arrival or self.shown_is_ours else None
        before = service.card_before(told, here, by=self.user) if here else None
        parts = compare.compare(before, card) if before else []
        if here:
            access_log.seen(self.request, here)
        return {
            **context,
            "card": card,
            "told": told,
            "reader": arriving.profile_text(told, card),
            "issuer": self.arrival.issuer if self.arrival else self.shown and self.shown.issuer,
            "is_known": bool(self.arrival or self.shown_is_ours),
            "sentence": arriving.SENTENCES[self.arrival.code if self.arrival else self.shown.code],  # type: ignore[union-attr]
            "is_over": told.valid_until if self.arrival and self.arrival.code == Code.EXPIRED else None,
            "here": here,
            "before": before,
            "parts": parts,
            "is_same": not any(part.is_changed for part in parts),
            "blocks": compare.told(card),
            "form": context["form"] if self.arrival and not here else None,
        }

    @property
    def shown_is_ours(self) -> bool:
        """Whether the file was made by this installation itself."""
        return self.shown is not None and self.shown.issuer == arriving.OWN

    def form_valid(self, form: Any) -> HttpResponse:
        if isinstance(form, ReadInForm):
            return super().form_valid(form)
        return self.show(form)

    def show(self, form: CardFileForm) -> HttpResponse:
        """Say what this file is. What cannot be read in is shown when it can be read, with status 422."""
        verdict = service.judge(form.cleaned_data["file"].read(), by=self.user)
        if verdict.document is None:
            form.add_error("file", arriving.SENTENCES[verdict.code])
            return self.form_invalid(form)
        if service.may_be_read_in(verdict):
            self.arrival = Arrival(verdict.document, verdict.issuer, verdict.code)
            fresh = ReadInForm(**self.get_form_extras())
            return self.render_to_response(self.get_context_data(form=fresh))  # type: ignore[return-value]
        self.shown = verdict
        return self.form_invalid(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        if SEALED in self.request.POST and self.arrival is None:
            messages.warning(self.request, "Het is te lang geleden dat je dit bestand koos. Kies het opnieuw.")
        return super().form_invalid(form)

    def act(self, **cleaned: Any) -> Household:
        assert self.arrival is not None  # noqa: S101 - the form of this page has its card
        form: ReadInForm = self.read_form
        household = service.read_in(
            self.arrival.told,
            issuer=self.arrival.issuer,
            opening=service.Opening(
                call_name=cleaned["call_name"],
                municipality=cleaned["municipality"],
                team=cleaned["team"],
                family_knows=form.family_knows(),
                colleague=cleaned["colleague"],
            ),
            roles=form.roles(),
            who=form.who(),
            by=self.user,
        )
        access_log.seen(self.request, household, event=AccessEvent.CREATE)
        return household

    def do(self, cleaned: dict[str, Any], form: Any, row: Any = None) -> HttpResponse:
        self.read_form, self.asked = form, cleaned["colleague"]
        return super().do(cleaned, form, row)

    def get_success_url(self) -> str:
        until = f" tot {self.asked.first_name} ja zegt" if self.asked else ""
        messages.success(self.request, f"Kaart ingelezen. Jij bent het vaste gezicht{until}.")
        return self.result.get_absolute_url()  # type: ignore[no-any-return]


class TrustedIssuers(ScopedAction):
    """Beheer: whose cards are read in here, and a form for the list of another installation."""

    model = TrustedIssuer
    access = "kept_by"
    form_class = KeyListForm
    template_name = "veiligheidskaart/issuers.html"

    def get_object(self, queryset: Any = None) -> None:
        """Nothing yet; the page is there for who runs a regiobureau."""
        if not Organisation.objects.offices_of(self.user).exists():
            raise Http404

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = TrustedIssuer.objects.kept_by(self.user).select_related("put_in_by", "trusted_by")
        own = trust.lists().get(arriving.OWN)
        return super().get_context_data(
            trusted=rows.trusted(),
            waiting=rows.waiting(),
            own=own.decode() if own else "",
            own_codes=_codes(keylist.load(own)) if own else [],
            **kwargs,
        )

    def act(self, *, name: str, key_list: str) -> TrustedIssuer:
        return trust.put_in(name=name, key_list=key_list, by=self.user)

    def get_success_url(self) -> str:
        name = self.result.name
        done = f"Kaarten van {name} worden nu vertrouwd." if self.result.trusted_at else "Een ander bevestigt hem."
        messages.success(self.request, f"De lijst is ingevoerd. {done}")
        return reverse("veiligheidskaart:issuer", args=[self.result.uuid])


class IssuerDetail(ScopedAction):
    """Beheer: the keys of one installation, with the codes that two people read to each other."""

    model = TrustedIssuer
    access = "kept_by"
    form_class = TrustForm
    template_name = "veiligheidskaart/issuer.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("put_in_by", "trusted_by", "ended_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        keys = trust.keys_of(self.object.key_list)
        mine = self.object.put_in_by_id == self.user.pk
        waits = self.object.trusted_at is None and self.object.ended_at is None
        return super().get_context_data(
            issuer=self.object, codes=_codes(keys), waits=waits, may_trust=waits and not mine, **kwargs
        )

    def act(self, *, answer: str) -> TrustedIssuer:
        if answer == TrustForm.TRUST:
            row = trust.trust(self.object, by=self.user)
            messages.success(self.request, f"Kaarten van {row.name} worden nu vertrouwd.")
        else:
            row = trust.end(self.object, by=self.user)
            messages.success(self.request, f"Kaarten van {row.name} worden niet meer vertrouwd.")
        return row

    def get_success_url(self) -> str:
        return reverse("veiligheidskaart:issuers")


def _codes(keys: keylist.KeyList) -> list[str]:
    """Return the ids of the keys in fours, to be read aloud."""
    return [" ".join(code[start : start + 4] for start in range(0, 16, 4)) for code in trust.codes_of(keys).split(",")]
