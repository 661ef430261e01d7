"""The live server: a site as its host will show it, made anew while it is being written."""
