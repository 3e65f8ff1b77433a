"""Code lists of the Veiligheidskaart (`docs/glossary.md`)."""

from django.db.models import TextChoices


class Block(TextChoices):
    """The blocks of a card, in card order (ux, S12). A region leaves out what it does not use (`services.blocks`).

    From MUST on they stand on a follow-up sheet, which is only there when one of them is used.
    """

    CALL = "call", "Wie bellen wij"
    GOOD = "good", "Dit gaat goed"
    UNSAFE = "unsafe", "Dit is nog niet veilig"
    AGREEMENTS = "agreements", "Dit spreken wij af"
    STEPS = "steps", "Als het spannend wordt"
    NETWORK = "network", "Wie denkt mee"
    LOOK_BACK = "look_back", "Wij kijken terug op"
    MUST = "must", "Dit moet"
    FACTS = "facts", "Dit weten wij"
    SIGNALS = "signals", "Zo merken wij dat het misgaat"
    HELP = "help", "Wie helpt waarmee"
    OPINIONS = "opinions", "Wat vinden wij hiervan"
    CHILD = "child", "Kaart voor een kind"


ALWAYS = frozenset({Block.CALL, Block.UNSAFE, Block.AGREEMENTS, Block.LOOK_BACK})
"""What is not safe, by which agreements people work on it, whom to call and until when: without these it is no card
(domain dossier, 9). A region may leave out the others."""


class Opinion(TextChoices):
    """What somebody finds of the card."""

    AGREE = "agree", "Eens"
    DISAGREE = "disagree", "Niet eens"
    OTHER = "other", "Anders"


class ChildSays(TextChoices):
    """What a child answers to the question whether somebody may read the own card."""

    YES = "yes", "Ja"
    NO = "no", "Nee"
    ASK = "ask", "Nog vragen"


class Handed(TextChoices):
    """How somebody got the card."""

    PAPER = "paper", "op papier"
    PDF = "pdf", "pdf"
    READ_ALOUD = "read_aloud", "voorgelezen"


class HolderKind(TextChoices):
    """What somebody outside the family is, who got the card with the family's yes."""

    NETWORK = "network", "Iemand uit het eigen netwerk"
    GP = "gp", "Huisarts"
    SCHOOL = "school", "School of opvang"
    PROFESSIONAL = "professional", "Andere professional"
    OTHER = "other", "Iemand anders"


class MoveState(TextChoices):
    """How far the move of a family to another office is."""

    PREPARED = "prepared", "Wordt klaargemaakt"
    FILE_MADE = "file_made", "Het bestand is klaar"
    TAKEN_OVER = "taken_over", "Overgenomen"
    WITHDRAWN = "withdrawn", "Ingetrokken"


class KaartEvent(TextChoices):
    """Changes that this room records. An event is declared here before anything can record it."""

    BLOCKS_CHOSEN = "card.blocks_chosen", "Blokken van de kaart gekozen"
    DRAFT_SAVED = "card.draft_saved", "Concept van de kaart veranderd"
    FINALISED = "card.finalised", "Kaart vastgesteld"
    HANDED_OUT = "card.handed_out", "Kaart uitgereikt"
    NO_PLACE_FOUND = "card.no_place_found", "Alle kaarten gelezen: geen plek te herkennen"
    PDF_ASKED = "card.pdf_asked", "Pdf opnieuw gevraagd"
    LANGUAGE_REVIEWED = "card.language_reviewed", "Vaste teksten in een taal nagekeken"
    TRANSLATED = "card.translated", "Vertaling van de kaart veranderd"
    READ_IN = "card.read_in", "Kaart van elders ingelezen"
    ISSUER_PUT_IN = "card.issuer_put_in", "Sleutels van een andere installatie ingevoerd"
    ISSUER_TRUSTED = "card.issuer_trusted", "Kaarten van een andere installatie vertrouwd"
    ISSUER_ENDED = "card.issuer_ended", "Kaarten van een andere installatie niet meer vertrouwd"
    MOVE_PREPARED = "card.move_prepared", "Verhuizing van het gezin klaargemaakt"
    MOVE_FILE_ASKED = "card.move_file_asked", "Bestand voor de verhuizing opnieuw gevraagd"
    MOVE_WITHDRAWN = "card.move_withdrawn", "Verhuizing van het gezin ingetrokken"
    MOVE_TAKEN_OVER = "card.move_taken_over", "Gezin overgenomen door een andere organisatie"
