"""The database of the tests: PostgreSQL as the application role; only the flush is the administrator's work."""
