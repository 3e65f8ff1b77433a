"""S12 'Taal': the translation beside the Dutch; and in Beheer who reviewed the fixed texts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.views.generic import ListView

from accounts.access import ScopedAction, ScopedView
from accounts.models import Organisation
from veiligheidskaart import languages
from veiligheidskaart.forms.languages import ReviewForm
from veiligheidskaart.languages import LANGUAGES, Language
from veiligheidskaart.models import CatalogueReview
from veiligheidskaart.services import languages as service


@dataclass(frozen=True)
class Stand:
    """One language: its last review, and whether that was about the texts of today."""

    language: Language
    review: CatalogueReview | None

    @property
    def is_reviewed(self) -> bool:
        return self.review is not None and self.review.sha256 == languages.digest_of(self.language.code)


class CardLanguages(ScopedView, ListView):  # type: ignore[type-arg]
    """Every language of the card. Only for who runs a regiobureau."""

    model = CatalogueReview
    access = "kept_by"
    template_name = "veiligheidskaart/languages.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not Organisation.objects.offices_of(self.request.user).exists():  # type: ignore[arg-type]
            raise Http404
        last: dict[str, CatalogueReview] = {}
        for review in self.object_list:  # the newest first
            last.setdefault(review.language, review)
        stands = [Stand(LANGUAGES[code], last.get(code)) for code in languages.TRANSLATED]
        return super().get_context_data(stands=stands, **kwargs)


class LanguageReview(ScopedAction):
    """The fixed texts of one language, and the form that says who reviewed exactly these."""

    model = CatalogueReview
    access = "kept_by"
    template_name = "veiligheidskaart/language_review.html"
    form_class = ReviewForm

    @cached_property
    def language(self) -> Language:
        code = self.kwargs["language"]
        if code not in languages.TRANSLATED:
            raise Http404
        return LANGUAGES[code]

    def get_object(self, queryset: Any = None) -> None:
        """Nothing yet; the page is there for who runs a regiobureau, and for a language that has texts."""
        if not Organisation.objects.offices_of(self.user).exists():
            raise Http404
        _ = self.language

    def get_initial(self) -> dict[str, Any]:
        return {"sha256": languages.digest_of(self.language.code)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        texts = languages.texts_of(self.language.code)
        last = CatalogueReview.objects.kept_by(self.user).filter(language=self.language.code).first()
        return super().get_context_data(
            language=self.language, texts=texts.items(), stand=Stand(self.language, last), **kwargs
        )

    def act(self, **cleaned: Any) -> CatalogueReview:
        review = service.record_review(self.language.code, by=self.user, **cleaned)
        messages.success(self.request, f"{self.language.dutch} is nagekeken.")
        return review

    def get_success_url(self) -> str:
        return reverse("veiligheidskaart:languages")
