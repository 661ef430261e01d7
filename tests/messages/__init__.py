"""Every message that people read when something is wrong, whole, as it shows in the terminal."""
