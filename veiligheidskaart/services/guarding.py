"""From a household and a draft to what `guards` looks at: who says what, and who reads it."""

from __future__ import annotations

from collections.abc import Iterator

from veiligheidskaart import guards
from veiligheidskaart.choices import Block, ChildSays
from veiligheidskaart.content import Draft
from veiligheidskaart.guards import Family, Found, Line, Somebody
from veiligheidskaart.services.texts import Sources

Readers = tuple[str, ...] | None


def found_in(sources: Sources, draft: Draft) -> list[Found]:
    """Return why this draft may not be printed so, and what somebody should look at."""
    return guards.found_in(_family(sources, draft), list(_lines(sources, draft)))


def _family(sources: Sources, draft: Draft) -> Family:
    return Family(
        people=tuple(
            Somebody(str(person.uuid), person.name, person.role_word, sources.is_child(person))
            for person in sources.people
        ),
        unsafe=sources.unsafe,
        apart=frozenset(frozenset(line.apart) for line in draft.must.lines if line.apart),
        network=tuple(person.name for person in sources.network),
    )


def _lines(sources: Sources, draft: Draft) -> Iterator[Line]:
    every = frozenset(reader.key for reader in sources.readers)

    def read_by(*narrower: Readers) -> frozenset[str]:
        keys = every
        for each in narrower:
            keys = keys if each is None else keys & frozenset(each)
        return keys

    for block, voices in ((Block.GOOD, draft.good), (Block.UNSAFE, draft.unsafe), (Block.SIGNALS, draft.signals)):
        for voice in voices.voices:
            readers = read_by(voices.readers, voice.readers)
            yield Line(block, voice.text, frozenset(voice.who), readers, voice.child_agrees)
        yield Line(block, voices.seen, readers=read_by(voices.readers))
    agreements = {str(row.uuid): f"{row.what} {row.detail}" for row in sources.agreements}
    network = {str(row.uuid): row.helps_with for row in sources.network}
    for block, choice, texts in (
        (Block.AGREEMENTS, draft.agreements, agreements),
        (Block.NETWORK, draft.network, network),
    ):
        for each in choice.chosen:
            yield Line(block, texts.get(each, ""), readers=read_by(choice.readers, choice.readers_of(each)))
    for text in (draft.steps.calm, draft.steps.quarrel, draft.steps.danger):
        yield Line(Block.STEPS, text, readers=read_by(draft.steps.readers))
    for block, lines in ((Block.MUST, draft.must), (Block.FACTS, draft.facts), (Block.HELP, draft.help)):
        for line in lines.lines:
            source = line.by if block == Block.FACTS and line.shows_by else ""
            readers = read_by(lines.readers, line.readers)
            yield Line(block, line.text, readers=readers, source=source, tells_ban=bool(line.apart))
    for opinion in draft.opinions.opinions:
        readers = read_by(draft.opinions.readers, opinion.readers)
        text = opinion.text or opinion.view
        yield Line(Block.OPINIONS, text, frozenset({opinion.who}), readers, opinion.child_agrees)
    for child in draft.children:
        yes = {pair[0] for pair in child.answers if pair[1:] == (ChildSays.YES.value,)}
        for text in (*child.hand, child.nice, child.not_nice, *child.steps):
            yield Line(Block.CHILD, text, frozenset({child.who}), frozenset({child.who, *yes}), child=child.who)
