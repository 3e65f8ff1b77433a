"""What every page asks the database beside its own questions."""

OVERHEAD = 6
"""Session, person, memberships, unread notifications, and the beginning and end of the transaction."""
