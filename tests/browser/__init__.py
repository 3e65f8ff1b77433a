"""The application in Chromium: by keyboard, without script, under axe, and when something goes wrong."""
