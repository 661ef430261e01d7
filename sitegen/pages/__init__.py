"""The plan: which pages exist, and what each of them shows."""
