"""S15: who got the card, how and when. A row takes fifteen seconds."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase

from accounts import interrupted
from accounts.access import ScopedAction
from accounts.errors import DomainError
from cases.models import Household
from veiligheidskaart import rules
from veiligheidskaart.forms.handout import HandOutForm, HolderHandOutForm, NewHolderForm, PersonHandOutForm
from veiligheidskaart.models import HandOut, KaartEdition, KaartVersion
from veiligheidskaart.services import handouts, pdfs


class HandOuts(ScopedAction):
    """One form of rows: the family, who has an older card, and one more outside the family."""

    model = Household
    access = "finalisable_by"
    template_name = "veiligheidskaart/handouts.html"
    form_class = HandOutForm

    @cached_property
    def version(self) -> KaartVersion:
        version = KaartVersion.objects.visible_to(self.user).filter(household=self.object).with_mark().first()
        if version is None:
            raise Http404
        return version

    @cached_property
    def editions(self) -> list[KaartEdition]:
        editions = list(self.version.editions.select_related("person", "household"))
        states = pdfs.states_of(editions)
        for edition in editions:
            edition.state = states[edition.pk]
        return editions

    @cached_property
    def old(self) -> list[HandOut]:
        return handouts.holders_of(self.object, before=self.version)

    def rows(self, data: QueryDict | None) -> list[HandOutForm]:
        """Return the forms of all rows, filled with `data` when there is any."""
        people = [PersonHandOutForm(data, person=edition.person) for edition in self.editions if edition.person]
        outside = [HolderHandOutForm(data, holder=holder) for holder in self.old if holder.to_person is None]
        return [*people, *outside, NewHolderForm(data)]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.object = self.get_object()
        return self.show(self.rows(interrupted.take(request)), judged=False)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.object = self.get_object()
        if "nieuwe" in request.POST:
            return self.bring_again(request.POST["nieuwe"])
        rows = self.rows(request.POST)
        valid = [row.is_valid() for row in rows]  # every row says what is wrong with it
        if not all(valid):
            return self.show(rows, status=422)
        brought = [row.bringing() for row in rows if row.is_filled]
        try:
            made = handouts.hand_out(self.object, self.version, brought=brought, by=self.user)
        except DomainError as error:
            first = next(row for row in rows if row.is_filled)
            first.add_error(None, error.message)
            return self.show(rows, status=422)
        if made:
            messages.success(
                request, f"Kaart {self.version.number} is uitgereikt aan {rules.join(each.holder for each in made)}."
            )
        return self.finish()

    def bring_again(self, last: str) -> HttpResponseBase:
        """Somebody of the family who had an older card got the new one today, in the same way."""
        holder = next((each for each in self.old if each.to_person and str(each.uuid) == last), None)
        if holder is None:
            raise Http404
        handouts.bring_again(holder, self.version, by=self.user)
        messages.success(self.request, f"Kaart {self.version.number} is uitgereikt aan {holder.holder}.")
        return HttpResponseRedirect(self.request.path, status=303)

    def show(self, rows: list[HandOutForm], *, status: int = 200, judged: bool = True) -> HttpResponse:
        """Answer with the page. Not judged: what was typed is shown again, without errors."""
        if not judged:
            for row in rows:
                row._errors = {}
        has = handouts.brought_by_person(self.version)
        older = {handout.to_person_id: handout.edition.version.number for handout in self.old if handout.to_person_id}
        by_person = {edition.person_id: edition for edition in self.editions if edition.person_id}
        family = [row for row in rows if isinstance(row, PersonHandOutForm)]
        context = {
            "household": self.object,
            "version": self.version,
            "family": [
                {
                    "form": row,
                    "person": row.person,
                    "edition": by_person[row.person.pk],
                    "has": has.get(row.person.pk, []),
                    "older": older.get(row.person.pk),
                }
                for row in family
            ],
            "professionals": next((each for each in self.editions if each.person is None), None),
            "outside": [{"form": row, "holder": row.holder} for row in rows if isinstance(row, HolderHandOutForm)],
            "outside_have": handouts.outsiders_with(self.version),
            "new": next(row for row in rows if isinstance(row, NewHolderForm)),
            "old": self.old,
            "old_number": rules.shared(handout.edition.version.number for handout in self.old),
            "rows": rows,
        }
        return self.render_to_response(context, status=status)  # type: ignore[return-value]

    def get_success_url(self) -> str:
        return str(self.object.get_absolute_url())
