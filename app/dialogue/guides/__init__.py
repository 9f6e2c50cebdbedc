"""Guides: dialogues of a few steps, each a pure function of what was answered."""
