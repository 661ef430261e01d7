"""From jobs to bytes: HTML through templates, feeds, pictures."""
