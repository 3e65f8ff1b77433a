"""The screens of the card (ux, S12 to S16)."""

from veiligheidskaart.views.draft import KaartDraft
from veiligheidskaart.views.finalise import KaartFinalise
from veiligheidskaart.views.handouts import HandOuts
from veiligheidskaart.views.versions import EditionDetail, EditionPdf, EditionPdfAgain, EditionState, KaartVersions

__all__ = [
    "EditionDetail",
    "EditionPdf",
    "EditionPdfAgain",
    "EditionState",
    "HandOuts",
    "KaartDraft",
    "KaartFinalise",
    "KaartVersions",
]
