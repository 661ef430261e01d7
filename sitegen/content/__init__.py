"""Content: from files to articles. `scan` finds the files, `load` reads and checks them."""
