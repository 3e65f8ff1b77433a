from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who: people, organisations, memberships, signing in, and the kit that every other room builds on."""

    name = "accounts"
    verbose_name = "Mensen en organisaties"

    def ready(self) -> None:
        """Fill this room's own slots."""
        from accounts import access_log, mail, menu, slots, telling  # noqa: F401 - mail registers the work it does
        from accounts.services import tokens  # noqa: F401 - so do tokens

        access_log.register()
        slots.register("menu", menu.my_day, order=10)
        slots.register("menu", menu.administration, order=40)
        slots.register("menu", menu.log_book, order=50)
        for kind, provider in telling.PROVIDERS.items():
            slots.register(f"notification:{kind}", provider)
