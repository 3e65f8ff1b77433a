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
from cases.models import Household
from veiligheidskaart import languages
from veiligheidskaart.content import Card
from veiligheidskaart.forms.languages import ReviewForm, TranslationForm
from veiligheidskaart.languages import LANGUAGES, Language
from veiligheidskaart.models import CatalogueReview
from veiligheidskaart.services import languages as service
from veiligheidskaart.services import texts
from veiligheidskaart.services.drafts import stand_of
from veiligheidskaart.translating import key_of, typed_texts


@dataclass(frozen=True)
class Stand:
    """One language: its last review, and whether that was about the texts of today."""

    language: Language
    review: CatalogueReview | None

    @property
    def is_reviewed(self) -> bool:
        return self.review is not None and self.review.sha256 == languages.digest_of(self.language.code)


class KaartTranslate(ScopedAction):
    """The family's words beside their translation, typed by an interpreter or a colleague."""

    model = Household
    access = "changeable_by"
    template_name = "veiligheidskaart/translate.html"
    form_class = TranslationForm

    @cached_property
    def language(self) -> Language:
        code = self.kwargs["language"]
        if code not in languages.TRANSLATED:
            raise Http404
        return LANGUAGES[code]

    @cached_property
    def card(self) -> Card:
        stand = stand_of(self.object)
        return texts.write(texts.sources_of(self.object), stand.draft, number=stand.next_number)

    def get_form_extras(self) -> dict[str, Any]:
        known = {each.of: each.text for each in self.card.translations if each.language == self.language.code}
        pairs = [(key_of(dutch), dutch) for _, dutch in typed_texts(self.card)]
        return {"rows": [(key, dutch, known.get(key, "")) for key, dutch in pairs]}

    def get_initial(self) -> dict[str, Any]:
        mine = (each.checked_by for each in self.card.translations if each.language == self.language.code)
        return {"checked_by": next(mine, "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        every = service.translations_of(self.object)
        behind = service.is_behind(every, self.language.code, [text for _, text in typed_texts(self.card)])
        return super().get_context_data(household=self.object, language=self.language, behind=behind, **kwargs)

    def form_valid(self, form: Any) -> Any:
        return self.do({"of": form.translations(), "checked_by": form.cleaned_data["checked_by"]}, form)

    def act(self, *, of: dict[str, str], checked_by: str) -> None:
        service.save_translations(self.object, self.language.code, of=of, checked_by=checked_by, by=self.user)
        messages.success(self.request, "De vertaling is bewaard.")

    def get_success_url(self) -> str:
        return reverse("veiligheidskaart:translate", args=[self.object.uuid, self.language.code])


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
