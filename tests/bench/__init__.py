"""Measurements for `bin/bench NAME`, one file each. They start from an empty, migrated database."""
