"""Every change of state of `accounts`: one function per act, with its event in the same transaction."""
