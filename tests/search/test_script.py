"""The script of search pages is small, and what its source says."""

import re
import subprocess
from pathlib import Path

import brotli

from sitegen import theme
from tests.validators.tools import npm_file

CHECKOUT = Path(__file__).parents[2]
MADE = theme.theme_folder() / "static" / "search.js"


def test_the_script_is_made_of_its_source() -> None:
    makefile = (CHECKOUT / "Makefile").read_text(encoding="utf-8")
    options = re.findall(r"^SMALL := (.*)$", makefile, re.MULTILINE)[0].split()
    source = CHECKOUT / "sitegen" / "search" / "client.js"
    command = ["node", str(npm_file("terser/bin/terser")), str(source), *options]
    made = subprocess.run(command, check=True, capture_output=True).stdout
    assert made.decode().rstrip("\n") == MADE.read_text(encoding="utf-8").rstrip("\n")


def test_the_script_is_at_most_two_kilobytes_as_hosts_send_it() -> None:
    assert len(brotli.compress(MADE.read_bytes(), quality=11)) <= 2048
