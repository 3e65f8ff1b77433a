"""What the commands in `bin/` share. Only the standard library: it runs before anything is installed."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this line is for whoever starts it with an older Python
    sys.exit("Python 3.11 of nieuwer is nodig. Deze is {}.{}.".format(*sys.version_info[:2]))
