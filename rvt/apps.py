from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RvtConfig(AppConfig):
    """The anonymous table and the advice register. This room stands below `cases` and cannot name a household."""

    name = "rvt"
    verbose_name = "Regionaal Veiligheidsteam"

    def ready(self) -> None:
        """Fill the slots of `accounts`, and let the code lists begin with the tables."""
        from accounts import slots as shared
        from rvt import code_lists, mail, slots, tasks, telling  # noqa: F401 - mail and tasks register the work they do

        slots.register_all()
        for kind, provider in telling.PROVIDERS.items():
            shared.register(f"notification:{kind}", provider)
        post_migrate.connect(code_lists.begin, sender=self)
