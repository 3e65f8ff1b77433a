"""Every change of a card: one function per act, used by pages, API, tasks and commands alike."""
