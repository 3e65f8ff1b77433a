"""The languages of cards: who reviewed the fixed texts, and the translations that people type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.clock import StatementTimestamp
from accounts.errors import DomainError
from accounts.models import User
from cases.models import Household
from cases.services.active import lock_active
from cases.services.guarding import refuse_facts_on_card
from veiligheidskaart import languages, translating
from veiligheidskaart.choices import KaartEvent
from veiligheidskaart.content import Translation
from veiligheidskaart.models import CatalogueReview, KaartEdition, KaartTranslation

SENTENCE = "Een beëdigd vertaler heeft de vaste teksten in deze taal nog niet nagekeken."


class UnknownLanguage(DomainError):
    """There is no catalogue for this language; Dutch needs no review."""


class NotYetReviewed(DomainError):
    """A translator cannot have looked tomorrow."""


class OtherTexts(DomainError):
    """The fixed texts changed since the page was opened: the review was about other texts."""


# --- Reviews of the fixed texts ------------------------------------------------------------------
@transaction.atomic
def record_review(
    language: str, *, sha256: str, translator: str, register_number: str, reviewed_on: date, by: User
) -> CatalogueReview:
    """Keep that a sworn translator reviewed exactly these fixed texts, on a local day.

    Raises UnknownLanguage, OtherTexts, NotYetReviewed.
    """
    if language not in languages.TRANSLATED:
        raise UnknownLanguage("Kies een taal uit de lijst.")
    if sha256 != languages.digest_of(language):
        raise OtherTexts("De teksten zijn intussen veranderd. Laat ze opnieuw nakijken.")
    if reviewed_on > timezone.localdate():
        raise NotYetReviewed("Kies vandaag of een dag die geweest is.", field="reviewed_on")
    review: CatalogueReview = CatalogueReview.objects.create(
        language=language,
        sha256=sha256,
        translator=translator,
        register_number=register_number,
        reviewed_on=reviewed_on,
        by=by,
    )
    audit.record(KaartEvent.LANGUAGE_REVIEWED, target=review, by=by, language=language, sha256=sha256)
    return review


def reviewed_languages() -> frozenset[str]:
    """Return the codes of the languages that may be handed out: Dutch, and those whose texts of today were reviewed."""
    rows = CatalogueReview.objects.values_list("language", "sha256").distinct()
    return frozenset(
        {
            languages.DUTCH,
            *(code for code, sha256 in rows if code in languages.TRANSLATED and sha256 == languages.digest_of(code)),
        }
    )


def of_edition(edition: KaartEdition) -> str:
    """Return the code of the language of an edition; those of schema 1 are Dutch."""
    return str(edition.content.get("language", languages.DUTCH))


# --- What people typed ---------------------------------------------------------------------------
@transaction.atomic
def save_translations(household: Household, language: str, *, of: Mapping[str, str], checked_by: str, by: User) -> None:
    """Keep the translations of these Dutch texts (`of`: Dutch to translation, "" takes it away).

    Raises UnknownLanguage, TellsASecret for a text that tells where somebody is.
    """
    household = lock_active(household)
    if language not in languages.TRANSLATED:
        raise UnknownLanguage("Kies een taal uit de lijst.")
    refuse_facts_on_card(household, **{f"t_{translating.key_of(dutch)[:12]}": text for dutch, text in of.items()})
    old = {row.of: row for row in KaartTranslation.objects.filter(household=household, language=language)}
    changed = 0
    for dutch, text in of.items():
        key = translating.key_of(dutch)
        row = old.get(key)
        if not text:
            changed += row is not None and row.delete()[0]
        elif row is None or (row.text, row.checked_by) != (text, checked_by):
            KaartTranslation.objects.update_or_create(
                household=household,
                language=language,
                of=key,
                defaults={
                    "text": text,
                    "checked_by": checked_by,
                    "changed_by": by,
                    "changed_at": StatementTimestamp(),
                },
            )
            changed += 1
    if changed:
        audit.record(KaartEvent.TRANSLATED, target=household, by=by, language=language, texts=changed)


def translations_of(household: Household) -> tuple[Translation, ...]:
    """Return everything that was translated for this household, also of texts that changed since."""
    rows = KaartTranslation.objects.filter(household=household).order_by("language", "of")
    return tuple(Translation(row.language, row.of, row.text, row.checked_by) for row in rows)


def is_behind(translations: Iterable[Translation], language: str, texts: Iterable[str]) -> bool:
    """Whether some of the texts of a card have no translation while others in this language do."""
    known = {each.of for each in translations if each.language == language}
    missing = [text for text in texts if translating.key_of(text) not in known]
    return bool(known and missing)
