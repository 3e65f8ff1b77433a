"""S12: writing the card together, with the card itself beside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts import access_log, interrupted, onetime
from accounts import drafts as kept_drafts
from accounts.access import ScopedAction
from accounts.errors import DomainError
from accounts.versions import (
    MINE,
    SETTLED,
    TAKE,
    THEIRS,
    ConflictField,
    NotChosen,
    VersionConflict,
    answered,
    answers,
    keep_not_chosen,
    other_texts,
    text_of,
)
from cases.models import Household
from cases.services.guarding import keeps_secret
from veiligheidskaart import content, fit, rules
from veiligheidskaart.choices import Block
from veiligheidskaart.content import Draft, Reader
from veiligheidskaart.flow import lay_out
from veiligheidskaart.forms import draft as shape
from veiligheidskaart.forms import follow_up
from veiligheidskaart.forms.draft import DraftForm
from veiligheidskaart.languages import long_day
from veiligheidskaart.models import KaartVersion
from veiligheidskaart.services import guarding, texts
from veiligheidskaart.services.drafts import Stand, save_draft, stand_of
from veiligheidskaart.translating import for_reader
from veiligheidskaart.views import blocks


@dataclass(frozen=True)
class Preview:
    """The card of one reader as it would be printed now."""

    sheets: Any
    reader: Reader
    readers: tuple[Reader, ...]
    overflows: list[fit.Overflow]
    is_demo: bool
    found_phone: str


class KaartDraft(ScopedAction):
    """The draft of a household: shared by contact person, duo and stand-in."""

    model = Household
    access = "changeable_by"
    template_name = "veiligheidskaart/draft.html"
    draft_name = "kaart"
    form_class = DraftForm

    @cached_property
    def stand(self) -> Stand:
        return stand_of(self.object)

    @cached_property
    def sources(self) -> texts.Sources:
        return texts.sources_of(self.object)

    # --- Showing -----------------------------------------------------------------------------------
    def get_form(self, form_class: Any = None) -> DraftForm:
        options: dict[str, Any] = {"sources": self.sources, "draft": self.stand.draft, "version": self.stand.version}
        if self.request.method == "POST":
            data = self.request.POST
            return DraftForm(answered(data), **options)
        more = self.request.GET.get("nog", "")
        return DraftForm(initial=self.kept or {}, more=more, **options)

    @cached_property
    def kept(self) -> dict[str, Any] | None:
        """What was typed here before and could not be saved, if there is any."""
        data = interrupted.take(self.request)
        if data is None and (row := kept_drafts.find(self.user, "kaart", self.object.uuid)):
            data = kept_drafts.as_post(row)
        return shape.typed(data) if data is not None else None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form: DraftForm = context["form"]
        shown = self.stand.draft
        opened = self.request.GET.get("blok") or self.request.GET.get("nog") or self._block_with_error(form)
        beside = self._beside(shown)
        return {
            **context,
            "household": self.object,
            "number": self.stand.next_number,
            "last": KaartVersion.objects.filter(household=self.object).first(),
            "stand": self.stand,
            "sources": self.sources,
            "opened": opened,
            "kept": self.request.method == "GET" and self.kept is not None,
            "blocks": self.sources.blocks,
            "voices": [self._voices(form, block) for block in shape.VOICES[:2] if block in self.sources.blocks],
            "signals": [self._voices(form, block) for block in shape.VOICES[2:] if block in self.sources.blocks],
            "opinions": blocks.opinions_of(form, self.sources) if Block.OPINIONS in self.sources.blocks else [],
            "opinions_readers": form["opinions_readers"],
            "children": (blocks.children_of(form, self.sources, shown) if Block.CHILD in self.sources.blocks else []),
            "max_voices": rules.MAX_VOICES,
            "sum": self._summaries(shown),
            "agreements": self._options(
                form, "agreements_chosen", {str(row.uuid): row.detail for row in self.sources.agreements}
            ),
            "network": self._options(
                form, "network_chosen", {str(row.uuid): row.helps_with for row in self.sources.network}
            ),
            "steps": [(number, form[f"steps_{name}"]) for number, name in enumerate(shape.STEPS, 1)],
            "call": [*self._call()],
            "other_texts": other_texts(self.stand.card, lambda name: blocks.label_of(name, form))
            if self.stand.card
            else [],
            **beside,
            "lines": [
                blocks.lines_of(form, block, shown, beside["tips"])
                for block in follow_up.LINES
                if block in self.sources.blocks
            ],
        }

    def _beside(self, draft: Draft) -> dict[str, Any]:
        """What changes with every save: the preview, its readers, and the tips."""
        preview = self._preview(draft)
        return {
            "preview": preview,
            "readers": preview.readers,
            "tips": self._tips(draft, preview.overflows),
            "base": shape.written(draft),
            "number": self.stand.next_number,
        }

    def _preview(self, draft: Draft) -> Preview:
        asked = self.request.POST.get("lezer") or self.request.GET.get("lezer")
        whole = texts.write(self.sources, draft, number=self.stand.next_number)
        readers = whole.editions
        reader = next((each for each in readers if each.key == asked), readers[0])
        card = for_reader(whole, reader)
        overflows = fit.overflows(card)
        return Preview(lay_out(card), reader, readers, overflows, settings.DEMO_MODE, settings.HELP_PHONE)

    def _tips(self, draft: Draft, overflows: list[fit.Overflow]) -> dict[str, list[str]]:
        """Helpers, never gates; own words of the family are never looked at."""
        tips: dict[str, list[str]] = {block.value: [] for block in Block}
        for block in shape.VOICES:
            tips[block] += [hint.text for hint in rules.hints_for(getattr(draft, block).seen)]
        for name in shape.STEPS:
            tips["steps"] += [hint.text for hint in rules.hints_for(getattr(draft.steps, name))]
        blocks.add_tips(tips, draft)
        for found in guarding.found_in(self.sources, draft):
            tips[found.block].append(found.sentence)
        for over in overflows:
            for block in over.blocks:
                tips[block].append(f"{over.sentence}.")
        return tips

    def _voices(self, form: DraftForm, block: str) -> dict[str, Any]:
        rows = [
            {
                "who": form[f"{block}_{number}_who"],
                "text": form[f"{block}_{number}_text"],
                "by": self._by(form, block, number),
                "readers": form[f"{block}_{number}_readers"],
                "agrees": form[f"{block}_{number}_agrees"] if self.sources.children else None,
            }
            for number in range(rules.MAX_VOICES)
            if f"{block}_{number}_text" in form.fields
        ]
        return {
            "block": block,
            "number": list(Block).index(Block(block)) + 1,
            "title": Block(block).label,
            "rows": rows,
            "hidden": form[f"{block}_rows"],
            "seen": form[f"{block}_seen"],
            "readers": form[f"{block}_readers"],
            "sum": self._summaries(self.stand.draft)[block],
        }

    def _by(self, form: DraftForm, block: str, number: int) -> str:
        chosen = form[f"{block}_{number}_who"].value() or []
        return rules.join(person.name for person in self.sources.people if str(person.uuid) in chosen)

    def _options(self, form: DraftForm, name: str, details: dict[str, str]) -> list[dict[str, Any]]:
        chosen = form[name].value() or []
        return [
            {
                "option": option,
                "detail": details[option.data["value"]],
                "chosen": option.data["value"] in chosen,
                "value": option.data["value"],
                "readers": form[f"{name.removesuffix('chosen')}{option.data['value']}_readers"],
            }
            for option in form[name]
        ]

    def _call(self) -> list[tuple[str, str, str]]:
        contacts = texts.write(self.sources, Draft(), number=1).contacts
        rows = [(contacts.face.name, "ons vaste contact", contacts.face.phone)]
        if contacts.stand_in:
            rows.append(
                (contacts.stand_in.name, f"als {self.sources.face.first_name} vrij is", contacts.stand_in.phone)
            )
        if contacts.duo:
            rows.append((contacts.duo.name, "van het duo", contacts.duo.phone))
        return rows

    def _summaries(self, draft: Draft) -> dict[str, str]:
        """The line under the title of each closed block."""
        names = {str(person.uuid): person.name for person in self.sources.people}
        texts_of = {}
        for block in shape.VOICES:
            who = dict.fromkeys(
                names[each] for voice in getattr(draft, block).voices for each in voice.who if each in names
            )
            texts_of[block.value] = (
                f"{rules.join(who)} {'vertellen' if len(who) > 1 else 'vertelt'}" if who else "Nog leeg"
            )
        chosen = len(draft.agreements.chosen)
        texts_of["agreements"] = f"{chosen} gekozen uit de afspraken" if chosen else "Kies uit de afspraken"
        steps = sum(bool(getattr(draft.steps, name)) for name in shape.STEPS)
        texts_of["steps"] = {0: "Nog leeg", 1: "Eén stap", 2: "Twee stappen", 3: "Drie stappen"}[steps]
        network = [row.name for row in self.sources.network if str(row.uuid) in draft.network.chosen]
        texts_of["network"] = rules.join(network) or "Kies wie op de kaart komt"
        day = long_day(draft.look_back_on)
        texts_of["look_back"] = f"{day[:1].upper()}{day[1:]}" or "Nog geen dag gekozen"
        texts_of["call"] = f"{rules.join(row[0].split(' ')[0] for row in self._call())}. Dit vult zich vanzelf."
        return texts_of

    def _block_with_error(self, form: DraftForm) -> str:
        if not form.is_bound:
            return ""
        return next((blocks.opened_by(name) for name in form.errors), "")

    # --- Saving ------------------------------------------------------------------------------------
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.object = self.get_object()
        form = self.get_form()
        if onetime.AUTOSAVE in request.POST:
            return self.autosave(form)
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)

    def autosave(self, form: DraftForm) -> HttpResponse:
        """Save and answer with the save line; preview, tips and version come along in the same answer."""
        access_log.is_no_look(self.request)
        if not form.is_valid():
            return self._not_saved(f"Nog niet bewaard. {next(iter(form.errors.values()))[0]}", status=422)
        try:
            card = save_draft(self.object, draft=form.to_draft(), version=form.cleaned_data["version"], by=self.user)
        except VersionConflict as conflict:
            other = conflict.current.changed_by
            name = other.first_name if other and other != self.user else "Iemand"
            return self._not_saved(
                f"{name} veranderde dit ook. Druk op ‘Bewaar’, dan zie je allebei de teksten.", status=409, button=True
            )
        except DomainError as error:
            access_log.refused(self.request, error)
            return self._not_saved(f"Nog niet bewaard. {error.message}", status=422)
        kept_drafts.discard(self.user, "kaart", self.object.uuid)
        before = {child.who for child in self.stand.draft.children if not child.is_empty}
        self.stand = Stand(form.to_draft(), card.version, self.stand.next_number, card)
        now = {child.who for child in self.stand.draft.children if not child.is_empty}
        line = {"saved_at": card.changed_at, "stand": self.stand, "tabs_changed": before != now}
        return self._line({**line, **self._beside(self.stand.draft)})

    def _not_saved(self, sentence: str, *, status: int, button: bool = False) -> HttpResponse:
        kept_drafts.keep(self.user, "kaart", self.object.uuid, self.request.POST)
        return self._line({"trouble": sentence, "button": button}, status=status)

    def _line(self, context: dict[str, Any], status: int = 200) -> HttpResponse:
        return render(self.request, "veiligheidskaart/partials/draft_saved.html", context, status=status)

    def form_valid(self, form: DraftForm) -> HttpResponse:
        draft = self._moved(form.to_draft())
        try:
            self._save(form, draft, version=form.cleaned_data["version"])
        except VersionConflict as conflict:
            return self._both(form, conflict)
        except DomainError as error:
            access_log.refused(self.request, error)
            form.add_error(error.field if error.field in form.fields else None, error.message)
            return self.form_invalid(form)
        return self.finish()

    def _save(self, form: DraftForm, draft: Draft, *, version: int) -> None:
        """Save, and keep what an answer to the page with both texts leaves out."""
        others = self._not_chosen(form, draft)
        with transaction.atomic():
            card = save_draft(self.object, draft=draft, version=version, by=self.user)
            keep_not_chosen(card, [each for each in others if keeps_secret(self.object, each.text)], by=self.user)

    def _not_chosen(self, form: DraftForm, draft: Draft) -> list[NotChosen]:
        if self.stand.card is None:
            return []
        theirs, stays = shape.flat(self.stand.draft, self.sources), shape.flat(draft, self.sources)
        other = self.stand.card.changed_by
        return [
            NotChosen(name, text_of(form.fields[name], value), who)
            for name in answers(form.data)
            if name in form.fields
            for value, who in ((self._posted(form, name), self.user), (theirs[name], other))
            # A text without speaker or row of its own may have moved: what stands anywhere is not lost.
            if value and value not in stays.values()
        ]

    def _posted(self, form: DraftForm, name: str) -> Any:
        try:
            return form.fields[name].clean(form.data.get(f"{MINE}{name}"))
        except ValidationError:
            return None

    def _moved(self, draft: Draft) -> Draft:
        """One place up for the agreement or person whose button was pressed."""
        uuid = self.request.POST.get("hoger", "")
        values = shape.flat(draft, self.sources)
        for name in ("agreements_chosen", "network_chosen"):
            chosen = values[name]
            if uuid in chosen[1:]:
                place = chosen.index(uuid)
                chosen[place - 1], chosen[place] = chosen[place], chosen[place - 1]
        return shape.draft_of(values, self.sources)

    def _both(self, form: DraftForm, conflict: VersionConflict) -> HttpResponse:
        """Two people saved. What joins, joins and is saved; the rest is laid side by side (S32)."""
        current = conflict.current
        theirs = content.load_draft(current.draft)  # type: ignore[attr-defined]
        joined, names, their_values = shape.join(
            shown=form.shown_draft(), mine=form.to_draft(), theirs=theirs, sources=self.sources
        )
        if not names:
            self._save(form, shape.draft_of(joined, self.sources), version=current.version)
            return self.finish()
        other = current.changed_by
        mine = shape.flat(form.to_draft(), self.sources)
        fields = [
            ConflictField(
                name=name,
                label=blocks.label_of(name, form),
                mine=_shown(form, name, mine[name]),
                theirs=_shown(form, name, their_values[name]),
                other_name=other.name if other else "je collega",
                other_at=current.changed_at,
                only_choose=name == "look_back_on",
                both=_words(mine[name]),
            )
            for name in names
        ]
        rest = {name: value for name, value in joined.items() if name not in names}
        for name in names:
            rest |= {f"{MINE}{name}": mine[name], f"{THEIRS}{name}": their_values[name]}
        for name in answers(form.data):
            if name not in names:
                rest |= {f"{TAKE}{name}": SETTLED, f"{MINE}{name}": form.data.get(f"{MINE}{name}")}
        rest |= {
            "version": current.version,
            "base": shape.written(theirs),
            onetime.FIELD: onetime.new_key(),
            interrupted.OWNER: self.user.uuid,
        }
        return render(
            self.request,
            "errors/conflict.html",
            {
                "fields": fields,
                "hidden": shape.as_post(rest),
                "action": self.request.path,
                "back_url": self.request.path,
            },
            status=409,
        )

    def get_success_url(self) -> str:
        do = self.request.POST.get("doe", "")
        household = self.object
        if do == "samen":
            return reverse("veiligheidskaart:together", args=[household.uuid])
        if do == "vaststellen":
            return reverse("veiligheidskaart:finalise", args=[household.uuid])
        if do == "later":
            return str(household.get_absolute_url())
        query = QueryDict(mutable=True)
        keys = {reader.key for reader in self.sources.readers}
        keys |= {content.own_key(str(child.uuid)) for child in self.sources.children}
        if self.request.POST.get("lezer") in keys:
            query["lezer"] = self.request.POST["lezer"]
        if do in {f"nog-{block}" for block in (*shape.VOICES, *follow_up.LINES)}:
            query["nog"] = do.removeprefix("nog-")
        elif "hoger" in self.request.POST:
            query["blok"] = "agreements" if self.request.POST["hoger"] in self._agreement_ids() else "network"
        return f"{self.request.path}?{query.urlencode()}" if query else self.request.path

    def _agreement_ids(self) -> set[str]:
        return {str(row.uuid) for row in self.sources.agreements}

    def finish(self) -> HttpResponse:
        kept_drafts.discard(self.user, "kaart", self.object.uuid)
        response = redirect(self.get_success_url())
        response.status_code = 303
        return response


def _words(value: Any) -> str:
    return "" if value is None else str(value)


def _shown(form: DraftForm, name: str, value: Any) -> str:
    return text_of(form.fields[name], value) if name in form.fields else _words(value)
