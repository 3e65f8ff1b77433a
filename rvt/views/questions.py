"""Bringing a question, one step a page (ux, S20). What is typed is kept: by itself, at every button, at every error."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.generic import RedirectView

from accounts import access_log, drafts, onetime, slots
from accounts.access import ScopedAction, typed_values
from accounts.models import Organisation
from accounts.versions import NotChosen
from rvt import rules
from rvt.forms import questions as forms
from rvt.models import Question, Reflection
from rvt.privacy import replace_all
from rvt.services import questions
from rvt.services.looking import Looked, LookedField, look, look_over
from rvt.views.base import ASKERS, ForRoles
from rvt.views.reading import reading_of

TITLES = {
    1: "De vraag",
    2: "Wie horen erbij",
    3: "Wat speelt er",
    4: "Wat wil het gezin",
    5: "Waar zit je klem",
    6: "Kijk na",
}

GO, MORE, REPLACE, LEAVE, UNDO, LOOK = "naar", "nog", "vervang", "laat_staan", "ongedaan", "kijk"
"""Submit buttons of a step. All but "Ga verder" work on what is typed and judge nothing."""

MAY_STAY, REPLACED, SEEN = "mag_staan", "vervangen", "_gezien"
"""Hidden fields of a step: keys of findings that may stay, what was replaced, and which findings the page shows."""

MOST_UNDONE = 8


def address_of_step(question: Question, step: int) -> str:
    """Return the page of `step`."""
    name = "rvt:question-review" if step == rules.LAST_STEP else f"rvt:question-step-{step}"
    return reverse(name, args=[question.uuid])


class WritesStep(ScopedAction):
    """One step: kept as a draft while it is typed, looked at for names, and saved by every button that leads away."""

    step: int
    kept: QueryDict | None = None
    shown: QueryDict | None = None
    """What was typed, when the page comes back without being judged."""
    pressed = False
    """Whether a button of the list of findings was: the list gets the focus."""

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Keep a draft, change the text by a button of the list of findings, or save the step."""
        self.object = self.get_object()
        if onetime.AUTOSAVE in request.POST:
            return self.keep_draft()
        changed = self.changed_by_button(request.POST)
        if changed is not None:
            self.shown = changed
            self.pressed = not {REPLACE, LEAVE, UNDO, LOOK}.isdisjoint(request.POST)
            return self.render_to_response(self.get_context_data())
        return super().post(request, *args, **kwargs)

    # --- What is typed ---------------------------------------------------------------------------------

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if self.shown is None:
            return kwargs
        for name in ("data", "files"):
            kwargs.pop(name, None)
        if "row" in kwargs:
            kwargs["opened"] = self.shown
        return kwargs | {"initial": typed_values(self.get_form_class(), self.shown, kwargs)}

    def get_form_extras(self) -> dict[str, Any]:
        going_on = self.request.method != "POST" or self.shown is not None or GO not in self.request.POST
        return {"going_on": going_on}

    def get_kept_text(self) -> QueryDict | None:
        self.kept = super().get_kept_text()
        return self.kept

    @property
    def typed(self) -> QueryDict:
        """What the page carries besides its fields."""
        if self.shown is not None:
            return self.shown
        return self.request.POST if self.request.method == "POST" else self.kept or QueryDict()

    def keep_draft(self) -> HttpResponse:
        """Keep what is typed; beside "Opgeslagen om", send the findings when they changed."""
        post = self.request.POST
        access_log.is_no_look(self.request)
        saved_at = drafts.keep(self.user, self.draft_name or "", self.get_draft_subject(), post)
        self.shown = post
        context = self.get_context_data(saved_at=saved_at)
        if not context["fields"] or context["seen"] == post.get(SEEN, ""):
            return render(self.request, "components/saved.html", {"saved_at": saved_at})
        return render(self.request, "rvt/partials/question_saved.html", context)

    def changed_by_button(self, data: QueryDict) -> QueryDict | None:
        """Return what was typed, changed as a button says; None for the buttons that save."""
        changed = data.copy()
        if REPLACE in data:
            self.replace(changed, *data[REPLACE].partition(":")[::2])
        elif LEAVE in data:
            changed.appendlist(MAY_STAY, data[LEAVE].partition(":")[2])
        elif UNDO in data:
            self.undo(changed, data[UNDO])
        elif MORE not in data and LOOK not in data:
            return None
        return changed

    def replace(self, data: QueryDict, field: str, key: str) -> None:
        """Put the proposal where the finding is, and keep how to take that back, in the page only."""
        if field not in rules.FREE_TEXTS or field not in data:
            return
        before = data[field]
        row = next(iter(self.look_at({field: before}, data)))
        finding = next((finding for finding in row.findings if finding.key == key), None)
        if finding is None:
            return
        data[field] = replace_all(before, row.findings, key)
        undo = {"field": field, "old": finding.text, "new": finding.proposal, "before": before, "after": data[field]}
        data.setlist(REPLACED, [*data.getlist(REPLACED), json.dumps(undo)][-MOST_UNDONE:])

    def undo(self, data: QueryDict, number: str) -> None:
        """Take one replacement back: the text as it was; where somebody typed on, the first place of the new word."""
        replaced = data.getlist(REPLACED)
        if not number.isdecimal() or int(number) >= len(replaced):
            return
        undo = _read(replaced.pop(int(number)))
        data.setlist(REPLACED, replaced)
        if not undo or undo["field"] not in data:
            return
        text = data[undo["field"]]
        data[undo["field"]] = undo["before"] if text == undo["after"] else text.replace(undo["new"], undo["old"], 1)

    # --- What is found ---------------------------------------------------------------------------------

    def look_at(self, texts: dict[str, str], data: QueryDict) -> Looked:
        """Look for names, as the person typing."""
        kept = [*(self.object.not_names if self.object else ()), *data.getlist(MAY_STAY)]
        return look(texts, person=self.user, kept=kept)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.setdefault("form", self.get_form())
        looked = self.look_at({field.name: field.value() or "" for field in form.free_texts}, self.typed)
        rows = {row.field: row for row in looked}
        keys = [f"{row.field}:{finding.key}" for row in looked for finding in row.findings]
        replaced = [undo for undo in map(_read, self.typed.getlist(REPLACED)) if undo]
        saved_at = kwargs.pop("saved_at", None) or self.draft_saved_at()
        return super().get_context_data(
            question=self.object,
            step=self.step,
            title=TITLES[self.step],
            next_title=TITLES[self.step + 1],
            steps=steps_of(self.object, self.step),
            belongs_to=belongs_to(self.user, self.object),
            looked=looked,
            fields=[(field, rows[field.name]) for field in form.free_texts],
            may_stay=self.typed.getlist(MAY_STAY),
            replaced=[(number, undo) for number, undo in enumerate(replaced)],
            replaced_raw=self.typed.getlist(REPLACED),
            pressed=self.pressed,
            oob=False,
            seen=hashlib.sha256(json.dumps([keys, looked.notice]).encode()).hexdigest()[:16],
            saved_at=saved_at,
            partial=f"rvt/partials/question_step_{self.step}.html",
            **kwargs,
        )

    def draft_saved_at(self) -> Any:
        """When this step was last kept, when it was."""
        draft = drafts.find(self.user, self.draft_name or "", self.get_draft_subject())
        return draft.saved_at if draft else None

    # --- Saving ------------------------------------------------------------------------------------------

    def not_chosen(self, cleaned: dict[str, Any], form: Any, row: Any) -> list[NotChosen]:
        """A question has no history of other texts: its text has to be gone after a year."""
        return []

    def get_success_url(self) -> str:
        asked = self.request.POST.get(GO, "")
        step = int(asked) if asked.isdecimal() and 1 <= int(asked) <= rules.LAST_STEP else self.step + 1
        return address_of_step(getattr(self, "result", self.object), step)


class QuestionBegin(WritesStep):
    """A new question: step 1, and nothing in the table before it is sent on. For who works with families."""

    step = 1
    form_class = forms.BeginForm
    template_name = "rvt/question_step.html"
    draft_name = "question"

    def get_object(self, queryset: Any = None) -> None:
        """There is no question yet; there is an organisation to ask for, or there is no page."""
        if not Organisation.objects.of_professional(self.user).exists():
            raise Http404

    def get_form_extras(self) -> dict[str, Any]:
        return super().get_form_extras() | {"user": self.user}

    def get_draft_subject(self) -> UUID | None:
        return None

    def act(self, **cleaned: Any) -> Question:
        return keep_allowed(questions.begin_question(by=self.user, **cleaned), self.typed, by=self.user)


class QuestionStep(WritesStep):
    """A step of a question that was begun."""

    model = Question
    access = "writable_by"
    template_name = "rvt/question_step.html"

    def get_initial(self) -> dict[str, Any]:
        return self.get_initial_for(self.object)

    def get_initial_for(self, row: Any) -> dict[str, Any]:
        values = super().get_initial_for(row)
        if "reflection" in self.form_class.base_fields:
            mine = Reflection.objects.visible_to(self.user).filter(question=row).first()
            values["reflection"] = mine.text if mine else ""
        return values

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.more_rows = self.shown is not None and MORE in self.shown
        return form

    def act(self, **cleaned: Any) -> Question:
        reflection = cleaned.pop("reflection", None)
        question = questions.save_step(self.object, by=self.user, **cleaned)
        if reflection is not None:
            questions.keep_reflection(question, text=reflection, by=self.user)
        return keep_allowed(question, self.typed, by=self.user)


class QuestionStep1(QuestionStep):
    step, form_class, draft_name = 1, forms.StepOne, "question-1"


class QuestionStep2(QuestionStep):
    step, form_class, draft_name = 2, forms.StepTwo, "question-2"


class QuestionStep3(QuestionStep):
    step, form_class, draft_name = 3, forms.StepThree, "question-3"


class QuestionStep4(QuestionStep):
    step, form_class, draft_name = 4, forms.StepFour, "question-4"


class QuestionStep5(QuestionStep):
    step, form_class, draft_name = 5, forms.StepFive, "question-5"


class QuestionReview(ScopedAction):
    """Step 6: everything once more, with what is still marked, and "Breng in"."""

    model = Question
    access = "writable_by"
    form_class = forms.SendForm
    template_name = "rvt/question_review.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        question = self.object
        looked = look_over(question, person=self.user)
        return super().get_context_data(
            question=question,
            step=rules.LAST_STEP,
            title=TITLES[rules.LAST_STEP],
            steps=steps_of(question, rules.LAST_STEP),
            belongs_to=belongs_to(self.user, question),
            looked=looked,
            marked=marked_rows(question, looked),
            reading=reading_of(question, looked),
            missing=[
                (text, address_of_step(question, rules.step_of(name))) for name, text in lacking(question).items()
            ],
            reflection=Reflection.objects.visible_to(self.user).filter(question=question).first(),
            **kwargs,
        )

    def act(self, *, looked: bool) -> Question:
        """The check runs again over what is sent, whatever a page showed before."""
        found = look_over(self.object, person=self.user)
        return questions.submit_question(
            self.object,
            open_marks=found.total,
            library_searched=found.library_searched,
            looked=looked,
            by=self.user,
        )

    def get_success_url(self) -> str:
        messages.success(self.request, "Je vraag is ingebracht. De secretaris kijkt of er namen in staan.")
        return reverse("rvt:start")


class QuestionLatest(ForRoles, RedirectView):
    """Go on with the question that was begun last. Its address holds no question: where one comes from keeps none."""

    roles = ASKERS

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        """Return step 1 of that question; the start page when there is none."""
        question = Question.objects.writable_by(self.request.user).order_by("-id").first()  # type: ignore[arg-type]
        return address_of_step(question, 1) if question else reverse("rvt:start")


class QuestionWithdraw(ScopedAction):
    """Trek de vraag in."""

    model = Question
    access = "withdrawable_by"
    form_class = Form
    template_name = "rvt/question_withdraw.html"

    def act(self, **cleaned: Any) -> Question:
        return questions.withdraw_question(self.object, by=self.user)

    def get_success_url(self) -> str:
        messages.success(self.request, "Je vraag is ingetrokken. De tekst is gewist.")
        return reverse("rvt:start")


def lacking(question: Question) -> dict[str, str]:
    """Return what keeps `question` from being sent."""
    return rules.missing({name: getattr(question, name) for name in questions.WRITTEN})


def keep_allowed(question: Question, data: QueryDict, *, by: Any) -> Question:
    """Keep which findings may stay, with the question."""
    keys = data.getlist(MAY_STAY)
    return questions.keep_not_names(question, keys, by=by) if keys else question


def steps_of(question: Question | None, current: int) -> list[dict[str, Any]]:
    """Return the six steps with their state; nothing leads further while there is no question yet."""
    open_steps = {rules.step_of(name) for name in lacking(question)} if question else set(TITLES)
    return [
        {
            "number": number,
            "title": title,
            "is_now": number == current,
            "is_done": number not in open_steps and number != rules.LAST_STEP,
            "opens": question is not None,
            "url": address_of_step(question, number) if question else "",
        }
        for number, title in TITLES.items()
    ]


def marked_rows(question: Question, looked: Looked) -> list[tuple[LookedField, str]]:
    """Return the fields in which something is marked, each with the page of its step."""
    return [(row, address_of_step(question, rules.step_of(row.field))) for row in looked if row.findings]


def belongs_to(user: Any, question: Question | None) -> str:
    """Return the line that a room above puts here for this person: which family it is about. Plain text, or ""."""
    return next(slots.fill("question_belongs", user, question.uuid), "") if question else ""


def _read(text: str) -> dict[str, str] | None:
    """Read what the page says was replaced. It came back from a browser: anything else is nothing."""
    try:
        undo = json.loads(text)
    except ValueError:
        return None
    names = {"field", "old", "new", "before", "after"}
    is_ours = isinstance(undo, dict) and undo.keys() == names and all(isinstance(one, str) for one in undo.values())
    return undo if is_ours and undo["field"] in rules.FREE_TEXTS else None
