"""Words, dates and small parts for templates, exactly as on screen (ux.md 4). Everything here is a pure function."""

import copy
import datetime as dt
import difflib
import functools
import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.core.exceptions import ValidationError
from django.forms import BoundField, EmailField, Form, IntegerField
from django.forms import widgets as w
from django.forms.boundfield import BoundWidget
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from accounts.templatetags.icons import ICONS

register = template.Library()


DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
Moment = dt.date | dt.datetime | None
"""A day, or an aware moment that is shown in the zone of the installation (Europe/Amsterdam)."""


# --- Days and times ------------------------------------------------------------------------------
def _local(value: dt.datetime) -> dt.datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value


def _day(value: dt.date | dt.datetime) -> dt.date:
    return _local(value).date() if isinstance(value, dt.datetime) else value


def _today(today: dt.date | None) -> dt.date:
    return today or timezone.localdate()


@register.filter
def long_date(value: Moment) -> str:
    """26 november 2026."""
    if not value:
        return ""
    day = _day(value)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


@register.filter
def day_date(value: Moment) -> str:
    """Donderdag 26 november 2026, for the line under a title."""
    return f"{DAYS[_day(value).weekday()].capitalize()} {long_date(value)}" if value else ""


@register.filter
def list_date(value: Moment, today: dt.date | None = None) -> str:
    """`do 26 november`; with the year when it is another year than today's."""
    if not value:
        return ""
    day = _day(value)
    text = f"{DAYS[day.weekday()][:2]} {day.day} {MONTHS[day.month - 1]}"
    return text if day.year == _today(today).year else f"{text} {day.year}"


@register.filter
def short_date(value: Moment) -> str:
    """26-11-2026."""
    return f"{_day(value):%d-%m-%Y}" if value else ""


@register.filter
def clock(value: dt.datetime | dt.time | None) -> str:
    """`14.30 uur`, in local time."""
    if value is None:
        return ""
    moment = _local(value) if isinstance(value, dt.datetime) else value
    return f"{moment.hour}.{moment.minute:02d} uur"


@register.simple_tag
def clock_range(start: dt.datetime | dt.time, end: dt.datetime | dt.time) -> str:
    """13.00 tot 16.00 uur."""
    return f"{clock(start).removesuffix(' uur')} tot {clock(end)}"


@register.filter
def day_word(value: Moment, today: dt.date | None = None) -> str:
    """vandaag, gisteren, morgen; any other day as `do 26 november`."""
    if not value:
        return ""
    words = {0: "vandaag", -1: "gisteren", 1: "morgen"}
    return words.get((_day(value) - _today(today)).days) or list_date(value, today)


@register.filter
def moment(value: dt.datetime | None, today: dt.date | None = None) -> str:
    """`vandaag om 14.30 uur`, `do 26 november om 9.05 uur`."""
    return f"{day_word(value, today)} om {clock(value)}" if value else ""


@register.filter
def iso(value: Moment) -> str:
    """For `<time datetime="…">`."""
    if not value:
        return ""
    return _local(value).isoformat(timespec="minutes") if isinstance(value, dt.datetime) else value.isoformat()


@register.filter
def greeting(value: dt.datetime) -> str:
    """Goedemorgen until 12, Goedemiddag until 18, then Goedenavond."""
    hour = _local(value).hour
    return "Goedemorgen" if hour < 12 else "Goedemiddag" if hour < 18 else "Goedenavond"


# --- Numbers, phones, names ------------------------------------------------------------------------
@register.filter
def number(value: float | None, decimals: int = 0) -> str:
    """`1.250`, and with one decimal `3,5`."""
    if value is None:
        return ""
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def _digits(value: str) -> str:
    digits = re.sub(r"\D", "", value)
    international = re.match(r"\s*(\+|00)\s*31", value)
    return "0" + re.sub(r"^(00)?31(0?)", "", digits) if international else digits


@register.filter
def phone(value: str | None) -> str:
    """`06 12 34 56 78`, `088 000 11 22`, `0800-2000`; never broken over lines (class `u-nowrap` or `tel`)."""
    if not value:
        return ""
    digits = _digits(value)
    if digits.startswith("06") and len(digits) == 10:
        return " ".join(digits[i : i + 2] for i in range(0, 10, 2))
    if digits.startswith(("0800", "0900")):
        return f"{digits[:4]}-{digits[4:]}"
    if digits.startswith("08") and len(digits) == 10:
        return f"{digits[:3]} {digits[3:6]} {digits[6:8]} {digits[8:]}"
    if digits.startswith("0") and len(digits) == 10:
        return f"{digits[:3]} {digits[3:6]} {digits[6:8]} {digits[8:]}"
    return value.strip()


@register.filter
def tel(value: str | None) -> str:
    """The address of a call: `tel:0612345678`."""
    if not value:
        return ""
    plus = "+" if value.strip().startswith("+") and not re.match(r"\s*\+\s*31", value) else ""
    return f"tel:{plus}{_digits(value)}"


SMALL_WORDS = {
    "de",
    "den",
    "der",
    "het",
    "ten",
    "ter",
    "te",
    "van",
    "von",
    "in",
    "op",
    "aan",
    "bij",
    "el",
    "al",
    "’t",
    "'t",
}


@register.filter
def initials(value: str | None) -> str:
    """Two letters for an avatar: first and last name, without `van`, `de`, `el`."""
    words = re.findall(r"[^\s\-–]+", value or "")
    names = [word for word in words if word.lower() not in SMALL_WORDS] or words
    if len(names) == 1 and len(words) > 1 and words[0] == names[0]:
        names = [words[0], words[-1]]
    letters = [names[0], names[-1]] if len(names) > 1 else names
    return "".join(word[0].upper() for word in letters)


@register.filter
def first_name(value: str | None) -> str:
    """The first word of a name."""
    return (value or "").split(" ")[0]


@register.filter
def marked(text: str, other: str) -> SafeString:
    """`text` with the words that `other` does not have in `<mark>`; everything is escaped."""
    words, others = str(text).split(" "), str(other).split(" ")
    pieces = []
    for tag, start, end, _, _ in difflib.SequenceMatcher(None, words, others, autojunk=False).get_opcodes():
        piece = conditional_escape(" ".join(words[start:end]))
        if start < end:
            pieces.append(piece if tag == "equal" else format_html("<mark>{}</mark>", piece))
    return mark_safe(" ".join(pieces))  # noqa: S308 - every piece was escaped above


@register.filter
def join_nl(values: Iterable[Any]) -> str:
    """`Samira, Peter en Noor`."""
    names = [str(value) for value in values]
    return " en ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


# --- Icons -----------------------------------------------------------------------------------------
@register.filter
def icon_paths(name: str) -> SafeString:
    """The inside of the icon; an unknown name is a mistake of the developer and stops."""
    return mark_safe(ICONS[name])  # noqa: S308 - our own drawings


@register.simple_tag
@functools.cache
def icon(name: str, size: str = "") -> SafeString:
    """`{% icon "phone" %}`; `size="s"` for 16 px. Always beside a word: the picture itself is hidden."""
    return format_html(
        '<svg class="icon{}" width="20" height="20" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        f" icon--{size}" if size else "",
        icon_paths(name),
    )


# --- Tags --------------------------------------------------------------------------------------------
STATUS_ICONS = {
    "works": "check",
    "mostly": "check",
    "final": "check",
    "not_yet": "clock",
    "waiting": "clock",
    "announced": "clock",
    "today": "clock",
    "draft": "pencil",
    "closed": "lock",
    "missing": "warning",
}
"""Which picture stands beside a state. Another state shows the word alone."""


@register.simple_tag
def tag(label: str, tone: str | None = "", icon: str | None = "") -> SafeString:
    """`{% tag "Werkt" tone="good" icon="check" %}`: a word in a pill. `tone`: good, warn, bad, table or plain.

    A page may hold hundreds of these, so they are no template of their own.
    """
    return _pill(f" tag--{tone}" if tone else "", icon, label)


@register.simple_tag
def status(label: str, kind: str) -> SafeString:
    """`{% status "Loopt" "running" %}`: the state of something, with word, colour and (`STATUS_ICONS`) picture."""
    return _pill(f" status status--{kind}", STATUS_ICONS.get(kind), label)


def _pill(classes: str, name: str | None, label: str) -> SafeString:
    return format_html('<span class="tag{}">{}{}</span>', classes, icon(name) if name else "", label)


# --- Forms -----------------------------------------------------------------------------------------
KINDS: tuple[tuple[type[w.Widget], str], ...] = (
    (w.CheckboxInput, "checkbox"),
    (w.CheckboxSelectMultiple, "checks"),
    (w.RadioSelect, "radios"),
    (w.SelectDateWidget, "parts"),
    (w.SplitDateTimeWidget, "parts"),
    (w.MultiWidget, "parts"),
    (w.DateInput, "date"),
    (w.Textarea, "textarea"),
    (w.Select, "select"),
    (w.PasswordInput, "password"),
    (w.FileInput, "file"),
)


@register.filter
def kind(field: BoundField) -> str:
    """The shape of a field: text, textarea, select, date, radios, checks, checkbox, password, file, parts, hidden."""
    if field.is_hidden:
        return "hidden"
    return next((name for cls, name in KINDS if isinstance(field.field.widget, cls)), "text")


@register.filter
def is_group(field: BoundField) -> bool:
    """A group of controls gets a fieldset and a legend instead of a label."""
    return kind(field) in {"radios", "checks", "parts"}


@register.filter
def described_by(field: BoundField, shown: str = "") -> str:
    """Ids of what describes the field; `shown` is a hint given to field.html instead of the help text of the form."""
    ids = [f"{field.auto_id}_helptext"] if field.help_text or shown else []
    return " ".join([*ids, f"{field.auto_id}_error"] if field.errors else ids)


@register.filter
def add_error_attrs(field: BoundField, hint: str = "") -> dict[str, str | bool]:
    """The attributes that tie a control to its hint and its error."""
    attrs: dict[str, str | bool] = {}
    if field.field.required:
        attrs["aria-required"] = "true"
    if ids := described_by(field, hint):
        attrs["aria-describedby"] = ids
    if field.errors:
        attrs["aria-invalid"] = "true"
    return attrs


def _own_widget(field: BoundField) -> w.Widget:
    """A copy of the widget without the `required` attribute: the server answers in words (`aria-required` stays)."""
    widget = copy.copy(field.field.widget)
    widget.attrs = dict(widget.attrs)
    widget.use_required_attribute = lambda initial: False  # type: ignore[method-assign]
    return widget


@register.filter
def options(field: BoundField) -> list[BoundWidget]:
    """The radios or checkboxes of a field, each with `tag`, `choice_label` and `id_for_label`."""
    widget = _own_widget(field)
    attrs = field.build_widget_attrs({"id": field.auto_id}, widget)
    rows = widget.subwidgets(field.html_name, field.value(), attrs=attrs)
    return [BoundWidget(widget, row, field.form.renderer) for row in rows]


@register.simple_tag
def control(field: BoundField, hint: str = "") -> SafeString:
    """The control itself, with class `input` and the attributes of `add_error_attrs`."""
    widget = _own_widget(field)
    attrs = add_error_attrs(field, hint)
    shape = kind(field)
    if shape == "checkbox":
        return field.as_widget(widget=widget, attrs=attrs)
    classes = ["input", widget.attrs.get("class", "")]
    if shape == "date":
        widget.input_type = "date"  # type: ignore[attr-defined]
        widget.format = "%Y-%m-%d"  # type: ignore[attr-defined]
        classes.append("input--short")
    if shape == "textarea":
        widget.attrs.pop("cols", None)
        if widget.attrs.get("rows") in {"10", 10}:
            widget.attrs["rows"] = "3"
    attrs["class"] = " ".join(filter(None, classes))
    return field.as_widget(widget=widget, attrs=attrs)


@register.filter
def parts(field: BoundField) -> list[dict[str, Any]]:
    """The controls of a MultiWidget: label (from `widget.labels`), id and html of each."""
    widget = field.field.widget
    context = widget.get_context(field.html_name, field.value(), {"id": field.auto_id, **add_error_attrs(field)})
    labels = getattr(widget, "labels", None) or ("Dag", "Maand", "Jaar")
    rows = []
    for label, sub in zip(labels, context["widget"]["subwidgets"], strict=False):
        sub["attrs"] = {
            **sub["attrs"],
            "class": "input " + ("input--year" if label == "Jaar" else "input--day"),
        }
        html = field.form.renderer.render(sub["template_name"], {"widget": sub})
        rows.append(
            {
                "label": label,
                "id": sub["attrs"].get("id", ""),
                "html": mark_safe(html.strip()),  # noqa: S308 - drawn by Django's own renderer
            }
        )
    return rows


def _says_what_to_do(field: BoundField, error: ValidationError) -> str:
    """Django's own texts say what is wrong; ours say what to do. A text that the form gave itself stays."""
    text = " ".join(error.messages)
    own = field.field.error_messages.get(error.code or "")
    defaults = (getattr(cls, "default_error_messages", {}) for cls in type(field.field).__mro__)
    default = next((texts[error.code] for texts in defaults if error.code in texts), None)
    if own is not None and own != default:
        return text
    shape = kind(field)
    if error.code == "required":
        choose = shape in {"radios", "checks", "select"}
        return f"Kies iets bij ‘{field.label}’." if choose else f"Vul ‘{field.label}’ in."
    if error.code == "invalid" and shape in {"date", "parts"}:
        return "Vul een datum in, bijvoorbeeld 1 december 2026."
    if error.code == "invalid" and isinstance(field.field, EmailField):
        return "Vul een e-mailadres in, bijvoorbeeld naam@organisatie.nl."
    if error.code == "invalid" and isinstance(field.field, IntegerField):
        return "Vul een getal in, bijvoorbeeld 4."
    if error.code in {"invalid_choice", "invalid_list"}:
        return f"Kies iets uit de lijst bij ‘{field.label}’."
    if error.code == "max_length" and error.params:
        return f"Maak de tekst korter: hoogstens {number(error.params['limit_value'])} tekens."
    if error.code == "min_length" and error.params:
        return f"Schrijf iets meer: minstens {number(error.params['limit_value'])} tekens."
    return text


@register.filter
def error_texts(field: BoundField) -> list[str]:
    """The errors of one field, as sentences that say what to do."""
    return [_says_what_to_do(field, error) for error in field.errors.as_data()]


@register.filter
def error_links(form: Form) -> list[dict[str, str]]:
    """For the error summary: where each error stands, and its text. An error of the whole form has no place."""
    rows = [{"href": "", "text": str(text)} for text in form.non_field_errors()]
    for field in form:
        target = field.id_for_label or field.auto_id
        if is_group(field):
            target = f"{field.auto_id}_0"
        rows += [{"href": f"#{target}", "text": text} for text in error_texts(field)]
    return rows


@register.filter
def has_errors(forms: Any) -> bool:
    """True for a form, a formset or a list of forms with an error in it."""
    if isinstance(forms, list | tuple):
        return any(has_errors(form) for form in forms)
    return bool(getattr(forms, "is_bound", False) and not forms.is_valid())


# --- Pages -----------------------------------------------------------------------------------------
@register.filter
def page_range(paginator: Any, current: int) -> list[int | None]:
    """Numbers to link to, with None where some are left out: 1 … 4 5 6 … 12."""
    last = paginator.num_pages
    shown = sorted({n for n in (1, current - 1, current, current + 1, last) if 1 <= n <= last})
    numbers: list[int | None] = []
    for n in shown:
        previous = numbers[-1] if numbers else None
        if previous is not None and n - previous > 1:
            numbers.append(n - 1 if n - previous == 2 else None)
        numbers.append(n)
    return numbers
