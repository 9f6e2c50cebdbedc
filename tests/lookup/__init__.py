"""Tests of what could be published alone: a person's number."""
