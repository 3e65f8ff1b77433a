"""The settings checklist of production, as system checks (`manage.py check --deploy`)."""
