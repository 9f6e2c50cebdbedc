"""The doors of the assistant: thin blueprints over one Reply."""
