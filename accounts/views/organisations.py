"""Beheer (ux, S28): the organisations that a beheerder looks after. Nothing of a household."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.generic import DetailView, ListView

from accounts import slots
from accounts.access import ScopedAction, ScopedView
from accounts.choices import OrganisationKind, Role
from accounts.context_processors import desk
from accounts.forms.administration import OrganisationChangeForm, OrganisationForm, SearchForm
from accounts.models import ApiToken, Membership, Organisation, RoleRequest, User
from accounts.services import organisations
from accounts.versions import HasVersion

PEOPLE_A_PAGE = 25


class OrganisationList(ScopedView, ListView):  # type: ignore[type-arg]
    """The organisations of the region, or the own one; found by part of the name. Not there for anybody else."""

    model = Organisation
    access = "administered_by"
    template_name = "accounts/organisation_list.html"
    paginate_by = 25

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person = desk(request)
        if person is None or Role.ADMINISTRATOR not in person.roles:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        self.form = SearchForm(self.request.GET)
        self.term = self.form.cleaned_data["zoek"] if self.form.is_valid() else ""
        people = Membership.objects.running().filter(organisation=OuterRef("pk")).order_by().values("organisation")
        number = Coalesce(Subquery(people.annotate(number=Count("pk")).values("number")), Value(0))
        rows = super().get_queryset().annotate(number_of_people=number).order_by("name", "pk")
        return rows.filter(name__icontains=self.term) if self.term else rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: User = self.request.user  # type: ignore[assignment]
        return super().get_context_data(
            form=self.form,
            term=self.term,
            offices=list(Organisation.objects.offices_of(user).select_related("region")),
            other_parts=list(slots.fill("administration_part", self.request)),
            page_base=f"{urlencode({'zoek': self.term})}&" if self.term else "",
            **kwargs,
        )


class OrganisationDetail(ScopedView, DetailView):  # type: ignore[type-arg]
    """One organisation and who works there."""

    model = Organisation
    access = "administered_by"
    template_name = "accounts/organisation_detail.html"
    context_object_name = "organisation"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("region").prefetch_related("municipalities")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: User = self.request.user  # type: ignore[assignment]
        rows = Membership.objects.administered_by(user).filter(organisation=self.object).select_related("user")
        page = Paginator(rows.order_by("user__name", "pk"), PEOPLE_A_PAGE).get_page(self.request.GET.get("page"))
        waiting = RoleRequest.objects.visible_to(user).waiting().filter(organisation=self.object)
        requests = waiting.select_related("user", "organisation", "asked_by").order_by("asked_at", "pk")
        rows = ApiToken.objects.visible_to(user).filter(organisation=self.object).select_related("made_by")
        tokens = rows.with_state().order_by("-made_at", "-pk")
        parts = list(slots.fill("organisation_part", self.request, self.object))
        return super().get_context_data(page_obj=page, requests=requests, tokens=tokens, other_parts=parts, **kwargs)


class _OrganisationForm(ScopedAction):
    """What an organisation is: the page of a new one and of one that is there."""

    model = Organisation
    access = "administered_by"
    template_name = "accounts/organisation_form.html"
    said = ""

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("region")

    def get_form_extras(self) -> dict[str, Any]:
        return {"region": self.object.region}

    def do(self, cleaned: dict[str, Any], form: Any, row: HasVersion | None = None) -> Any:
        self.places = form.places
        return super().do(cleaned, form, row)

    def values(self, kind: str, municipalities: list[str], **rest: Any) -> dict[str, Any]:
        """What the form said, as the service takes it."""
        places = [self.places[key] for key in municipalities]
        return {"kind": OrganisationKind(kind), "municipalities": places, **rest}

    def get_success_url(self) -> str:
        messages.success(self.request, self.said)
        return self.result.get_absolute_url()  # type: ignore[no-any-return]


class OrganisationCreate(_OrganisationForm):
    """A new organisation in the region of this regiobureau."""

    access = "offices_of"
    slug_url_kwarg = "office"
    form_class = OrganisationForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title="Nieuwe organisatie", label="Maak organisatie", is_new=True, **kwargs)

    def act(self, **cleaned: Any) -> Organisation:
        values = self.values(**cleaned)
        self.said = f"{values['name']} is gemaakt."
        return organisations.create_organisation(region=self.object.region, by=self.user, **values)


class OrganisationChange(_OrganisationForm):
    """Another name, kind, place or number."""

    form_class = OrganisationChangeForm

    def get_initial_for(self, row: HasVersion) -> dict[str, Any]:
        places = [str(uuid) for uuid in row.municipalities.values_list("uuid", flat=True)]  # type: ignore[attr-defined]
        return {**super().get_initial_for(row), "municipalities": places}

    def get_initial(self) -> dict[str, Any]:
        return self.get_initial_for(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        title = f"{self.object.name} wijzigen"
        return super().get_context_data(title=title, label="Bewaar", is_new=False, **kwargs)

    def not_chosen(self, *args: Any, **kwargs: Any) -> list[Any]:
        """A name or number of an office is no text of anybody: what was not chosen is not kept."""
        return []

    def get_success_url(self) -> str:
        """Also the way back from the page with both texts."""
        if not hasattr(self, "result"):
            return self.object.get_absolute_url()  # type: ignore[no-any-return]
        return super().get_success_url()

    def act(self, **cleaned: Any) -> Organisation:
        self.said = "De gegevens zijn bewaard."
        return organisations.change_organisation(self.object, by=self.user, **self.values(**cleaned))
