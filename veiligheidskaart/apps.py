from django.apps import AppConfig


class VeiligheidskaartConfig(AppConfig):
    """The one document that travels with the family."""

    name = "veiligheidskaart"
    verbose_name = "Veiligheidskaart"

    def ready(self) -> None:
        """Tell the outbox which work is done here, and fill the screens of the rooms below."""
        from veiligheidskaart import tasks  # noqa: F401 - importing registers the handlers
        from veiligheidskaart import slots

        slots.register_all()
