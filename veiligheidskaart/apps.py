from django.apps import AppConfig


class VeiligheidskaartConfig(AppConfig):
    """The one document that travels with the family."""

    name = "veiligheidskaart"
    verbose_name = "Veiligheidskaart"
