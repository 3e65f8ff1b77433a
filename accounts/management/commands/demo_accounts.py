"""`bin/manage demo_accounts --json`: how to sign in as each invented person."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import demo_people


class Command(BaseCommand):
    """Prints one line a person, or JSON."""

    help = "Laat zien hoe je inlogt als de mensen van de demonstratie."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add `--json`."""
        parser.add_argument(
            "--json", action="store_true", help="als JSON: email, password, totp_secret, name, organisation, roles"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print. Raises CommandError outside a demonstration."""
        try:
            accounts = demo_people.all_accounts()
        except demo_people.NotADemo as error:
            raise CommandError(error.message) from error
        if options["json"]:
            self.stdout.write(json.dumps(accounts, ensure_ascii=False, indent=2))
            return
        for account in accounts:
            self.stdout.write(
                f"{account['name']} · {account['organisation']} · {', '.join(account['roles'])}\n"
                f"  {account['email']}  {account['password']}  TOTP {account['totp_secret']}"
            )
