"""The shape of input on the screens of the card."""
