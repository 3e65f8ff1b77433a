from django.apps import AppConfig


class RvtConfig(AppConfig):
    """The anonymous table and the advice register. This room stands below `cases` and cannot name a household."""

    name = "rvt"
    verbose_name = "Regionaal Veiligheidsteam"
