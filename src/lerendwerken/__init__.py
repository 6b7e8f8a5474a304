"""Lerendwerken: learning while working with AI, in one weekly rhythm."""
