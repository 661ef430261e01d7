"""The commands, a module each: arguments in, a library call, words and an exit status out."""
