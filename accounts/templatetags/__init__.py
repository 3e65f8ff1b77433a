"""Template tags of the house: `{% load ui %}`."""
