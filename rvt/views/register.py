"""The advice register: during the call, and finding it back (ux, S18)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.generic import DetailView, ListView

from accounts import access_log
from accounts.access import ScopedAction, ScopedView
from accounts.models import Municipality, Organisation, User
from rvt.choices_register import CodeList, WhatNow
from rvt.code_words import new_code_word
from rvt.forms.register import AdditionForm, CalledBackForm, CodesForm, ConsultationForm, FindForm
from rvt.models import AgendaItem, Code, Consultation
from rvt.services import register
from rvt.views.naming import NamesAtSaving

_TERM = "consultation_search"
"""Where the session keeps what was searched for: a word never stands in an address."""

AND_NEW, OTHER_WORD = "nog-een", "ander-woord"
"""Buttons: save, and open an empty form; and another code word."""


TO_THE_TABLE = "Consultatie bewaard. De tekst staat klaar als nieuwe vraag aan het RVT."


class ConsultationCreate(NamesAtSaving):
    """One advice, on one page, for the keyboard."""

    form_class = ConsultationForm
    template_name = "rvt/consultation_form.html"
    draft_name = "consultation"
    free_texts = ("question", "advice", "caller_does")

    def get_object(self, queryset: Any = None) -> None:
        """For who keeps no register this page is not there."""
        if not self.organisations:
            raise Http404

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.organisations = list(Organisation.objects.of_professional(self.user))

    def get_form_extras(self) -> dict[str, Any]:
        areas = Municipality.objects.filter(organisations__in=self.organisations).distinct()
        return {
            "codes": list(Code.objects.valid_on(timezone.localdate())),
            "organisations": self.organisations,
            "municipalities": list(areas),
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        initial = kwargs.get("initial") or {}
        if self.request.method == "GET":
            kwargs["initial"] = {**initial, **self._beginning(initial)}
        return kwargs

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        began = form["began_at"].value()
        began = datetime.fromisoformat(began) if isinstance(began, str) and began else began
        word = form["code_word"].value()
        return context | {"began_at": began, "code_word": word, "and_new": AND_NEW, "other_word": OTHER_WORD}

    def own_buttons(self, data: QueryDict) -> bool:
        return OTHER_WORD in data or super().own_buttons(data)

    def press(self, data: QueryDict) -> None:
        if OTHER_WORD in data:
            data["code_word"] = self._new_word(but=data.get("code_word", ""))
        else:
            super().press(data)

    def act(self, **cleaned: Any) -> Consultation:
        codes = {name: cleaned.pop(name) for name in ConsultationForm.base_fields if _is_code(name)}
        consultation = register.register_consultation(codes=register.Codes(**codes), by=self.user, **cleaned)
        if consultation.what_now == WhatNow.TO_THE_TABLE:
            register.hand_to_the_table(consultation, by=self.user)
        return consultation

    def get_success_url(self) -> str:
        to_the_table = self.result.what_now == WhatNow.TO_THE_TABLE
        messages.success(self.request, TO_THE_TABLE if to_the_table else "Consultatie bewaard.")
        if AND_NEW in self.request.POST:
            return reverse("rvt:consultation-create")
        return reverse("rvt:question-latest" if to_the_table else "rvt:consultation-list")

    def _beginning(self, initial: dict[str, Any]) -> dict[str, Any]:
        """When the call began and its code word: of the draft while that call can still run, else now and a new one."""
        began = initial.get("began_at")
        try:
            kept = datetime.fromisoformat(began) if isinstance(began, str) else None
        except ValueError:
            kept = None
        if kept is not None and kept.tzinfo and timezone.now() - kept < register.LONGEST_CALL:
            return {}
        return {"began_at": timezone.localtime().isoformat(timespec="seconds"), "code_word": self._new_word()}

    def _new_word(self, *, but: str = "") -> str:
        taken = Consultation.objects.filter(
            organisation__in=self.organisations, began_at__gt=timezone.now() - register.CODE_WORD_FREE_AFTER
        ).exclude(code_word="")
        return new_code_word({but, *taken.values_list("code_word", flat=True)})


def _is_code(name: str) -> bool:
    return name in {"seeker_role", "natures", "extras", "seeker_organisation", "duration", "setting"}


class ItemCount(ScopedAction):
    """A question that the table discussed counts as a consultation at the table, for who runs that table."""

    model = AgendaItem
    access = "countable_by"
    form_class = CodesForm
    template_name = "rvt/item_count.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("meeting__region", "question")

    def get_object(self, queryset: Any = None) -> AgendaItem:
        item: AgendaItem = super().get_object(queryset)
        keeping = Organisation.objects.keeping_a_register().filter(region=item.meeting.region)
        self.organisations: list[Organisation] = list(keeping.order_by("name"))
        return item

    def get_form_extras(self) -> dict[str, Any]:
        areas = Municipality.objects.filter(organisations__in=self.organisations).distinct()
        return {
            "codes": list(Code.objects.valid_on(timezone.localdate(self.object.meeting.starts_at))),
            "organisations": self.organisations,
            "municipalities": list(areas),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(item=self.object, back_url=self._page(), **kwargs)

    def act(self, *, organisation: Organisation, municipality: Municipality, **codes: Any) -> Consultation:
        chosen = register.Codes(**codes)
        return register.count_item(
            self.object, organisation=organisation, municipality=municipality, codes=chosen, by=self.user
        )

    def get_success_url(self) -> str:
        messages.success(self.request, "Deze vraag telt mee als consultatie, aan de RVT-tafel.")
        return self._page()

    def _page(self) -> str:
        return reverse("rvt:advice-detail", args=[self.object.question.uuid])


class ConsultationList(ScopedView, ListView):  # type: ignore[type-arg]
    """One day of the register, who waits for a call on top; or what a word finds."""

    model = Consultation
    access = "visible_to"
    template_name = "rvt/consultation_list.html"
    paginate_by = 25

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.user: User = request.user  # type: ignore[assignment]
        if not Organisation.objects.of_professional(self.user).exists():
            raise Http404
        self.is_search = request.GET.get("gezocht") == "ja"
        today = timezone.localdate()
        try:
            asked = parse_date(request.GET.get("dag", ""))
        except ValueError:
            asked = None
        self.day: date = min(asked or today, today)

    @property
    def term(self) -> str:
        return self.request.session.get(_TERM, "") if self.is_search else ""

    def get_queryset(self) -> Any:
        rows = super().get_queryset().with_codes()
        return rows.found_by(self.term) if self.is_search else rows.began_on(self.day)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", FindForm(initial={"word": self.term}))
        context = super().get_context_data(**kwargs)
        yesterday, tomorrow = self.day - timedelta(days=1), self.day + timedelta(days=1)
        calls = [] if self.is_search else list(Consultation.objects.visible_to(self.user).to_call_back().with_codes())
        return context | {
            "calls": calls,
            "day": self.day,
            "today": timezone.localdate(),
            "earlier": f"?dag={yesterday.isoformat()}",
            "later": f"?dag={tomorrow.isoformat()}" if self.day < timezone.localdate() else "",
            "is_search": self.is_search,
            "page_base": "gezocht=ja&" if self.is_search else f"dag={self.day.isoformat()}&",
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Keep the word and show what it finds."""
        form = FindForm(request.POST)
        if not form.is_valid():
            self.object_list = self.get_queryset()
            return self.render_to_response(self.get_context_data(form=form), status=422)
        access_log.searched(request, "consultation")
        request.session[_TERM] = form.cleaned_data["word"]
        response: HttpResponse = redirect(f"{reverse('rvt:consultation-list')}?gezocht=ja")
        response.status_code = 303
        return response


class ConsultationDetail(ScopedView, DetailView):  # type: ignore[type-arg]
    """One advice with what was added."""

    model = Consultation
    access = "visible_to"
    template_name = "rvt/consultation_detail.html"
    context_object_name = "consultation"

    def get_queryset(self) -> Any:
        codes = ("seeker_role", "seeker_organisation", "municipality", "duration", "setting", "staff", "organisation")
        return super().get_queryset().select_related(*codes).prefetch_related("natures", "extras", "additions__by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        called = any(addition.was_call_back for addition in self.object.additions.all())
        waits = self.object.what_now == WhatNow.CALL_BACK and not called
        return super().get_context_data(waits=waits, lists=CodeList, **kwargs)


class _OnConsultation(NamesAtSaving):
    model = Consultation
    access = "visible_to"
    template_name = "rvt/consultation_add.html"
    free_texts: tuple[str, ...] = ("text",)

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()  # type: ignore[no-any-return]


class ConsultationAdd(_OnConsultation):
    """Put something beside what was written."""

    form_class = AdditionForm
    free_texts = ("text", "why")
    draft_name = "consultation-addition"
    extra_context = {"title": "Zet iets bij deze consultatie", "label": "Zet erbij"}

    def act(self, **cleaned: Any) -> Any:
        return register.add_to_consultation(self.object, by=self.user, **cleaned)


class ConsultationCalledBack(_OnConsultation):
    """The caller was called back."""

    form_class = CalledBackForm
    draft_name = "consultation-called-back"
    extra_context = {"title": "Je belde terug", "label": "Bewaar"}

    def act(self, **cleaned: Any) -> Any:
        return register.called_back(self.object, by=self.user, **cleaned)
