from django.apps import AppConfig


class RvtConfig(AppConfig):
    """The anonymous table and the advice register. This room stands below `cases` and cannot name a household."""

    name = "rvt"
    verbose_name = "Regionaal Veiligheidsteam"

    def ready(self) -> None:
        """Fill the slots of `accounts`."""
        from rvt import slots

        slots.register_all()
