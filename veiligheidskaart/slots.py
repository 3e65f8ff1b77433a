"""What this room shows on the screens of the rooms below."""


def register_all() -> None:
    """Fill the panel of the household page and the day."""
