"""The tests mirror the code; those in browser/ drive a real Chromium."""
