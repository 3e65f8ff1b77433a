from django.apps import AppConfig


class RvtConfig(AppConfig):
    """The anonymous table and the advice register. This room stands below `cases` and cannot name a household."""

    name = "rvt"
    verbose_name = "Regionaal Veiligheidsteam"

    def ready(self) -> None:
        """Fill the slots of `accounts`."""
        from accounts import slots as shared
        from rvt import mail, slots, tasks, telling  # noqa: F401 - mail and tasks register the work they do

        slots.register_all()
        for kind, provider in telling.PROVIDERS.items():
            shared.register(f"notification:{kind}", provider)
