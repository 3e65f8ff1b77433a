"""The process that searches texts for names with the lists of `deduce` (docs/adr/0050).

It knows no settings, no database and no person: a text comes in over a socket, places in it go out, nothing is kept.
Nothing else imports this package's `finder`: web and worker stay small.
"""
