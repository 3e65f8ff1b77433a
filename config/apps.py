from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Running the house: settings, addresses, checks. It knows every room; no room knows it."""

    name = "config"
    verbose_name = "Bedrijfsvoering"

    def ready(self) -> None:
        """Register the system checks."""
        from config import checks  # noqa: F401 - importing registers them
