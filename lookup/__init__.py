"""A person's number and status. No Flask, no app, no language: could be published alone."""
