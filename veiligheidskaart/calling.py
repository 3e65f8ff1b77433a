"""The box "Wie bellen wij?", which always fits: it fills itself, so nobody could shorten it (docs/adr/0030).

As long as there is room everything stands there whole. What gives way, in this order: the white between the lines, long
names of professionals, their times, and last the names of a large family. Numbers to call are never touched. The
preview, the fit of S14 and the PDF all print the box that `box_of` returns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from veiligheidskaart import rules
from veiligheidskaart.content import Card, Contact, Item
from veiligheidskaart.isolated import Isolated, bdi
from veiligheidskaart.languages import DUTCH, direction_of, listed, names, say
from veiligheidskaart.letters import cut, height_of, lines_of
from veiligheidskaart.paper import Style, has_rule, room, style, text_width

TITLE, QUESTION, LABEL, DANGER = "Onze veiligheidskaart", "Wie bellen wij?", "Ons vaste contact", "Gevaar? Bel {number}"
EMERGENCY = "112"
DEMO = "Dit is een demonstratie. Geen echte kaart."
"""Always counted, so that a card that fits in a demonstration fits elsewhere, and the other way round."""
ALWAYS = ("Veilig Thuis", "0800-2000")
WHEN_LINES = 2
"""Lines for days and times, when there is no room for more."""
_TIMES = re.compile(r"\s*(?:\b[Vv]an )?\d{1,2}\.\d{2} tot \d{1,2}\.\d{2} uur\.?")


@dataclass(frozen=True)
class CallBox:
    """The texts of the box as they are printed. `is_close`: with less white (`kaart-quad--close`)."""

    family_line: str
    face: Contact
    lines: tuple[Item, ...]
    language: str = DUTCH
    is_close: bool = False

    def _says(self, text: str, **values: object) -> Isolated:
        return say(self.language, text, **values)

    @property
    def danger(self) -> Isolated:
        return self._says(DANGER, number=EMERGENCY)

    def look(self, selector: str) -> Style:
        """Return how `selector` looks in this box."""
        close = f".kaart-quad--close {selector}"
        return style(selector, close) if self.is_close and has_rule(close) else style(selector)

    @property
    def face_width(self) -> float:
        return text_width() - self.look(".kaart-face").beside

    @property
    def line_width(self) -> float:
        return text_width() - self.look(".kaart-line").beside

    @property
    def height(self) -> float:
        """Of all texts with the white around them."""
        of = self.look
        lead, question, face = of(".kaart-lead"), of(".kaart-h2"), of(".kaart-face")
        total = height_of(self._says(TITLE), of(".kaart-title"), text_width())
        total += lead.margin.top + height_of(self.family_line, lead, text_width()) + lead.margin.bottom
        total += height_of(self._says(QUESTION), question, text_width()) + question.margin.bottom
        total += face.above + self._face_height + face.below
        line, danger = of(".kaart-line"), of(".kaart-112")
        total += of(".kaart-lines").margin.top
        total += sum(line.above + height_of(row.title, line, self.line_width) + line.below for row in self.lines)
        return total + danger.margin.top + danger.above + height_of(self.danger, danger, text_width()) + danger.below

    @property
    def _face_height(self) -> float:
        small, name, width = self.look(".kaart-small"), self.look(".kaart-face__name"), self.face_width
        total = height_of(self._says(LABEL), small, width) + name.margin.top + height_of(self.face.name, name, width)
        total += height_of(self.face.phone, self.look(".kaart-tel"), width)
        return total + (height_of(self.face.when, small, width) if self.face.when else 0)


def box_of(card: Card) -> CallBox:
    """Return the fullest form of the box that fits."""
    demo = style(".kaart-demo")
    there_is = room(1) - demo.margin.top - height_of(say(card.language, DEMO), demo, text_width())
    forms = _forms(card)
    form = next(forms)
    while form.height > there_is:
        form = next(forms)
    return form


def _forms(card: Card) -> Iterator[CallBox]:
    """Yield the box from whole to shortest. The last one fits whatever the texts are: one line each, two for `when`."""
    family = list(card.family)
    box = CallBox(
        say(card.language, "Van {names}", names=names(card.language, family)),
        card.contacts.face,
        tuple(_lines(card)),
        card.language,
    )
    yield box
    box = replace(box, is_close=True)
    yield box
    box = replace(
        box,
        face=replace(
            box.face, name=_short(box.face.name, box.look(".kaart-face__name"), box.face_width, card.language)
        ),
        lines=tuple(
            replace(row, title=_cut(row.title, box.look(".kaart-line"), box.line_width, card.language))
            for row in box.lines
        ),
    )
    yield box
    box = replace(box, face=replace(box.face, when=_short_when(box)))
    yield box
    for count in range(len(family) - 1, 0, -1):
        some = listed(card.language, family[:count])
        yield replace(box, family_line=say(card.language, "Van {names} en anderen", names=some))
    yield replace(box, family_line=_cut(box.family_line, box.look(".kaart-lead"), text_width(), card.language))


def _lines(card: Card) -> Iterator[Item]:
    contacts = card.contacts
    if contacts.stand_in:
        yield Item(say(card.language, "Of bel: {name}", name=contacts.stand_in.name), contacts.stand_in.phone)
    if contacts.duo:
        yield Item(say(card.language, "Duo: {name}", name=contacts.duo.name), contacts.duo.phone)
    around = direction_of(card.language)
    name, phone = ALWAYS
    yield Item(say(card.language, "Altijd: {name}", name=name), bdi(phone, around, whole=around == "rtl"))


def _cut(text: str, style: Style, width: float, language: str) -> str:
    shorter = cut(text, style, width)
    return text if shorter == text else bdi(shorter, direction_of(language))


def _short(name: str, style: Style, width: float, language: str) -> str:
    """Return a name on one line: whole, else the first name with an initial, else cut off."""
    if lines_of(name, style, width) == 1:
        return name
    return _cut(rules.first_and_initial(name), style, width, language)


def _short_when(box: CallBox) -> str:
    """Return days and times on two lines: whole, else the days alone, else cut off."""
    small, when = box.look(".kaart-small"), box.face.when
    if lines_of(when, small, box.face_width) > WHEN_LINES:
        when = cut(_TIMES.sub(".", when), small, box.face_width, at_most=WHEN_LINES)
    return when
