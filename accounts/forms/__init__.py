"""The shape of input, with Dutch labels."""
