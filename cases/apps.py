from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The household and what belongs to it."""

    name = "cases"
    verbose_name = "Huishoudens"

    def ready(self) -> None:
        """Fill the slots of `accounts`."""
        from cases import (
            slots,
            tasks,  # noqa: F401 - importing registers the handlers
        )

        slots.register_all()
