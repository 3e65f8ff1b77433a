"""Nobody's text disappears: a version number on everything that can be edited, and both texts on a conflict.

A form carries the version it was opened with and the values it showed then. Saving locks the row and compares. Fields
that only one of the two changed merge by themselves; the rest is laid side by side (ux, S32). The text that is not
chosen there is kept in the history of that thing (`OtherText`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from django import forms
from django.http import QueryDict
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from accounts.errors import DomainError
from accounts.models import OtherText, User, Versioned
from accounts.templatetags.ui import join_nl, long_date

V = TypeVar("V", bound=Versioned)


class HasVersion(Protocol):
    """What two people may change at once: a `Versioned` row, or something whose every change is a row of its own."""

    @property
    def version(self) -> int:
        """A number that goes up with every change."""

    @property
    def changed_by(self) -> User | None:
        """Who changed it last."""

    @property
    def changed_at(self) -> datetime | None:
        """When that was."""


class VersionConflict(DomainError):
    """The row changed after the form was opened. `current` is the row as it is now, locked."""

    def __init__(self, current: HasVersion) -> None:
        super().__init__("Iemand anders veranderde dit ook.")
        self.current = current


def lock(row: V, *, version: int | None) -> V:
    """Return `row` fresh from the database and locked until the transaction ends.

    Raises VersionConflict when it is no longer at `version`. `version=None` is for acts that replace no text.
    """
    current: V = type(row)._default_manager.select_for_update(of=("self",), no_key=True).get(pk=row.pk)
    if version is not None and current.version != version:
        raise VersionConflict(current)
    return current


def save(row: Versioned, *, by: User, fields: dict[str, Any]) -> None:
    """Write `fields` on a locked row and count one version up."""
    for name, value in fields.items():
        setattr(row, name, value)
    row.version += 1
    row.changed_by = by
    kept = {field.name for field in row._meta.concrete_fields}
    row.save(update_fields=[*fields, *({"version", "changed_at", "changed_by"} & kept)])


class VersionedFormMixin:
    """For forms that edit something with a version: carries it, and the values that were shown when it was opened.

    Put `{{ form.opened_with }}` inside the form. `opened` is a post of the same form that is shown again (a text that
    was cut off by the end of a session): it keeps the version that it was opened with then.
    """

    belong_together: Collection[str] = ()
    """Fields that never come from two people (`merge`)."""

    def __init__(
        self, *args: Any, row: HasVersion | None = None, opened: QueryDict | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        form: forms.Form = self  # type: ignore[assignment]
        self._opened: QueryDict | None = form.data if form.is_bound else opened  # type: ignore[assignment]
        kept = opened.get("version") if opened else None
        version = kept or (row.version if row else None)
        form.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, initial=version, min_value=1)

    def opened_with(self) -> SafeString:
        """The values that the form showed when it was opened, as hidden inputs."""
        if self._opened is not None:
            names = [name for name in self._opened if name.startswith(SHOWN)]
            pairs = [(name, value) for name in names for value in self._opened.getlist(name)]
        else:
            pairs = [(f"{SHOWN}{name}", value) for name, value in raw_initial(self)]  # type: ignore[arg-type]
        return format_html_join("", '<input type="hidden" name="{}" value="{}">', pairs)

    def shown_values(self) -> dict[str, Any]:
        """What the form showed when it was opened, cleaned like what was typed."""
        form: forms.Form = self  # type: ignore[assignment]
        return {name: _cleaned(form, name, form.data, prefix=SHOWN) for name in editable(form)}

    def initial_values(self) -> dict[str, Any]:
        """What the form shows before anybody types, cleaned like what is typed."""
        form: forms.Form = self  # type: ignore[assignment]
        data = QueryDict(mutable=True)
        for name, value in raw_initial(form):
            data.appendlist(name, value)
        return {name: _cleaned(form, name, data) for name in editable(form)}


SHOWN = "getoond-"
"""Before the name of a field: what it showed when the form was opened."""

ANSWER = "conflict"
"""The name that says that a post answers the page with both texts (templates/errors/conflict.html)."""

TAKE, MINE, THEIRS, SETTLED = "take_", "mine-", "theirs-", "settled"
"""On that page: before the name of a field, what was chosen for it and the two values; and a choice made before."""

EMPTY: tuple[Any, ...] = (None, "", [])


def editable(form: forms.Form) -> list[str]:
    """Return the names of the fields that somebody edits."""
    return [name for name in form.fields if name != "version"]


def raw_initial(form: forms.Form) -> list[tuple[str, str]]:
    """Return the initial values of `form` as a browser would post them."""
    pairs = []
    for name in editable(form):
        field = form.fields[name]
        pairs += raw(field, name, form.get_initial_for_field(field, name))
    return pairs


def raw(field: forms.Field, name: str, value: Any) -> list[tuple[str, str]]:
    """Return one value as a browser would post it: pairs of name and text; none for a box without a tick."""
    widget: Any = field.widget
    if isinstance(widget, forms.MultiWidget):
        parts = zip(widget.widgets_names, widget.decompress(value), strict=True)  # type: ignore[attr-defined,arg-type]
        return [(f"{name}{suffix}", "" if part is None else str(part)) for suffix, part in parts]
    if isinstance(widget, forms.CheckboxInput):
        return [(name, "on")] if value else []
    prepared = field.prepare_value(value)
    if isinstance(prepared, list | tuple):
        return [(name, str(one)) for one in prepared]
    return [(name, "" if prepared is None else str(prepared))]


def _cleaned(form: forms.Form, name: str, data: Any, *, prefix: str = "") -> Any:
    field = form.fields[name]
    try:
        return field.clean(field.widget.value_from_datadict(data, form.files, f"{prefix}{name}"))
    except forms.ValidationError:
        return None


@dataclass(frozen=True)
class ConflictField:
    """One field that two people changed: what you typed, what is there now, and whose that is. Texts, as on screen.

    `both` is what "Maak er samen één van" begins with.
    """

    name: str
    label: str
    mine: str
    theirs: str
    only_choose: bool
    both: str
    other_name: str
    other_at: datetime | None


@dataclass(frozen=True)
class MergedField:
    """One field that only one of the two changed: what it will be, and whose that is."""

    label: str
    text: str
    whose: str


def merge(
    *, shown: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any], one: Collection[str] = ()
) -> tuple[dict[str, Any], list[str]]:
    """Join two edits of the same row field by field.

    Returns the joined values (mine where both changed) and the names of the fields that both changed differently.
    `one`: fields that are one thing, words and who says them. When both changed something of it, nothing of it joins.
    """
    joined, conflicts = {}, []
    for name, my_value in mine.items():
        their_value = theirs.get(name)
        if my_value == shown.get(name):
            joined[name] = their_value
        else:
            joined[name] = my_value
            if their_value not in (shown.get(name), my_value):
                conflicts.append(name)
    if all(any(values[name] != shown.get(name) for name in one) for values in (mine, theirs)):
        conflicts = [name for name in mine if name in conflicts or (name in one and mine[name] != theirs.get(name))]
    return joined, conflicts


class Comparison:
    """Your post beside the row as it is now: what joins by itself, and what somebody has to choose."""

    def __init__(self, form: Any, fresh: Any, current: HasVersion) -> None:
        """`form` was posted and is valid; `fresh` shows `current`."""
        self.form, self.fresh, self.current = form, fresh, current
        self.shown, self.theirs = form.shown_values(), fresh.initial_values()
        self.mine = {name: form.cleaned_data[name] for name in editable(form)}
        self.joined, self.conflicts = merge(
            shown=self.shown, mine=self.mine, theirs=self.theirs, one=form.belong_together
        )

    def fields(self) -> list[ConflictField]:
        """Return the fields to choose in."""
        other = self.current.changed_by
        return [
            ConflictField(
                name=name,
                label=str(self.form[name].label),
                mine=text_of(self.form.fields[name], self.mine[name]),
                theirs=text_of(self.fresh.fields[name], self.theirs[name]),
                only_choose=type(self.form.fields[name]) is not forms.CharField,
                both=str(self.mine[name] or self.theirs[name] or ""),
                other_name=other.name if other else "je collega",
                other_at=self.current.changed_at,
            )
            for name in self.conflicts
        ]

    def merged(self) -> list[MergedField]:
        """Return the fields that joined by themselves."""
        other = self.current.changed_by
        whose = f"van {other.first_name}" if other else "van je collega"
        rows = []
        for name in editable(self.form):
            if name in self.conflicts or self.mine[name] == self.theirs[name]:
                continue
            text = text_of(self.form.fields[name], self.joined[name])
            is_mine = self.joined[name] == self.mine[name]
            rows.append(MergedField(str(self.form[name].label), text, "van jou" if is_mine else whose))
        return rows

    def hidden(self) -> list[dict[str, str]]:
        """Return what the page with both texts carries: the rest of the form, and both values of each conflict."""
        pairs = [("version", str(self.current.version)), *self._values("", self.joined, but=self.conflicts)]
        pairs += self._values(SHOWN, self.theirs)
        pairs += [pair for name in answers(self.form.data) if name not in self.conflicts for pair in self._before(name)]
        for prefix, values in ((MINE, self.mine), (THEIRS, self.theirs)):
            pairs += self._values(prefix, {name: values[name] for name in self.conflicts})
        return [{"name": name, "value": value} for name, value in pairs]

    def _before(self, name: str) -> list[tuple[str, str]]:
        """Carry along what was chosen on an earlier page with both texts: the other text is still to be kept."""
        own = _parts(self.form.data, f"{MINE}{name}")
        return [(f"{TAKE}{name}", SETTLED), *((key, value) for key in own for value in self.form.data.getlist(key))]

    def _values(self, prefix: str, values: dict[str, Any], but: Any = ()) -> list[tuple[str, str]]:
        chosen = [(name, value) for name, value in values.items() if name not in but]
        return [
            (f"{prefix}{sub}", text)
            for name, value in chosen
            for sub, text in raw(self.fresh.fields[name], name, value)
        ]


def answers(data: QueryDict) -> list[str]:
    """Return the names of the fields in which somebody chose on the page with both texts."""
    return [key.removeprefix(TAKE) for key in data if key.startswith(TAKE)] if ANSWER in data else []


def answered(data: QueryDict) -> QueryDict:
    """Turn the answer of the page with both texts into the post of an ordinary form."""
    post = data.copy()
    for name in answers(data):
        choice = data[f"{TAKE}{name}"]
        if choice == "both":
            post[name] = data.get(f"both_{name}", "")
        elif choice != SETTLED:
            prefix = THEIRS if choice == "theirs" else MINE
            for key in _parts(data, f"{prefix}{name}"):
                post.setlist(key.removeprefix(prefix), data.getlist(key))
    return post


def _parts(data: QueryDict, name: str) -> list[str]:
    """Return under which names a browser posts the value `name`: a date in three parts has three."""
    return [key for key in data if key == name or key.startswith(f"{name}_")]


@dataclass(frozen=True)
class NotChosen:
    """A text that somebody wrote, and that is not what will stand there. `field` is its name in the form."""

    field: str
    text: str
    written_by: User | None


def not_chosen(form: Any, fresh: Any, current: HasVersion, *, chosen: dict[str, Any], by: User) -> list[NotChosen]:
    """Return what an answer to the page with both texts leaves out.

    `form` was posted and is valid, `fresh` shows `current`, the row before it is saved; `chosen` are the values that
    will stand there. What the other wrote is read from the row, never from the post. What is empty is no text.
    """
    found = []
    theirs = fresh.initial_values()
    for name in answers(form.data):
        if name not in chosen:
            continue
        mine = _cleaned(form, name, form.data, prefix=MINE)
        for value, source, who in ((mine, form, by), (theirs[name], fresh, current.changed_by)):
            if value != chosen[name] and value not in EMPTY:
                found.append(NotChosen(name, text_of(source.fields[name], value), who))
    return found


def keep_not_chosen(row: Any, texts: Iterable[NotChosen], *, by: User) -> None:
    """Keep these in the history of `row`, in the transaction that saves it. What is there already is not kept again."""
    for each in texts:
        known = OtherText.objects.about(row).filter(field=each.field, text=each.text, written_by=each.written_by)
        if not known.exists():
            OtherText.objects.create(
                target_kind=type(row).__name__.lower(),
                target=row.uuid,
                root=getattr(row, "audit_root", row.uuid),
                field=each.field,
                text=each.text,
                written_by=each.written_by,
                decided_by=by,
            )


@dataclass(frozen=True)
class OtherTextRow:
    """One text that was not chosen, as the page of its thing shows it; `label` is what its field is called now."""

    label: str
    kept: OtherText


def other_texts(row: Any, labels: Callable[[str], str]) -> list[OtherTextRow]:
    """Return what was not chosen for `row`, the newest first; `labels` says what a field is called."""
    return [OtherTextRow(labels(kept.field), kept) for kept in OtherText.objects.about(row)]


def text_of(field: forms.Field, value: Any) -> str:
    """Return a cleaned value in the words that the form uses for it; a field of its own kind says them (`in_words`)."""
    if value in EMPTY:
        return "(leeg)"
    if hasattr(field, "in_words"):
        return str(field.in_words(value))
    if isinstance(field, forms.ModelChoiceField):
        return str(value)
    if isinstance(field, forms.ChoiceField):
        labels = {str(key): str(label) for key, label in field.choices}  # type: ignore[misc,union-attr]
        chosen = value if isinstance(value, list) else [value]
        return join_nl(labels.get(str(one), str(one)) for one in chosen)
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return long_date(value) if isinstance(value, date) else str(value)
