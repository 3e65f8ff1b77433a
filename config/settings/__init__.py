"""`base` is production. `dev` and `test` only loosen it, by a named list (tests/config/test_settings.py)."""
