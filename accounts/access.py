"""The access kit for pages: whose rows are these, and what happens with a "no".

Three kinds of "no": 404 when it is not yours or not there, 422 with a form error for malformed input, and a
`DomainError` with a Dutch sentence when the work forbids it (a form error too; 409 in the API, and for two people at
once).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django import forms
from django.core.exceptions import ImproperlyConfigured, ObjectDoesNotExist
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.generic.base import View
from django.views.generic.detail import SingleObjectMixin, SingleObjectTemplateResponseMixin
from django.views.generic.edit import FormMixin
from django_htmx.http import reselect, reswap, retarget

from accounts import access_log, drafts, interrupted, onetime
from accounts.choices import AccessEvent
from accounts.errors import DomainError
from accounts.models import User, Versioned
from accounts.querysets import ScopedQuerySet, require_scope
from accounts.versions import (
    ANSWER,
    Comparison,
    HasVersion,
    NotChosen,
    VersionConflict,
    VersionedFormMixin,
    answered,
    keep_not_chosen,
    not_chosen,
)

__all__ = ["DomainError", "FreshStepMixin", "ScopedAction", "ScopedQuerySet", "ScopedView"]


class ScopedView(View):
    """A view on the rows of one person. `access` names the queryset method that says which rows these are.

    Use it in front of a generic view. Leave `access` out and the site does not start. What is asked for and found is
    noted for the access log as `access_event` (`accounts.access_log`), and as `access_kind` when the page shows
    something of the row: the film of a household, and not the household.
    """

    model: type[Model] | None = None
    access: str | None = None
    slug_field = "uuid"
    slug_url_kwarg = "uuid"
    queryset: QuerySet[Any] | None = None
    access_event = AccessEvent.LOOK
    access_kind = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.model is not None:
            require_scope(cls, cls.model, cls.access)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        access_log.asked(request, self.model, kwargs, self.slug_url_kwarg, self.access_event)

    def get_object(self, queryset: QuerySet[Any] | None = None) -> Any:
        rows = self.get_queryset() if queryset is None else queryset
        found = super().get_object(access_log.with_basis(rows, self.request.user))  # type: ignore[misc,arg-type]
        access_log.seen(self.request, found, kind=self.access_kind)
        return found

    def get_queryset(self) -> QuerySet[Any]:
        self.queryset = getattr(self.model._default_manager, self.access)(self.request.user)  # type: ignore[union-attr,arg-type]
        return super().get_queryset()  # type: ignore[misc,no-any-return]


class FreshStepMixin:
    """Asks the second step again when it is older than five minutes: for a secret, and for what is carried away.

    In front of a ScopedView. After the rows: what is not yours is not there, whatever step you took.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.get_object()  # type: ignore[attr-defined]
        return self._with_fresh_step(request, *args, **kwargs)

    @method_decorator(reauthentication_required(app="allauth.mfa"))
    def _with_fresh_step(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return answer


class ScopedAction(ScopedView, SingleObjectMixin, SingleObjectTemplateResponseMixin, FormMixin, View):  # type: ignore[type-arg,misc]
    """One act on one thing: a form on GET, `act()` on POST, then away to `get_success_url()`.

    With `draft_name` the text that is typed is kept on the server (`accounts.drafts`); a form built on
    `VersionedFormMixin` gets the page with both texts when two people saved at once.
    """

    draft_name: str | None = None
    object: Any
    http_method_names = ["get", "post", "head", "options"]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.user: User = request.user  # type: ignore[assignment]

    def act(self, *args: Any, **cleaned: Any) -> Any:
        """Call the service. What it returns is kept as `self.result`. May raise DomainError."""
        raise ImproperlyConfigured(f"{type(self).__name__}: write `act`.")

    def get_draft_subject(self) -> UUID | None:
        """What the draft is about: the thing this page acts on."""
        return getattr(self.object, "uuid", None)

    def get_versioned_row(self) -> HasVersion | None:
        """The row that the form edits, when its class is a VersionedFormMixin."""
        return self.object if isinstance(self.object, Versioned) else None

    def get_form_extras(self) -> dict[str, Any]:
        """Further arguments of the form: whose choices it offers, for example."""
        return {}

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs() | self.get_form_extras()
        form_class = self.get_form_class()
        if isinstance(form_class, type) and issubclass(form_class, VersionedFormMixin):
            kwargs["row"] = self.get_versioned_row()
            if ANSWER in self.request.POST:
                kwargs["data"] = answered(self.request.POST)
        if self.request.method == "GET" and (kept := self.get_kept_text()) is not None:
            if "row" in kwargs:
                kwargs["opened"] = kept
            kwargs["initial"] = {**kwargs.get("initial", {}), **typed_values(form_class, kept, kwargs)}
        return kwargs

    def get_kept_text(self) -> QueryDict | None:
        """Text that was typed here before: cut off by the end of a session, or kept as a draft."""
        if (text := interrupted.take(self.request)) is not None:
            return text
        if self.draft_name and (draft := drafts.find(self.user, self.draft_name, self.get_draft_subject())):
            return drafts.as_post(draft)
        return None

    def get_draft_saved_at(self) -> datetime | None:
        """When the text that is typed here was last kept; None when nothing is."""
        if self.draft_name is None:
            return None
        draft = drafts.find(self.user, self.draft_name, self.get_draft_subject())
        return draft.saved_at if draft else None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.object = self.get_object()
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.object = self.get_object()
        if self.draft_name and onetime.AUTOSAVE in request.POST:
            access_log.is_no_look(request)
            saved_at = drafts.keep(self.user, self.draft_name, self.get_draft_subject(), request.POST)
            return render(request, "components/saved.html", {"saved_at": saved_at})
        form = self.get_form()
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)

    def form_valid(self, form: Any) -> HttpResponse:
        return self.do(dict(form.cleaned_data), form)

    def do(self, cleaned: dict[str, Any], form: Any, row: HasVersion | None = None) -> HttpResponse:
        """Call `act`; a refusal of the work becomes an error of the form. `row` is what `act` changes, when known.

        No transaction of its own: a refusal may leave something behind on purpose (a wrong code counts as a try), and
        what follows the act belongs to the transaction of the request.
        """
        row = row or self.get_versioned_row()
        others = self.not_chosen(cleaned, form, row)
        try:
            self.result = self.act(**cleaned)
        except VersionConflict as conflict:
            return self.settle(form, conflict)
        except DomainError as error:
            access_log.refused(self.request, error)
            form.add_error(error.field if error.field in form.fields else None, error.message)
            return self.form_invalid(form)
        except ObjectDoesNotExist as error:
            if self.is_still_there():
                raise
            raise Http404 from error  # Access ended while this post waited for its turn.
        keep_not_chosen(row, others, by=self.user)
        return self.finish()

    def is_still_there(self) -> bool:
        """Whether this person may still act on the thing of this page: asked when something was not found after all."""
        return self.object is None or self.get_queryset().filter(pk=self.object.pk).exists()

    def not_chosen(self, cleaned: dict[str, Any], form: Any, row: HasVersion | None) -> list[NotChosen]:
        """Return the texts that an answer to the page with both texts leaves out; any other post leaves out none."""
        if row is None or not isinstance(form, VersionedFormMixin) or ANSWER not in self.request.POST:
            return []
        return not_chosen(form, self.fresh_form(row), row, chosen=cleaned, by=self.user)

    def finish(self) -> HttpResponse:
        """The act is done: the draft goes, and the answer is a redirect, so that a repeat has no second effect."""
        if self.draft_name:
            drafts.discard(self.user, self.draft_name, self.get_draft_subject())
        response = redirect(self.get_success_url())
        response.status_code = 303
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def settle(self, form: Any, conflict: VersionConflict) -> HttpResponse:
        """Two people saved the same row. Join what can be joined; lay the rest side by side, status 409."""
        both = Comparison(form, self.fresh_form(conflict.current), conflict.current)
        if not both.conflicts:
            return self.do({**both.joined, "version": conflict.current.version}, form, conflict.current)
        own = [(onetime.FIELD, onetime.new_key()), (interrupted.OWNER, str(self.user.uuid))]
        response = render(
            self.request,
            "errors/conflict.html",
            {
                "fields": both.fields(),
                "merged": both.merged(),
                "hidden": [*({"name": name, "value": value} for name, value in own), *both.hidden()],
                "action": self.request.path,
                "back_url": self.get_success_url(),
                "other_phone": conflict.current.changed_by.phone if conflict.current.changed_by else "",
            },
            status=409,
        )
        if self.request.htmx:  # type: ignore[attr-defined]
            # The page with both texts takes the place of the whole page, also when a part of it was asked.
            retarget(reselect(reswap(response, "outerHTML"), "#inhoud"), "#inhoud")
        return response

    def fresh_form(self, row: HasVersion) -> Any:
        """Return the form as it shows `row` to somebody who opens it now."""
        return self.get_form_class()(row=row, **self.get_initial_kwargs(row))

    def get_initial_kwargs(self, row: HasVersion) -> dict[str, Any]:
        """Arguments that make the form show `row` as it is now."""
        return {"initial": self.get_initial_for(row), **self.get_form_extras()}

    def get_initial_for(self, row: HasVersion) -> dict[str, Any]:
        """Values of `row` by form field name."""
        names = self.get_form_class().base_fields
        return {name: getattr(row, name) for name in names if hasattr(row, name)}


def typed_values(form_class: Any, data: QueryDict, kwargs: dict[str, Any]) -> dict[str, Any]:
    """Read raw typed values back as initial values, so that a form shows them without judging them yet."""
    form: forms.Form = form_class(**{**kwargs, "data": data})
    return {
        name: field.widget.value_from_datadict(data, {}, form.add_prefix(name))
        for name, field in form.fields.items()
        if name != "version"
    }
