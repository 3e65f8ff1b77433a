"""Na te kijken (ux, S29): looks that the privacy officer looks back at. Nothing of a family."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.urls import reverse
from django.views.generic import ListView

from accounts import access_log
from accounts.access import ScopedAction, ScopedView
from accounts.models import User
from accounts.views.log_book import tabs
from cases.choices import LookJudgement
from cases.forms.emergency import JudgeLookForm
from cases.models import LookReview
from cases.services import looks
from cases.services.emergency import is_privacy_officer


class LookReviews(ScopedView, ListView):  # type: ignore[type-arg]
    """What waits for a verdict, oldest first, and then what was judged."""

    model = LookReview
    access = "visible_to"
    template_name = "cases/look_reviews.html"
    paginate_by = 25

    def get_queryset(self) -> Any:
        user: User = self.request.user  # type: ignore[assignment]
        if not is_privacy_officer(user):
            raise Http404
        return super().get_queryset().waiting_first().select_related("user", "organisation", "verdict__by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        shown = [review.household_uuid for review in context["page_obj"]]
        access_log.listed(self.request, "look_review", shown)
        return context | {"tabs": tabs(self.request)}


class LookJudge(ScopedAction):
    """Terecht, onduidelijk, or like a breach; and why."""

    model = LookReview
    access = "judgeable_by"
    slug_url_kwarg = "review"
    form_class = JudgeLookForm
    template_name = "cases/look_judge.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("user", "organisation")

    def act(self, *, verdict: str, text: str) -> Any:
        return looks.judge(self.object, verdict=LookJudgement(verdict), text=text, by=self.user)

    def get_success_url(self) -> str:
        messages.success(self.request, "Je oordeel staat vast.")
        return reverse("cases:look-reviews")
