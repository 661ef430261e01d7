"""Why a server did not answer, in a few words."""

import re

import urllib3


def reason_of(problem: urllib3.exceptions.HTTPError) -> str:
    """The end of what the library says of it, which is the reason itself."""
    reason = getattr(problem, "reason", None) or problem
    said = str(reason).rpartition(": ")[2] or type(problem).__name__
    return re.sub(r"^\[Errno \d+\] ", "", said)
