"""The table of the demo: a year of questions that were asked, and what waits now.

`texts/` holds what was written, `reading` reads it, `planning` gives everything its day and its people without a
database, `loading` puts the past there, `present` lets the services of today do the rest.
"""
