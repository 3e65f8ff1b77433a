"""What this room shows on the screens of the rooms below. Reads through the scoped querysets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts import day, slots
from accounts.models import Draft, Organisation, User
from cases.choices import Part
from cases.film_svg import Mark
from cases.models import Household
from cases.rules import Act
from veiligheidskaart import telling
from veiligheidskaart.models import HandOut, KaartEdition, KaartVersion, ReceivedCard, TrustedIssuer, Veiligheidskaart
from veiligheidskaart.services import moves, pdfs


@dataclass(frozen=True)
class PanelAnswer:
    """A panel of the household page: a template and what it needs."""

    template: str
    context: dict[str, Any]


def register_all() -> None:
    """Fill the panel and the picture of the household page, and the day."""
    slots.register("household_panel:card", card_panel)
    slots.register("household_film:marks", film_marks)
    slots.register(day.SLOT, my_day, order=300)
    slots.register("draft_links", draft_links)
    slots.register("administration_part", administration)
    slots.register("administration_part", issuers, order=110)
    slots.register("household_begins", reading_in)
    slots.register("household_closing", moves.withdraw_with_household)
    for kind, texts in telling.MOVES.items():
        slots.register(f"notification:{kind}", texts)


def card_panel(request: HttpRequest, household: Household) -> PanelAnswer:
    """Return the newest card of `household`, who has it, and what this person may do with it.

    `household` comes with its acts (`HouseholdQuerySet.with_acts`).
    """
    user: User = request.user  # type: ignore[assignment]
    editions = KaartEdition.objects.visible_to(user).select_related("household")
    version = (
        KaartVersion.objects.visible_to(user)
        .filter(household=household)
        .with_mark()
        .with_move(user)
        .select_related("household")
        .prefetch_related(Prefetch("editions", queryset=editions, to_attr="shown"))
        .first()
    )
    shown = version.shown if version else []
    first = shown[0] if shown else None
    if first is not None:
        first.state = pdfs.states_of([first])[first.pk]
    handouts = HandOut.objects.visible_to(user).filter(edition__in=shown).select_related("to_person").order_by("id")
    may_edit = household.may(Act.EDIT)
    rows = Veiligheidskaart.objects.filter(household=household, has_draft=True).defer("draft")
    drafts = list(rows) if may_edit else []
    came = version is None and any(draft.earlier_number for draft in drafts)
    return PanelAnswer(
        "veiligheidskaart/partials/household_panel.html",
        {
            "household": household,
            "version": version,
            "edition": first,
            "handouts": list({handout.holder: handout for handout in handouts}.values()),
            "received": ReceivedCard.objects.visible_to(user).filter(household=household).first() if came else None,
            "has_draft": bool(drafts),
            "may_edit": may_edit,
            "may_hand_out": household.may(Act.FINALISE),
            "may_move": household.may(Act.SWITCH),
        },
    )


def administration(request: HttpRequest) -> SafeString | None:
    """The way to the blocks and the languages of the card, for who runs a regiobureau."""
    offices = list(Organisation.objects.offices_of(request.user).select_related("region"))  # type: ignore[arg-type]
    if not offices:
        return None
    return render_to_string("veiligheidskaart/partials/beheer_card.html", {"offices": offices}, request=request)


def issuers(request: HttpRequest) -> SafeString | None:
    """The way to the installations whose cards are read in, for who runs a regiobureau."""
    user: User = request.user  # type: ignore[assignment]
    if not Organisation.objects.offices_of(user).exists():
        return None
    waiting = TrustedIssuer.objects.kept_by(user).waiting().exclude(put_in_by=user).count()
    return render_to_string("veiligheidskaart/partials/beheer_issuers.html", {"waiting": waiting}, request=request)


def reading_in() -> slots.MenuItem:
    """The other way in which a household begins: with a card from elsewhere."""
    return slots.MenuItem("Kaart inlezen", reverse("veiligheidskaart:read-in"), "kaart-inlezen")


def film_marks(request: HttpRequest, household: Household) -> list[Mark]:
    """Return the cards of `household` as marks in the picture of the film."""
    versions = KaartVersion.objects.visible_to(request.user).filter(household=household)  # type: ignore[arg-type]
    return [
        Mark(timezone.localdate(moment), f"Kaart {number}")
        for number, moment in versions.values_list("number", "finalised_at")
    ]


def my_day(request: HttpRequest, today: date) -> day.DayPart:
    """Return the cards that this person is writing, and those on which the family reads another face or number."""
    user: User = request.user  # type: ignore[assignment]
    cards = (
        Veiligheidskaart.objects.changeable_by(user)
        .filter(has_draft=True, changed_by=user)
        .select_related("household")
        .order_by("-changed_at")
    )
    return day.DayPart(
        blocks=[
            day.DayBlock(day.Place.WAITING, "veiligheidskaart/partials/day_cards.html", _cards_to_renew(user)),
            day.DayBlock(day.Place.DRAFTS, "veiligheidskaart/partials/day_drafts.html", list(cards)),
        ]
    )


def _cards_to_renew(user: User) -> list[KaartVersion]:
    """Return the newest cards of the households of which this person is the face and that carry a mark (ux, S9)."""
    mine = Household.objects.changeable_by(user).with_part_of(user, Part.CONTACT)
    newest = KaartVersion.objects.visible_to(user).filter(household__in=mine).newest().with_mark()
    return [version for version in newest.select_related("household").defer("content") if version.mark]


def draft_links(user: User, drafts: Sequence[Draft]) -> dict[int, day.DraftLink]:
    """Say where text goes on that could not be saved on a card, as far as this person still may."""
    drafts = [draft for draft in drafts if draft.form == "kaart"]
    writable = (
        Household.objects.changeable_by(user).filter(uuid__in=[draft.about for draft in drafts]) if drafts else ()
    )
    households = {household.uuid: household for household in writable}
    return {
        draft.pk: day.DraftLink(
            f"Tekst voor de kaart van {households[draft.about].call_name}",
            reverse("veiligheidskaart:draft", args=[draft.about]),
        )
        for draft in drafts
        if draft.about in households
    }
