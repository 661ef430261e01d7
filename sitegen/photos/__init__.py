"""Photos: one source opened once, and all that is published of it.

`reading` opens and checks a source, `colour` brings it to sRGB, `credit` finds out whose it is,
`encoding` writes bytes, `bare` takes metadata out of bytes that are good already, `developing`
makes all prints of a photo, and `darkroom` keeps them by digest from build to build.
"""
