"""How high the texts of a box are and how much room there is, in millimetres, with the measures of kaart.css."""

from __future__ import annotations

from collections.abc import Iterable

from veiligheidskaart.choices import Opinion
from veiligheidskaart.content import Item, Voice
from veiligheidskaart.languages import catalogue, say
from veiligheidskaart.layout import Cell, Layout
from veiligheidskaart.letters import Runs, height_of, line_of
from veiligheidskaart.paper import Style, room, style, text_width

FOOT_AIR = 1.0
"""White between a text and the foot under it."""
NOT_YET = "Deze hulp is er nog niet."
GOES_ON = "Vervolgblad van de kaart"
LAST, OUTSIDE_SHEET = 4, 2
"""The place that has a foot on every sheet but the outside one."""
DEMO = "Dit is een demonstratie. Geen echte kaart."
"""Always counted, so that a card that fits in a demonstration fits elsewhere, and the other way round."""


def heights(layout: Layout) -> dict[tuple[int, int], float]:
    """Return the height that the text of each box takes, by sheet and place. Box (1, 1) is for calling."""
    return {(1, 1): layout.call.height, **{(cell.sheet, cell.place): height_of_cell(cell) for cell in layout.cells}}


def room_in(layout: Layout, sheet: int, place: int) -> float:
    """Return the height that there is for text in a box."""
    if place != LAST or sheet == OUTSIDE_SHEET:
        return room(place)
    return room(place) - (_foot(layout) if sheet == 1 else _foot_of_follow_up(layout))


def height_of_cell(cell: Cell) -> float:
    """Return the height of all texts of a box, with the line that says where they go on."""
    return _texts(cell) + (_more(cell) if cell.goes_on else 0)


def _texts(cell: Cell) -> float:
    return {
        "voices": _voices,
        "agreements": _agreements,
        "steps": _steps,
        "network": _network,
        "views": _views,
        "must": _must,
        "help": _help,
        "opinions": _opinions,
        "write": lambda cell: 0.0,
        "blank": lambda cell: 0.0,
    }[cell.kind](cell)


def _more(cell: Cell) -> float:
    look = style(".kaart-small", ".kaart-more")
    return look.margin.top + _whole(((say(cell.language, GOES_ON), True),), look)


def _voices(cell: Cell) -> float:
    height = 0.0
    for index, part in enumerate(cell.parts):
        height += _heading(part.title) + (style(".kaart-h2--next").margin.top if index else 0)
        height += _quotes(part.block.voices)
        if part.block.seen:
            seen = style(".kaart-prof")
            height += seen.margin.top + _whole(((part.seen_lead, True), (part.block.seen, False)), seen)
    return height


def _views(cell: Cell) -> float:
    return _heading(say(cell.language, "Niet iedereen ziet het zo")) + _quotes(cell.voices)


def _quotes(voices: Iterable[Voice]) -> float:
    """The space under the last one falls together with the space above what follows."""
    words, by = style(".kaart-quote"), style(".kaart-by")
    heights = [_whole(f"“{voice.text}”", words) + _whole(voice.by, by) + by.margin.bottom for voice in voices]
    return sum(heights) - (by.margin.bottom if heights else 0)


def _agreements(cell: Cell) -> float:
    deal = style(".kaart-deal")
    height = _heading(say(cell.language, "Dit spreken wij af"))
    height += sum(_deal(item.title, item.detail) for item in cell.items)
    if cell.look_back_text:
        when = style(".kaart-when")
        height += max(when.margin.top - deal.margin.bottom, 0) + _whole(
            _look_back(cell.look_back_text, cell.language), when
        )
    return height


def _steps(cell: Cell) -> float:
    look = style(".kaart-step")
    height = _heading(say(cell.language, "Als het spannend wordt"))
    for step in cell.steps:
        height += _whole(((step.title, True), (step.text, False)), look) + look.margin.bottom
    return height - look.margin.bottom


def _network(cell: Cell) -> float:
    return _heading(say(cell.language, "Wie denkt mee?")) + sum(
        _person((item.title, True), item.detail) for item in cell.items
    )


def _must(cell: Cell) -> float:
    """The space under the last agreement falls together with the space above the next heading."""
    under, height = style(".kaart-deal").margin.bottom, 0.0
    if cell.items:
        height += (
            _heading(say(cell.language, "Dit moet"))
            + sum(_deal(item.title, _from(item, cell.language)) for item in cell.items)
            - under
        )
    if cell.facts:
        height += max(style(".kaart-h2--next").margin.top, under) if cell.items else 0
        height += _heading(say(cell.language, "Dit weten wij")) + sum(
            _person((item.title, False), _from(item, cell.language)) for item in cell.facts
        )
    return height


def _help(cell: Cell) -> float:
    height = _heading(say(cell.language, "Wie helpt waarmee?"))
    not_yet = say(cell.language, NOT_YET)
    return height + sum(_person((item.title, True), item.detail, not_yet if item.mark else "") for item in cell.items)


def _opinions(cell: Cell) -> float:
    height = _heading(say(cell.language, "Wat vinden wij hiervan?"))
    return height + sum(
        _person(
            (f"{item.title}: {say(cell.language, Opinion(item.mark).label.lower())}", True),
            f"“{item.detail}”" if item.detail else "",
        )
        for item in cell.items
    )


def _from(item: Item, language: str) -> str:
    return say(language, "Van: {who}", who=item.detail) if item.detail else ""


def _deal(title: str, detail: str) -> float:
    """Return the height of a numbered line and the space under it."""
    deal, what, note = style(".kaart-deal"), style(".kaart-deal__what"), style(".kaart-note")
    width = text_width() - deal.beside
    own = height_of(title, what, width) if title else 0
    own += note.margin.top + height_of(detail, note, width) if detail else 0
    return max(own, deal.min_height) + deal.margin.bottom


def _person(title: tuple[str, bool], *details: str) -> float:
    """Return the height of a line with lines under it."""
    look = style(".kaart-person")
    return _whole((title,), look) + sum(height_of(each, look, text_width()) for each in details if each)


def _foot(layout: Layout) -> float:
    """Return the height at the bottom of box 4: the code, and what stands beside it."""
    foot = style(".kaart-foot")
    height = FOOT_AIR + foot.above + _check(layout) + foot.below
    if layout.look_back_in_foot:
        when = style(".kaart-when", ".kaart-foot .kaart-when", within=".kaart-foot")
        height += _whole(_look_back(layout.look_back_text, layout.language), when) + when.margin.bottom
    return height


def _foot_of_follow_up(layout: Layout) -> float:
    """Return the height at the bottom of box 4 of a follow-up sheet: whose card, and that it is a demonstration."""
    foot, demo = style(".kaart-foot"), style(".kaart-demo", within=".kaart-foot")
    height = FOOT_AIR + _whole(((layout.number_text, True),), foot)
    return height + demo.margin.top + height_of(say(layout.language, DEMO), demo, text_width())


def _check(layout: Layout) -> float:
    """Return the height of the QR or of the text beside it, as on a print: also for a preview, which has no code."""
    look, code = style(".kaart-check", within=".kaart-foot"), style(".kaart-code")
    width = text_width() - look.beside
    lines: tuple[Runs, ...] = (
        ((layout.number_text, True),),
        ((layout.valid_text, False),),
        ((layout.check_text, False),),
    )
    text = sum(height_of(line, look, width) for line in lines if line[0][0])
    return max(look.min_height, text + code.margin.top + line_of(code))


def _look_back(day: str, language: str) -> Runs:
    before, _, after = catalogue(language).gettext("Wij kijken samen terug op {day}.").partition("{day}")
    return ((before, False), (f"{day}{after}", True))


def _heading(text: str) -> float:
    look = style(".kaart-h2")
    return _whole(text, look) + look.margin.bottom


def _whole(text: str | Runs, look: Style) -> float:
    """Return the height of an element as wide as the box, with its edges and without its margins."""
    return look.above + height_of(text, look, text_width() - look.beside) + look.below
