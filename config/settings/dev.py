"""Settings of a demonstration: one's own machine, plus the demo people."""

from config.settings.local import *  # noqa: F403 - a settings file that loosens another one

DEMO_MODE = True
