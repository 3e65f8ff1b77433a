from veiligheidskaart.models.arriving import ReceivedCard, TrustedIssuer
from veiligheidskaart.models.blocks import RegionBlocks
from veiligheidskaart.models.cards import Veiligheidskaart
from veiligheidskaart.models.codes import CodeTry, PrintedCode
from veiligheidskaart.models.editions import KaartEdition, KaartPdf
from veiligheidskaart.models.handouts import HandOut
from veiligheidskaart.models.languages import CatalogueReview, KaartTranslation
from veiligheidskaart.models.moves import Move
from veiligheidskaart.models.readings import SecondReading
from veiligheidskaart.models.versions import KaartVersion

__all__ = [
    "CatalogueReview",
    "CodeTry",
    "HandOut",
    "KaartEdition",
    "KaartPdf",
    "KaartTranslation",
    "KaartVersion",
    "Move",
    "PrintedCode",
    "ReceivedCard",
    "RegionBlocks",
    "SecondReading",
    "TrustedIssuer",
    "Veiligheidskaart",
]
