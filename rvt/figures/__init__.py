"""What is counted and what may be published of it (ux S27; domain dossier 1.6)."""
