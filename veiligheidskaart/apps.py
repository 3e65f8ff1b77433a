from django.apps import AppConfig


class VeiligheidskaartConfig(AppConfig):
    """The one document that travels with the family."""

    name = "veiligheidskaart"
    verbose_name = "Veiligheidskaart"

    def ready(self) -> None:
        """Tell the outbox which work is done here, and fill the screens of the rooms below."""
        from veiligheidskaart import (
            slots,
            tasks,  # noqa: F401 - importing registers the handlers
        )

        slots.register_all()
