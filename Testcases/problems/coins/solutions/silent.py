"""Prints nothing at all."""
