"""Pictures that no photographer took: the site's icons, and share pictures of headlines."""
