"""The process that holds the keys of the cards (docs/adr/0058).

It knows no settings of the application. It is asked over a socket, looks in the database itself whether a card is
final, by a role that can do nothing else, and signs. Nothing else imports this package: web and worker have no way to
the keys but to ask.
"""
