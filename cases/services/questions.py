"""Bringing a question about a household to the table, and weighing whether to report (ux, S20 and S34).

The table gets role words, age bands and a text without names; that it is about this household stays here, in one row.
No event of the household is recorded and nothing of the household is written beside that row: what is written in one
transaction belongs together for who reads the database (`docs/adr/0051`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.errors import DomainError
from accounts.models import Organisation, User
from cases import rules
from cases.choices import AgreementState, CaseEvent, HouseholdKind, Lane, PersonRole, ReportChoice
from cases.models import Agreement, FilmEvent, Household, Involvement, Person, QuestionLink, ReportWeighing
from cases.private_words import private_words
from cases.services.active import lock_active
from cases.services.guarding import refuse_secrets
from rvt.choices import AgeBand, AskedAbout, RoleWord
from rvt.models import Advice, Question
from rvt.privacy import Finding, check_texts, replace
from rvt.rules import FREE_TEXTS
from rvt.services.questions import begin_question, text_of

RECENT = timedelta(days=183)
MOST_TOLD = 4
"""How many things of the last half year are a start to write from."""

LONGEST = 1500
"""Signs in one answer of a question."""


class NoDayOfReporting(DomainError):
    """What was reported was reported on a day that has been."""


@dataclass(frozen=True)
class Proposal:
    """What a question could begin with: who belongs to it in codes, texts without names. Everything can be changed."""

    about: AskedAbout
    members: list[dict[str, str]]
    unsafe: str
    goes_well: str
    tried: str


def propose_question(household: Household, *, by: User, today: date) -> Proposal:
    """Read what `by` may read of `household` and write it down without names: nothing is kept by this."""
    people = list(Person.objects.visible_to(by).filter(household=household, left_on=None).order_by("order", "id"))
    film = FilmEvent.objects.visible_to(by).standing().filter(household=household, happened_on__gte=today - RECENT)
    told: dict[str, list[str]] = {Lane.TENSE: [], Lane.FINE: [], Lane.HELP: []}
    for event in film.filter(lane__in=list(told)).order_by("-happened_on", "-id"):
        if len(told[event.lane]) < MOST_TOLD:
            told[event.lane].append(event.text)
    agreed = Agreement.objects.visible_to(by).current().filter(household=household).order_by("-id")[:MOST_TOLD]
    tried = [*told[Lane.HELP], *(f"Afgesproken: {row.what}. {_how(row.state)}" for row in agreed)]
    texts = _without_names([told[Lane.TENSE], told[Lane.FINE], tried], of=household, by=by)
    kind = rules.household_kind((person.role, _age(person, today)) for person in people)
    return Proposal(
        AskedAbout.FAMILY if kind == HouseholdKind.FAMILY else AskedAbout.HOUSEHOLD,
        members_of(people, today),
        *texts,
    )


@transaction.atomic
def bring_question(household: Household, *, organisation: Organisation, by: User, **written: Any) -> Question:
    """Begin a question about `household` and keep on this side which one it is. `written`: see `begin_question`.

    Raises TellsASecret, HouseholdIsClosed, NotYourOrganisation.
    """
    household = lock_active(household)
    refuse_secrets(household, **{name: text for name, text in written.items() if name in FREE_TEXTS})
    question = begin_question(organisation=organisation, by=by, **written)
    QuestionLink.objects.create(household=household, question=question.uuid, asker=by)
    return question


def bring_again(household: Household, advice: Advice, *, by: User) -> Question:
    """Begin a new question about `household` with the text that lay on the table. Raises as `bring_question` does."""
    return bring_question(household, organisation=organisation_of(household, by), by=by, **text_of(advice))


def organisation_of(household: Household, user: User) -> Organisation:
    """Return in whose name `user` has a part in `household` now; the oldest part when there are more."""
    mine = Involvement.objects.running().filter(household=household, user=user)
    return mine.select_related("organisation").order_by("pk")[0].organisation  # type: ignore[no-any-return]


def questions_of(household: Household, user: User) -> list[Question]:
    """Return the questions about `household` of which `user` may know, the newest first. One query."""
    links = QuestionLink.objects.visible_to(user).filter(household=household)
    return list(Question.objects.filter(uuid__in=links.values("question")).with_meeting_day().order_by("-id"))


@transaction.atomic
def weigh_report(
    household: Household, *, choice: ReportChoice, reported_on: date | None, reason: str, by: User
) -> ReportWeighing:
    """Keep whether this is reported to Veilig Thuis, and why. Days are local (Europe/Amsterdam).

    Raises NoDayOfReporting, TellsASecret, HouseholdIsClosed.
    """
    household = lock_active(household)
    refuse_secrets(household, reason=reason)
    if choice == ReportChoice.YES and (reported_on is None or reported_on > timezone.localdate()):
        raise NoDayOfReporting("Vul in op welke dag je meldde.", field="reported_on")
    weighing: ReportWeighing = ReportWeighing.objects.create(
        household=household,
        choice=choice,
        reported_on=reported_on if choice == ReportChoice.YES else None,
        reason=reason,
        by=by,
    )
    audit.record(CaseEvent.REPORT_WEIGHED, target=weighing, by=by, choice=str(choice))
    return weighing


# --- Without names ---------------------------------------------------------------------------------------

_WORD_OF: dict[str, RoleWord] = {
    PersonRole.MOTHER: RoleWord.MOTHER,
    PersonRole.FATHER: RoleWord.FATHER,
    PersonRole.STEPPARENT: RoleWord.STEPPARENT,
    PersonRole.PARTNER: RoleWord.PARTNER,
    PersonRole.EX_PARTNER: RoleWord.EX_PARTNER,
    PersonRole.GRANDPARENT: RoleWord.GRANDPARENT,
    PersonRole.ADULT_CHILD: RoleWord.ADULT_CHILD,
    PersonRole.SIBLING: RoleWord.SIBLING,
    PersonRole.FOSTER_PARENT: RoleWord.FOSTER_PARENT,
    PersonRole.OTHER: RoleWord.RELATIVE,
}

_BANDS = (
    (3, AgeBand.BABY),
    (11, AgeBand.CHILD),
    (17, AgeBand.TEENAGER),
    (26, AgeBand.YOUNG_ADULT),
    (64, AgeBand.ADULT),
)
"""The last year of each band."""

MOST_CHILDREN = 4
"""More children make a family recognisable (domain dossier, 4.3): then the oldest, one, and the youngest."""


def members_of(people: Iterable[Person], today: date) -> list[dict[str, str]]:
    """Return role words and age bands of `people`; children in the order of their age."""
    people = list(people)
    children = [person for person in people if person.role in PersonRole.CHILDREN and not person.is_unborn]
    children.sort(key=lambda person: -(_age(person, today) or 0))
    words = {person.pk: RoleWord.CHILD for person in children}
    if len(children) > 1:
        words |= {children[0].pk: RoleWord.OLDEST_CHILD, children[-1].pk: RoleWord.YOUNGEST_CHILD}
    if len(children) > MOST_CHILDREN:
        children = [children[0], children[1], children[-1]]
    grown = [person for person in people if person.role not in PersonRole.CHILDREN and not person.is_unborn]
    rows = [_member(_WORD_OF[person.role], _band(person, today)) for person in grown]
    rows += [_member(words[child.pk], _band(child, today)) for child in children]
    return rows + [_member(RoleWord.UNBORN_CHILD, AgeBand.UNBORN) for person in people if person.is_unborn][:1]


def _member(word: RoleWord, band: AgeBand) -> dict[str, str]:
    return {"role": str(word), "age": str(band)}


def _age(person: Person, today: date) -> int | None:
    return rules.age_on(today, born_on=person.born_on, birth_year=person.birth_year)


def _band(person: Person, today: date) -> AgeBand:
    age = _age(person, today)
    if age is None:
        return AgeBand.CHILD if person.role in PersonRole.CHILDREN else AgeBand.ADULT
    return next((band for last, band in _BANDS if age <= last), AgeBand.ELDER)


def _how(state: str) -> str:
    return {
        AgreementState.WORKS: "Dat lukt.",
        AgreementState.MOSTLY: "Dat lukt meestal.",
        AgreementState.NOT_YET: "Dat lukt nog niet.",
    }.get(AgreementState(state), "Dat loopt nog.")


def _without_names(told: list[list[str]], *, of: Household, by: User) -> list[str]:
    """Write each list as one text in which everything that was found is replaced. Never one told sentence alone."""
    texts = ["\n".join(f"– {_sentence(line)}" for line in lines) for lines in told]
    results = check_texts(texts, person=by, words=private_words(by, of.uuid))
    return [_replaced(text, result.findings)[:LONGEST] for text, result in zip(texts, results, strict=True)]


def _replaced(text: str, findings: Iterable[Finding]) -> str:
    backwards = sorted(findings, key=lambda finding: finding.start, reverse=True)
    return reduce(replace, backwards, text)


def _sentence(line: str) -> str:
    return f"{' '.join(line.split()).rstrip('.')}."
