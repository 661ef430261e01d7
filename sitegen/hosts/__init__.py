"""One module a host: what is to be told to it, in its own language. Functions of `Hosting`."""
