"""sitegen builds a multilingual news archive from Markdown files into a static site."""

__version__ = "0.1.0"
