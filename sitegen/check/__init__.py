"""What is wrong or doubtful in an archive, without building it.

`loaded` reads the archive (as far as earlier builds and checks do not know it), the families look
at it (`links`, `pictures`, `terms`, `translations`, `dates`, `texts`, `encoding`), and `report`
makes one list of what they found.
"""

from sitegen.check.report import FAMILIES, Found, Report, check

__all__ = ["FAMILIES", "Found", "Report", "check"]
