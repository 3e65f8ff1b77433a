"""The screens of the card (ux, S12 to S17)."""

from veiligheidskaart.views.arriving import CardReadIn, IssuerDetail, TrustedIssuers
from veiligheidskaart.views.check import CardCheck
from veiligheidskaart.views.compare import CodeLookup, EditionCompare
from veiligheidskaart.views.draft import KaartDraft
from veiligheidskaart.views.finalise import KaartFinalise
from veiligheidskaart.views.handouts import HandOuts
from veiligheidskaart.views.languages import CardLanguages, KaartTranslate, LanguageReview
from veiligheidskaart.views.moves import HouseholdMove, MoveAgain, MovePdf, MoveStand, MoveTakenOver, MoveWithdraw
from veiligheidskaart.views.region_blocks import CardBlocks
from veiligheidskaart.views.together import CardTogether, CardTogetherStart
from veiligheidskaart.views.versions import EditionDetail, EditionPdf, EditionPdfAgain, EditionState, KaartVersions

__all__ = [
    "CardBlocks",
    "CardCheck",
    "CardLanguages",
    "CardReadIn",
    "CardTogether",
    "CardTogetherStart",
    "CodeLookup",
    "EditionCompare",
    "EditionDetail",
    "EditionPdf",
    "EditionPdfAgain",
    "EditionState",
    "HandOuts",
    "HouseholdMove",
    "IssuerDetail",
    "KaartDraft",
    "KaartFinalise",
    "KaartTranslate",
    "KaartVersions",
    "LanguageReview",
    "MoveAgain",
    "MovePdf",
    "MoveStand",
    "MoveTakenOver",
    "MoveWithdraw",
    "TrustedIssuers",
]
