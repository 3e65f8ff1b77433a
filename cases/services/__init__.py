"""Every change of state of a household: one function per act, used by pages, API, tasks and commands alike."""
