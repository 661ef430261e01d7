"""What a build leaves behind, whatever happens."""
