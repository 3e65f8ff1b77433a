"""What the table adds to the screens of `accounts`: menu, Mijn dag, notifications, drafts."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from accounts import slots
from accounts.choices import OrganisationKind, Role
from accounts.context_processors import desk
from accounts.day import SLOT as MY_DAY
from accounts.day import DraftLink
from accounts.models import Draft, Notification, Organisation, User
from accounts.slots import MenuItem, NotificationText
from rvt import advice_news
from rvt.day import table_today
from rvt.models import Expert, Question

Texts = dict[int, NotificationText]


def register_all() -> None:
    """Fill the slots; called once, when the application starts."""
    slots.register("menu", menu, order=30)
    slots.register("menu", register, order=25)
    slots.register("menu", figures, order=45)
    slots.register(MY_DAY, table_today, order=200)
    slots.register("draft_links", draft_links)
    slots.register("profile_part", own_expertise)
    slots.register("administration_part", code_lists)
    slots.register("organisation_part", take_over)
    for kind, texts in (NOTIFICATIONS | advice_news.PROVIDERS).items():
        slots.register(f"notification:{kind}", texts)


def menu(request: HttpRequest) -> MenuItem | None:
    """RVT, for who may ask and who sits at the table (ux 1)."""
    person = desk(request)
    if person is None or not person.roles & {*Role.WITH_HOUSEHOLDS, *Role.AT_THE_TABLE}:
        return None
    return MenuItem("RVT", reverse("rvt:start"), "rvt", key="r")


def register(request: HttpRequest) -> MenuItem | None:
    """Consultaties, for who answers callers."""
    person = desk(request)
    if person is None or not person.roles & set(Role.WITH_HOUSEHOLDS):
        return None
    return MenuItem("Consultaties", reverse("rvt:consultation-list"), "consultaties", key="c")


def figures(request: HttpRequest) -> MenuItem | None:
    """Cijfers, for everybody but experts and the privacy officer (ux 1)."""
    person = desk(request)
    if person is None or not person.roles & set(Role.WITH_FIGURES):
        return None
    return MenuItem("Cijfers", reverse("rvt:figures"), "cijfers")


def own_expertise(request: HttpRequest) -> SafeString | None:
    """What this person knows about at the table, for Mijn gegevens; None for who is in no pool."""
    experts = list(Expert.objects.filter(user=request.user).order_by("pk"))  # type: ignore[misc]
    return render_to_string("rvt/partials/own_expertise.html", {"experts": experts}, request) if experts else None


def code_lists(request: HttpRequest) -> SafeString | None:
    """The way to the code lists, for who runs a regiobureau."""
    may = Organisation.objects.offices_of(request.user).exists()  # type: ignore[arg-type]
    return render_to_string("rvt/partials/beheer_codes.html", request=request) if may else None


def take_over(request: HttpRequest, organisation: Organisation) -> SafeString | None:
    """The way to a file for the register, at an organisation that answers callers or is the table."""
    kinds = (OrganisationKind.LOCAL_TEAM, OrganisationKind.VEILIG_THUIS, OrganisationKind.SAFETY_TEAM)
    if organisation.kind not in kinds or not organisation.is_active:
        return None
    return render_to_string("rvt/partials/beheer_register.html", {"organisation": organisation}, request)


# --- Drafts ---------------------------------------------------------------------------------------------


def draft_links(user: User, drafts: list[Draft]) -> dict[int, DraftLink]:
    """Say where drafts of this room go on, as far as `user` may still write there."""
    links = {
        draft.pk: DraftLink("Vraag aan het RVT", reverse("rvt:question-begin"))
        for draft in drafts
        if draft.form == "question"
    }
    steps = [draft for draft in drafts if draft.form.startswith("question-") and draft.form[9:].isdecimal()]
    if steps:
        mine = Question.objects.writable_by(user).filter(uuid__in=[draft.about for draft in steps])
        writable = set(mine.values_list("uuid", flat=True))
        for draft in steps:
            if draft.about in writable:
                page = reverse(f"rvt:question-step-{draft.form[9:]}", args=[draft.about])
                links[draft.pk] = DraftLink("Vraag aan het RVT", page)
    return links


# --- Notifications ----------------------------------------------------------------------------------------


def submitted(user: User, rows: list[Notification]) -> Texts:
    """Something waits in the queue. Of whom is not said."""
    waiting = Question.objects.queue_of(user).filter(uuid__in=[row.about for row in rows])
    known = set(waiting.values_list("uuid", flat=True))
    return {
        row.pk: NotificationText("Er wacht een vraag in de wachtrij.", reverse("rvt:queue"))
        for row in rows
        if row.about in known
    }


def _to_asker(sentence: str) -> Callable[[User, list[Notification]], Texts]:
    def texts(user: User, rows: list[Notification]) -> Texts:
        mine = Question.objects.asked_by(user).filter(uuid__in=[row.about for row in rows])
        found = {question.uuid: question for question in mine}
        return {
            row.pk: NotificationText(sentence, found[row.about].get_absolute_url())
            for row in rows
            if row.about in found
        }

    return texts


NOTIFICATIONS = {
    "question.submitted": submitted,
    "question.returned": _to_asker("Je vraag aan het RVT kwam terug."),
    "question.checked": _to_asker("Je vraag aan het RVT is nagekeken op namen."),
    "question.referred": _to_asker("Je vraag aan het RVT past beter ergens anders."),
}
