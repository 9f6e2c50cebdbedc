"""Tests in a real Chromium, over the real application."""
