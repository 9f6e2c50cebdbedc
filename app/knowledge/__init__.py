"""What the assistant knows: articles, figures, and how a question finds its article."""
