"""The family of the pictures in docs/pictures: invented, with the words of the mock-up in three languages.

The translations are ours and no translator saw them: they are there to look at, never to hand out.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from veiligheidskaart.codes import PrintCodes
from veiligheidskaart.content import (
    SCHEMA,
    Card,
    Child,
    Contact,
    Contacts,
    Item,
    Items,
    Reader,
    Steps,
    Translation,
    Voice,
    Voices,
)
from veiligheidskaart.translating import for_reader, key_of

NOOR = "5e1c0f3e-0000-4000-8000-000000000003"
EVERYBODY = ("samira", "peter", "noor")
SAID = {
    "Peter gaat nu wandelen als hij boos wordt. De kinderen zijn niet meer bang.": (
        "يخرج بيتر الآن للمشي عندما يغضب. لم يعد الأطفال خائفين.",
        "ፒተር ክሕርቕ ከሎ ሕጂ ብእግሩ ይዛወር። እቶም ቆልዑ ድሕሪ ሕጂ ኣይፈርሁን።",
    ),
    "Ik heb zelf aan school verteld dat het lastig was.": (
        "أخبرت المدرسة بنفسي أن الأمر كان صعبا.",
        "ኣነ ባዕለይ ንቤት ትምህርቲ ከቢድ ምንባሩ ነጊረዮም።",
    ),
    "Als er ruzie is over geld, schreeuwen we. Dan krijgt Noor buikpijn.": (
        "عندما نتشاجر على المال نصرخ. عندها تشعر نور بألم في بطنها.",
        "ብዛዕባ ገንዘብ ባእሲ ክህሉ ከሎ ንጭርሕ። ሽዑ ንኖር ከብዳ የሕምማ።",
    ),
    "dat het gezin hard werkt.": ("أن العائلة تبذل جهدا كبيرا.", "እታ ስድራቤት ብርቱዕ ከም እትሰርሕ።"),
    "Peter gaat een blokje om als hij boos wordt.": (
        "يخرج بيتر للمشي قليلا عندما يغضب.",
        "ፒተር ክሕርቕ ከሎ ቁሩብ ብእግሩ ይዛወር።",
    ),
    "Hij zegt: “Ik ga even.” Noor weet dit ook.": (
        "يقول: «سأخرج قليلا». نور تعرف ذلك أيضا.",
        "ንሱ “ቁሩብ ክወጽእ እየ” ይብል። ኖር እውን ትፈልጦ እያ።",
    ),
    "Bij ruzie slapen de kinderen bij oma Ria.": (
        "عند الشجار ينام الأطفال عند الجدة ريا.",
        "ባእሲ ክህሉ ከሎ እቶም ቆልዑ ኣብ ዓባይ ሪያ ይድቅሱ።",
    ),
    "Samira belt oma. Oma heeft ja gezegd.": ("سميرة تتصل بالجدة. الجدة وافقت.", "ሳሚራ ንዓባይ ትድውል። ዓባይ እወ ኢላ።"),
    "Sanne komt elke dinsdag om 15.30 uur.": (
        "تأتي سانه كل يوم ثلاثاء في الساعة 15.30.",
        "ሳነ ነፍሲ ወከፍ ሰሉስ ሰዓት 15.30 ትመጽእ።",
    ),
    "Gewoon thuis op de bank.": ("في البيت على الأريكة.", "ኣብ ገዛ ኣብ ሶፋ።"),
    "Peter gaat wandelen. Samira zet thee.": ("يخرج بيتر للمشي. سميرة تعد الشاي.", "ፒተር ይዛወር። ሳሚራ ሻሂ ተፍልሕ።"),
    "Samira belt oma Ria. De kinderen gaan naar oma.": (
        "سميرة تتصل بالجدة ريا. يذهب الأطفال إلى الجدة.",
        "ሳሚራ ንዓባይ ሪያ ትድውል። እቶም ቆልዑ ናብ ዓባይ ይኸዱ።",
    ),
    "Bel 112. Noor mag naar buurvrouw Els.": (
        "اتصلوا بالرقم 112. يمكن لنور أن تذهب إلى الجارة إلس.",
        "ናብ 112 ደውሉ። ኖር ናብ ጎረቤት ኤልስ ክትከይድ ትኽእል።",
    ),
    "Kinderen kunnen er altijd slapen": ("يمكن للأطفال النوم هناك دائما", "ቆልዑ ኩሉ ግዜ ኣብኡ ክድቅሱ ይኽእሉ"),
    "Noor mag hier aanbellen": ("يمكن لنور أن تدق الجرس هنا", "ኖር ኣብዚ ደወል ክትድውል ትኽእል"),
    "Praat met Peter na de training": ("يتحدث مع بيتر بعد التدريب", "ድሕሪ ልምምድ ምስ ፒተር ይዛረብ"),
}
"""By Dutch text its Arabic and its Tigrinya."""


def _translations() -> tuple[Translation, ...]:
    return tuple(
        Translation(code, key_of(dutch), text)
        for dutch, both in SAID.items()
        for code, text in zip(("ar", "ti"), both, strict=True)
    )


def family_card() -> Card:
    """Return the whole card of the family of the mock-up."""
    good, lastig, geld, seen, *rest = SAID
    blokje, ik_ga, slapen, belt, dinsdag, bank, spanning, ruzie, bang, oma, els, karim = rest
    return Card(
        schema=SCHEMA,
        number=3,
        finalised_on=date(2026, 11, 3),
        reader=None,
        readers=tuple(
            Reader(key, name, code)
            for key, name, code in (("samira", "Samira", "ar"), ("peter", "Peter", "nl"), ("noor", "Noor", "ti"))
        ),
        family=("Samira", "Peter", "Noor", "Sem", "Lina"),
        contacts=Contacts(
            Contact("Sanne Verbeek", "06 12 34 56 78", "Maandag, dinsdag en vrijdag. Van 8.30 tot 17.00 uur."),
            Contact("Fatima", "06 34 56 78 90"),
            Contact("Marco", "06 23 45 67 89"),
        ),
        good=Voices((Voice("Samira", good, EVERYBODY), Voice("Peter", lastig, EVERYBODY)), readers=EVERYBODY),
        unsafe=Voices((Voice("Samira en Peter", geld, EVERYBODY),), seen, "Sanne en Marco", EVERYBODY),
        agreements=Items(
            tuple(
                Item(title, detail, readers=EVERYBODY)
                for title, detail in ((blokje, ik_ga), (slapen, belt), (dinsdag, bank))
            ),
            EVERYBODY,
        ),
        steps=Steps(spanning, ruzie, bang, EVERYBODY),
        network=Items(
            tuple(
                Item(name, helps, readers=EVERYBODY)
                for name, helps in (("Oma Ria", oma), ("Buurvrouw Els", els), ("Karim, van voetbal", karim))
            ),
            EVERYBODY,
        ),
        look_back_on=date(2026, 12, 1),
        children=(
            Child(
                NOOR,
                "Noor",
                ("Els", "Oma Ria", "Mama", "Juf Anne", "Sanne"),
                "Papa gaat nu eerst wandelen. Samen pannenkoeken bakken.",
                "Schreeuwen over geld. Dan krijg ik buikpijn.",
                (
                    "Ik ga naar mijn kamer en doe de deur dicht.",
                    "Ik ga naar Els. Of ik bel oma Ria.",
                    "Ben ik heel bang? Dan bel ik 112. Dat mag ik zelf.",
                ),
                EVERYBODY,
            ),
        ),
        translations=_translations(),
    )


def editions() -> dict[str, Card]:
    """Return the editions of the pictures, by the name of their file."""
    whole = family_card()
    by_key = {reader.key: for_reader(whole, reader) for reader in whole.editions}
    own = next(card for card in by_key.values() if card.child is not None)
    return {"nl": by_key["peter"], "ar": by_key["samira"], "ti": by_key["noor"], "kind": own}


def long_edition() -> Card:
    """Return an Arabic edition whose agreements go on, on a follow-up sheet."""
    arabic = editions()["ar"]
    if arabic.agreements is None:
        raise ValueError("The card of the pictures has agreements.")
    return replace(arabic, agreements=Items(arabic.agreements.items * 3))


CODES = PrintCodes("7KQ4M2XP3RTH", "nep", "https://rondom.voorbeeld.nl/k/#dit-is-een-voorbeeld.geen-echte-kaart")
