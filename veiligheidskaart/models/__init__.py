from veiligheidskaart.models.cards import Veiligheidskaart
from veiligheidskaart.models.editions import KaartEdition, KaartPdf
from veiligheidskaart.models.handouts import HandOut
from veiligheidskaart.models.versions import KaartVersion

__all__ = ["HandOut", "KaartEdition", "KaartPdf", "KaartVersion", "Veiligheidskaart"]
