"""New files for editors: a story, a further edition of one, a site to begin with."""
