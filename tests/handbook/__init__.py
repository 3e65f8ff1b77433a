"""The handbook in docs/handboek: its pictures, and whether it still speaks the words of the screens."""
