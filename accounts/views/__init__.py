"""Pages of `accounts`: signing in, links, one's own data, notifications."""
