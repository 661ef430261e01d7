"""The live server, as a browser and as an attacker meets it."""
