from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The household and what belongs to it."""

    name = "cases"
    verbose_name = "Huishoudens"
