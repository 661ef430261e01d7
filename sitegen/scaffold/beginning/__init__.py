"""The files of a site to begin with; `$date` and `$version` stand for what they say."""
