from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who: people, organisations, memberships, signing in, and the kit that every other room builds on."""

    name = "accounts"
    verbose_name = "Mensen en organisaties"
