"""Bringing what was built to where readers are, and seeing that it arrived."""
