from veiligheidskaart.models.cards import Veiligheidskaart
from veiligheidskaart.models.codes import CodeTry, PrintedCode
from veiligheidskaart.models.editions import KaartEdition, KaartPdf
from veiligheidskaart.models.handouts import HandOut
from veiligheidskaart.models.versions import KaartVersion

__all__ = ["CodeTry", "HandOut", "KaartEdition", "KaartPdf", "KaartVersion", "PrintedCode", "Veiligheidskaart"]
