"""Copies of content and site for those who keep things for ever."""
