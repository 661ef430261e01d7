"""Building: state, workers, writing. The door is `sitegen.build.site.build`."""
