"""The demo region: invented people, teams and families, to see and to try everything with.

`stories/*.txt` hold the families, written to be read; `reading` reads them, `planning` gives them days and faces for
the day of loading, `loading` puts them in through the same services as everybody's work (`docs/adr/0032`).
Nothing here is about anybody who exists.
"""
