"""Who may look a status up, and how often: counters, limits and proof of work. No Flask, no language."""
