"""What households add to the screens of `accounts`: menu, search, Mijn dag, notifications, drafts, and two refusals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Func
from django.http import HttpRequest
from django.urls import reverse

from accounts import slots
from accounts.access_log import Basis
from accounts.choices import Role
from accounts.context_processors import desk
from accounts.day import SLOT as MY_DAY
from accounts.day import DraftLink
from accounts.models import Draft, Membership, Notification, Organisation, Region, User
from accounts.slots import MenuItem, NotificationText
from accounts.templatetags.ui import clock, phone
from cases import doors, emergency, rules, telling
from cases.choices import Part, RequestState
from cases.day import households_today
from cases.models import (
    DuoRequest,
    EmergencyAccess,
    EmergencyVerdict,
    FaceCount,
    FaceQuestion,
    Household,
    QuestionLink,
    SwitchRequest,
)
from cases.private_words import private_words
from cases.querysets.rule import by_what_right
from cases.services import covers


def register_all() -> None:
    """Fill the slots; called once, when the application starts."""
    slots.register("menu", menu, order=20)
    slots.register("access_basis", access_basis)
    slots.register("access_basis_column", access_basis_column)
    slots.register("access_basis_of_row", access_basis_of_row)
    slots.register("access_policy", rules.version)
    slots.register("access_words", access_words)
    slots.register("search_url", search_url)
    slots.register("ask_url", ask_url)
    slots.register("menu", emergencies, order=70)
    slots.register("stopbar", emergency.stopbar)
    slots.register("log_book_tabs", look_reviews)
    slots.register(MY_DAY, emergency.reviews_today)
    slots.register(MY_DAY, households_today)
    slots.register("draft_links", draft_links)
    slots.register("question_belongs", question_belongs)
    slots.register("advice_links", advice_link)
    slots.register("membership_blockers", membership_blockers)
    slots.register("organisation_blockers", organisation_blockers)
    slots.register("private_words", private_words)
    slots.register("faces_kept", faces_kept)
    slots.register("stand_in_check", covers.check_stand_in)
    slots.register("absence_accepted", covers.start_covers)
    slots.register("absence_withdrawn", covers.end_covers)
    for kind, texts in NOTIFICATIONS.items():
        slots.register(f"notification:{kind}", texts)


def works_with_households(request: HttpRequest) -> bool:
    """Whether this person may have a part in a household at all."""
    person = desk(request)
    return person is not None and bool(person.roles & set(Role.WITH_HOUSEHOLDS))


def access_basis(user: User, household: UUID) -> Basis | None:
    """By which involvement `user` is at this household now; None without one, as for a team lead."""
    rows = Household.objects.filter(uuid=household).annotate(access_basis=by_what_right(user, "pk"))
    return access_basis_of_row(rows.values_list("access_basis", flat=True).first())


def access_basis_column(user: User, model: type[Any]) -> Func | None:
    """The same as a column of rows that are a household or belong to one; None for other rows."""
    if model is Household:
        return by_what_right(user, "pk")
    return by_what_right(user, "household_id") if hasattr(model, "household_id") else None


def access_basis_of_row(found: dict[str, str] | None) -> Basis | None:
    """What that column says."""
    if found is None:
        return None
    role = found["role"]
    return Basis(role, UUID(found["organisation"]), UUID(found["relation"]), emergency=role == Part.EMERGENCY)


def access_words() -> dict[str, str]:
    """What the codes of this room in the access log mean."""
    return {str(part): str(part.label) for part in Part}


def menu(request: HttpRequest) -> MenuItem | None:
    """Huishoudens."""
    if not works_with_households(request):
        return None
    return MenuItem("Huishoudens", reverse("cases:household-list"), "huishoudens", key="h")


def emergencies(request: HttpRequest) -> MenuItem | None:
    """Noodtoegang, for the privacy officer."""
    person = desk(request)
    if person is None or Role.PRIVACY_OFFICER not in person.roles:
        return None
    return MenuItem("Noodtoegang", reverse("cases:emergency-reviews"), "noodtoegang")


def look_reviews(request: HttpRequest) -> MenuItem:
    """Na te kijken, beside the lines of the log book."""
    return MenuItem("Na te kijken", reverse("cases:look-reviews"), "")


def search_url(request: HttpRequest) -> str | None:
    """The page with the search field."""
    return reverse("cases:household-list") if works_with_households(request) else None


def ask_url(request: HttpRequest) -> str | None:
    """The page that says whether there is a fixed face, for who does not see the household itself."""
    return reverse("cases:face-ask") if works_with_households(request) else None


def organisation_blockers(organisation: Organisation) -> str | None:
    """A family has its face in a local team: say so while this team has one."""
    if not doors.is_still_a_face(organisation):
        return None
    return f"{organisation.name} heeft nog vaste gezichten van gezinnen. Dan kan de soort niet veranderen."


def membership_blockers(membership: Membership) -> str | None:
    """A family keeps its face: say so while this person is one in the name of this organisation."""
    if not doors.is_still_a_face(membership.organisation, membership.user):
        return None
    return f"{membership.user.first_name} is nog het vaste gezicht van een gezin. Wissel eerst van contactpersoon."


def advice_link(user: User, question: UUID) -> tuple[str, str] | None:
    """Where the one who asked can take the advice over: plain strings, for a page of the table."""
    links = QuestionLink.objects.visible_to(user).filter(question=question)
    link = links.filter(household__in=Household.objects.changeable_by(user).values("pk")).select_related("household")
    found = link.first()
    return ("Zet in mijn huishouden", reverse("cases:advice", args=[found.household.uuid, question])) if found else None


def question_belongs(user: User, question: UUID) -> str | None:
    """Which household a question is about, for who asked it and the duo: a plain line, because the table asks."""
    link = QuestionLink.objects.visible_to(user).filter(question=question).select_related("household").first()
    return f"Hoort bij {link.household.call_name}. Alleen jij en je duo zien dit." if link else None


# --- Drafts -------------------------------------------------------------------------------------------
_DRAFTS = {
    "film": ("Film van {name}", "cases:film-create"),
    "pattern": ("Patroon in de film van {name}", "cases:pattern-create"),
    "agreement": ("Afspraak van {name}", "cases:agreement-create"),
    "phase": ("Waar staan we: {name}", "cases:phase-create"),
    "closing": ("Afsluiten: {name}", "cases:household-close"),
    "rating": ("Hoe veilig is het: {name}", "cases:rating-create"),
    "report": ("Moet ik melden: {name}", "cases:report-weigh"),
}
"""Forms about a household: what a draft is called, and its page."""


def draft_links(user: User, drafts: list[Draft]) -> dict[int, DraftLink]:
    """Say where drafts of this room go on, as far as `user` may still write there."""
    links = {
        draft.pk: DraftLink("Nieuw huishouden", reverse("cases:household-create"))
        for draft in drafts
        if draft.form == "household"
    }
    about = [draft for draft in drafts if draft.form in _DRAFTS]
    if about:
        writable = Household.objects.tellable_by(user).filter(uuid__in=[draft.about for draft in about])
        names = dict(writable.values_list("uuid", "call_name"))
        for draft in about:
            if draft.about in names:
                label, page = _DRAFTS[draft.form]
                links[draft.pk] = DraftLink(label.format(name=names[draft.about]), reverse(page, args=[draft.about]))
    return links


# --- Notifications --------------------------------------------------------------------------------------
Texts = dict[int, NotificationText]

_ANSWERED = {
    RequestState.ACCEPTED: "Je zei ja.",
    RequestState.DECLINED: "Je zei nee.",
    RequestState.WITHDRAWN: "Die vraag is ingetrokken.",
}


def _names(rows: Iterable[Notification]) -> dict[Any, User]:
    """Who did it, by UUID; somebody who is gone is not in it."""
    found: dict[Any, User] = User.objects.in_bulk([row.actor for row in rows if row.actor], field_name="uuid")
    return found


def _requests(model: Any, user: User, rows: list[Notification]) -> dict[Any, Any]:
    """By UUID. Without the household: who asked may see it no more."""
    found = model.objects.visible_to(user).filter(uuid__in=[row.about for row in rows])
    return {request.uuid: request for request in found.select_related("asked_by", "asked_of")}


def switch_asked(user: User, rows: list[Notification]) -> Texts:
    """A colleague asks me to be the next face. The name of the family stands there as long as I may answer."""
    texts: Texts = {}
    for row, request in _with(rows, _requests(SwitchRequest, user, rows)):
        asks = f"{request.asked_by.name} vraagt of jij het vaste gezicht wordt"
        if request.state == RequestState.ASKED:
            url = reverse("cases:switch-answer", args=[request.uuid])
            texts[row.pk] = NotificationText(f"{asks} van {request.household.call_name}.", url, "Geef antwoord")
        else:
            texts[row.pk] = NotificationText(f"{asks} van een gezin. {_ANSWERED[request.state]}", "")
    return texts


def duo_asked(user: User, rows: list[Notification]) -> Texts:
    """Somebody asks me to form a duo. Which family it is stands nowhere before the yes."""
    texts: Texts = {}
    for row, request in _with(rows, _requests(DuoRequest, user, rows)):
        asks = f"{request.asked_by.name} vraagt of jij een duo vormt."
        if request.state == RequestState.ASKED:
            texts[row.pk] = NotificationText(asks, reverse("cases:duo-answer", args=[request.uuid]), "Geef antwoord")
        else:
            texts[row.pk] = NotificationText(f"{asks} {_ANSWERED[request.state]}", "")
    return texts


def _answered(model: Any, said: str, about_what: str, user: User, rows: list[Notification]) -> Texts:
    requests = _requests(model, user, rows)
    seen = Household.objects.visible_to(user).in_bulk([request.household_id for request in requests.values()])
    texts: Texts = {}
    for row, request in _with(rows, requests):
        sentence = f"{request.asked_of.name} zei {said} op je vraag {about_what}"
        if household := seen.get(request.household_id):
            texts[row.pk] = NotificationText(f"{sentence} van {household.call_name}.", household.get_absolute_url())
        else:
            texts[row.pk] = NotificationText(f"{sentence} van een gezin.", "")
    return texts


def switch_yes(user: User, rows: list[Notification]) -> Texts:
    """My colleague will be the face; from that day on I do not see the family any more."""
    return _answered(SwitchRequest, "ja", "over het vaste gezicht", user, rows)


def switch_no(user: User, rows: list[Notification]) -> Texts:
    """My colleague said no; I am still the face."""
    return _answered(SwitchRequest, "nee", "over het vaste gezicht", user, rows)


def duo_yes(user: User, rows: list[Notification]) -> Texts:
    """We are a duo now."""
    return _answered(DuoRequest, "ja", "over een duo bij het huishouden", user, rows)


def duo_no(user: User, rows: list[Notification]) -> Texts:
    """No duo."""
    return _answered(DuoRequest, "nee", "over een duo bij het huishouden", user, rows)


def face_appointed(user: User, rows: list[Notification]) -> Texts:
    """The team lead made me the face."""
    return _about_households(user, rows, lambda name, who: f"{who} koos jou als vast gezicht van {name}.")


def fact_revealed(user: User, rows: list[Notification]) -> Texts:
    """The other of the duo looked at a secret address; whose it is, is not said."""
    return _about_households(user, rows, lambda name, who: f"{who} heeft een geheim adres bekeken bij {name}.")


def fact_grant_taken(user: User, rows: list[Notification]) -> Texts:
    """I am still in the duo, and do not see addresses and places any more."""
    return _about_households(
        user, rows, lambda name, who: f"{who} wil dat jij adressen en plekken van {name} niet meer ziet."
    )


def maybe_same(user: User, rows: list[Notification]) -> Texts:
    """Somebody may have made my household a second time (ux, S7)."""
    actors = _names(rows)

    def sentence(name: str, who: str) -> str:
        return f"Iemand maakte misschien hetzelfde huishouden als {name}. Bel elkaar: {who}."

    texts = _about_households(user, rows, sentence)
    for row in rows:
        actor = actors.get(row.actor)
        if row.pk in texts and actor is not None and actor.phone:
            text = texts[row.pk]
            texts[row.pk] = NotificationText(
                f"{text.sentence.removesuffix('.')}, {phone(actor.phone)}.", text.url, text.action
            )
    return texts


def face_asked(user: User, rows: list[Notification]) -> Texts:
    """Somebody asked whether this household has a fixed face, and why."""
    questions = FaceQuestion.objects.visible_to(user).filter(uuid__in=[row.about for row in rows])
    found = {question.uuid: question for question in questions.select_related("household", "asked_by")}
    texts: Texts = {}
    for row, question in _with(rows, found):
        number = f", {phone(question.asked_by.phone)}" if question.asked_by.phone else ""
        sentence = (
            f"{question.asked_by.name}{number}, vroeg of {question.household.call_name} al een vast gezicht heeft. "
            f"De reden: {question.why}"
        )
        texts[row.pk] = NotificationText(sentence, question.household.get_absolute_url())
    return texts


def face_replaced(user: User, rows: list[Notification]) -> Texts:
    """Somebody else is the face now; which family it was is not said: I do not see it any more."""
    successors = _names(rows)
    return {
        row.pk: NotificationText(
            f"{successors[row.actor].name} is het vaste gezicht geworden van een gezin van jou.", ""
        )
        for row in rows
        if row.actor in successors
    }


def duo_ended(user: User, rows: list[Notification]) -> Texts:
    """The other one ended the duo."""
    actors = _names(rows)
    return {
        row.pk: NotificationText(f"{actors[row.actor].name} stopte een duo met jou.", "")
        for row in rows
        if row.actor in actors
    }


def _about_households(user: User, rows: list[Notification], sentence: Any) -> Texts:
    found = Household.objects.visible_to(user).filter(uuid__in=[row.about for row in rows])
    households = {household.uuid: household for household in found}
    actors = _names(rows)
    texts: Texts = {}
    for row in rows:
        actor = actors.get(row.actor)
        who = actor.name if actor else "een collega"
        household = households.get(row.about)
        name = household.call_name if household else "een gezin van jou"
        texts[row.pk] = NotificationText(sentence(name, who), household.get_absolute_url() if household else "")
    return texts


def _with(rows: list[Notification], found: dict[Any, Any]) -> list[tuple[Notification, Any]]:
    return [(row, found[row.about]) for row in rows if row.about in found]


def _emergencies(user: User, rows: list[Notification]) -> Iterable[tuple[Notification, EmergencyAccess]]:
    found = EmergencyAccess.objects.visible_to(user).filter(uuid__in=[row.about for row in rows])
    return _with(rows, {access.uuid: access for access in found.select_related("user", "organisation")})


def emergency_opened(user: User, rows: list[Notification]) -> Texts:
    """Somebody reads along with my household, because somebody is in danger."""
    texts: Texts = {}
    pairs = list(_emergencies(user, rows))
    households = Household.objects.visible_to(user).in_bulk([access.household_id for _, access in pairs])
    for row, access in pairs:
        if household := households.get(access.household_id):
            who = f"{access.user.name}, {access.organisation.name}"
            number = f", {phone(access.user.phone)}" if access.user.phone else ""
            sentence = (
                f"{who}{number}, opende {household.call_name} met noodtoegang, tot {clock(access.until)}. "
                f"De reden: {access.reason} Vertel het gezin dit, behalve als dat gevaarlijk is."
            )
            texts[row.pk] = NotificationText(sentence, household.get_absolute_url())
    return texts


def emergency_review(user: User, rows: list[Notification]) -> Texts:
    """The privacy officer looks at it."""
    return {
        row.pk: NotificationText(
            f"{access.user.name}, {access.organisation.name}, gebruikte noodtoegang.",
            reverse("cases:emergency-judge", args=[access.uuid]),
            "Beoordeel",
        )
        for row, access in _emergencies(user, rows)
    }


def emergency_judged(user: User, rows: list[Notification]) -> Texts:
    """The privacy officer looked at my emergency."""
    texts: Texts = {}
    verdicts = EmergencyVerdict.objects.visible_to(user).filter(access__uuid__in=[row.about for row in rows])
    found = {one.access.uuid: one for one in verdicts.select_related("access", "by")}
    for row, one in _with(rows, found):
        said = one.get_verdict_display().lower()
        texts[row.pk] = NotificationText(f"{one.by.name} vond je noodtoegang {said}: {one.text}", "")
    return texts


NOTIFICATIONS = {
    "switch_asked": switch_asked,
    "switch_yes": switch_yes,
    "switch_no": switch_no,
    "duo_asked": duo_asked,
    "duo_yes": duo_yes,
    "duo_no": duo_no,
    "duo_ended": duo_ended,
    "face_appointed": face_appointed,
    "face_replaced": face_replaced,
    "fact_revealed": fact_revealed,
    "fact_grant_taken": fact_grant_taken,
    "maybe_same": maybe_same,
    **telling.ACCESS,
    "face_asked": face_asked,
    "emergency_opened": emergency_opened,
    "emergency_review": emergency_review,
    "emergency_judged": emergency_judged,
}
"""What this room notifies about, and how that reads."""


def faces_kept(region: Region, year: int) -> tuple[int, int] | None:
    """How many families kept their fixed face in a year and how many did not; None while it was not counted."""
    return FaceCount.objects.filter(region=region, year=year).values_list("kept", "changed").first()  # type: ignore[no-any-return]
