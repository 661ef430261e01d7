"""The benchmark: one generated archive, built by Hugo and by sitegen in turns."""
