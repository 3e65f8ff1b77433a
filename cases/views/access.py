"""Who may see a household: the list, giving, making longer and stopping (ux, S10)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from accounts.access import ScopedAction
from accounts.clock import StatementTimestamp
from accounts.models import Membership, Organisation
from accounts.templatetags.ui import long_date
from cases import rules
from cases.choices import Level, Part
from cases.forms.access import ExtendForm, ShareForm, StopForm
from cases.forms.create import Knows
from cases.forms.faces import NoQuestions, OrganisationForm
from cases.models import Household, HouseholdGroupPermission, Involvement, SharingDecision
from cases.services import access, endings
from cases.services.faces import face_of
from cases.services.sharing import FamilyHeard
from cases.views import access_rows


def organisations_for(household: Household) -> Any:
    """Return the organisations of the region in which somebody works with households."""
    with_people = Membership.objects.working_with_households().filter(organisation=OuterRef("pk"))
    rows = Organisation.objects.active().filter(Exists(with_people), region=household.municipality.region_id)
    return rows.order_by("name")


class OfHousehold(ScopedAction):
    """A page about access to one household; afterwards you are at the list of who has access."""

    model = Household
    access = "shareable_by"
    message = ""

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("municipality")

    @property
    def household(self) -> Household:
        """The household that this page is about."""
        return self.object if isinstance(self.object, Household) else self.object.household

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back_url = reverse("cases:access", args=[self.household.uuid])
        return super().get_context_data(household=self.household, back_url=back_url, **kwargs)

    def get_success_url(self) -> str:
        """Back to the list, or to the own day for who sees this household no more."""
        messages.success(self.request, self.message)
        if Household.objects.visible_to(self.user).contains(self.household):
            return reverse("cases:access", args=[self.household.uuid])
        return reverse("accounts:my-day")


class AccessList(OfHousehold):
    """Who may see this household. Who shares it chooses an organisation here; that changes nothing, so it is a GET."""

    access = "visible_to"
    form_class = OrganisationForm
    template_name = "cases/access.html"
    http_method_names = ["get", "head", "options"]

    def get_queryset(self) -> Any:
        return super().get_queryset().with_acts(self.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        data = self.request.GET if "organisatie" in self.request.GET else None
        return {"organisations": organisations_for(self.object), "data": data}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.object = self.get_object()
        form = self.get_form() if self.object.may(rules.Act.SHARE) else None
        if form is not None and form.is_bound and form.is_valid():
            organisation = form.cleaned_data["organisatie"]
            return redirect("cases:access-give", uuid=self.object.uuid, organisation=organisation.uuid)
        status = 422 if form is not None and form.is_bound else 200
        return self.render_to_response(self.get_context_data(form=form), status=status)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        household, user = self.object, self.user
        people = access_rows.people_with_access(household, user)
        closest = {Part.CONTACT, Part.DUO}
        return super().get_context_data(
            organisations=access_rows.by_organisation(household, user, people),
            number=len(people),
            earlier=access_rows.earlier_guests(household, user),
            kept_out=access_rows.kept_out(household, user),
            just_us=any(row.is_me for row in people) and {row.involvement.part for row in people} <= closest,
            has_duo=any(row.is_duo for row in people),
            **kwargs,
        )


class _Terms(OfHousehold):
    """A form with why, until when and whether the family knows."""

    def get_form_extras(self) -> dict[str, Any]:
        return {"user": self.user, "deciders": access.deciders(self.household)}


class AccessGive(_Terms):
    """The second step: who of this organisation joins, and on which terms."""

    form_class = ShareForm
    template_name = "cases/access_give.html"

    def organisation(self) -> Organisation:
        """The organisation of the address, when somebody of it could join."""
        if not hasattr(self, "_organisation"):
            rows = organisations_for(self.object)
            self._organisation: Organisation = get_object_or_404(rows, uuid=self.kwargs["organisation"])
        return self._organisation

    def get_form_extras(self) -> dict[str, Any]:
        return {**super().get_form_extras(), "guests": access.guests_for(self.object, self.organisation())}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(organisation=self.organisation(), **kwargs)

    def do(self, cleaned: dict[str, Any], form: Any) -> Any:
        return super().do({"cleaned": cleaned, "form": form}, form)

    def act(self, *, cleaned: dict[str, Any], form: ShareForm) -> Involvement:
        user, until = cleaned["user"], cleaned["until"]
        self.message = f"{user.name} heeft toegang tot en met {long_date(until)}."
        return access.give_access(
            self.object,
            user,
            self.organisation(),
            level=Level(cleaned["level"]),
            until=access.end_of(until),
            grounds=form.grounds(),
            by=self.user,
        )


class _OfInvolvement(OfHousehold):
    """A page about the access of one person. The household in the address must be its own."""

    model = Involvement
    access = "endable_by"
    slug_url_kwarg = "involvement"

    def get_queryset(self) -> Any:
        rows = getattr(Involvement.objects, self.access)(self.user).filter(household__uuid=self.kwargs["uuid"])
        return rows.with_end().select_related("household__municipality", "user", "organisation")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        last_day = access.last_day_of(self.object.ends_at)
        return super().get_context_data(involvement=self.object, last_day=last_day, **kwargs)


class AccessExtend(_Terms, _OfInvolvement):
    """The same form, filled in with what was decided before."""

    access = "extendable_by"
    form_class = ExtendForm
    template_name = "cases/access_extend.html"

    def get_form_extras(self) -> dict[str, Any]:
        return {**super().get_form_extras(), "involvement": self.object}

    def get_initial(self) -> dict[str, Any]:
        rows = SharingDecision.objects.visible_to(self.user).exclude(permissions=[]).order_by("-decided_at", "-pk")
        rows = rows.filter(household=self.household, organisation=self.object.organisation)
        last = rows.filter(user=self.object.user).first() or rows.first()
        if last is None:
            return {"level": self.object.level}
        knows = Knows.YES if last.family_informed_on else Knows.NOT_YET
        return {
            "level": self.object.level,
            "ground": last.ground,
            "ground_text": last.ground_text,
            "knows": knows,
            "informed_on": last.family_informed_on,
            "informed_with": last.family_informed_with,
            "not_informed_why": last.family_not_informed_why,
            "told_on": last.family_told_on,
        }

    def do(self, cleaned: dict[str, Any], form: Any) -> Any:
        return super().do({"cleaned": cleaned, "form": form}, form)

    def act(self, *, cleaned: dict[str, Any], form: ExtendForm) -> Involvement:
        until: date = cleaned["until"]
        self.message = f"{self.object.user.name} heeft toegang tot en met {long_date(until)}."
        return access.extend_access(
            self.object,
            level=Level(cleaned["level"]) if "level" in cleaned else None,
            until=access.end_of(until),
            grounds=form.grounds(),
            by=self.user,
        )


class AccessStop(_OfInvolvement):
    """One guest stops. Who stops alone is asked nothing: the face tells the family."""

    access = "stoppable_by"
    template_name = "cases/access_stop.html"

    @property
    def is_mine(self) -> bool:
        """Whether this person stops the own access."""
        return bool(self.object.user_id == self.user.pk)

    def get_form_class(self) -> Any:
        return NoQuestions if self.is_mine else StopForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title="Stop je eigen toegang" if self.is_mine else f"Stop de toegang van {self.object.user.name}",
            is_mine=self.is_mine,
            **kwargs,
        )

    def do(self, cleaned: dict[str, Any], form: Any) -> Any:
        return super().do({"form": form}, form)

    def act(self, *, form: Any) -> None:
        name = self.object.user.name
        self.message = "Je toegang is gestopt." if self.is_mine else f"De toegang van {name} is gestopt."
        family = FamilyHeard(None, not_informed_why="De collega stopte zelf.") if self.is_mine else form.family_heard()
        access.stop_access(self.object, family=family, by=self.user)


class AccessStopOrganisation(OfHousehold):
    """A whole organisation stops, with everybody who acts for it."""

    form_class = StopForm
    template_name = "cases/access_stop.html"

    def organisation(self) -> Organisation:
        """The organisation of the address, when it may see this household and does not coordinate it."""
        if not hasattr(self, "_organisation"):
            seeing = HouseholdGroupPermission.objects.filter(
                content_object=self.object, period__contains=StatementTimestamp()
            )
            rows = Organisation.objects.filter(
                Exists(seeing.filter(group=OuterRef("group"), permission__codename="view_household")),
                ~Exists(seeing.filter(group=OuterRef("group"), permission__codename="coordinate_household")),
            )
            self._organisation: Organisation = get_object_or_404(rows, uuid=self.kwargs["organisation"])
        return self._organisation

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        name = self.organisation().name
        return super().get_context_data(title=f"Stop voor heel {name}", is_mine=False, **kwargs)

    def do(self, cleaned: dict[str, Any], form: Any) -> Any:
        return super().do({"form": form}, form)

    def act(self, *, form: StopForm) -> None:
        organisation = self.organisation()
        self.message = f"{organisation.name} kan dit huishouden niet meer zien."
        access.stop_organisation(self.object, organisation, family=form.family_heard(), by=self.user)


class AccessLetEnd(_OfInvolvement):
    """The answer to "Nog nodig?" that asks no more: it ends when it ends."""

    access = "endable_by"
    form_class = NoQuestions
    template_name = "cases/access_let_end.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            is_mine=self.object.user_id == self.user.pk, face=face_of(self.household).user, **kwargs
        )

    def act(self) -> None:
        endings.let_end(self.object, by=self.user)

    def get_success_url(self) -> str:
        day = access.last_day_of(self.object.ends_at)
        messages.success(self.request, f"De toegang stopt na {long_date(day)}. Daar hoef je niets meer voor te doen.")
        return reverse("accounts:my-day")
