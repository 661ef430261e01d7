from pathlib import Path

from sitegen.content.schema import FrontMatter
from sitegen.reference import table, with_reference

README = Path(__file__).parents[1] / "README.md"


def test_the_readme_holds_the_reference_of_the_schemas() -> None:
    text = README.read_text(encoding="utf-8")
    assert with_reference(text) == text, "run: python -m sitegen.reference README.md"


def test_every_field_of_front_matter_has_a_meaning() -> None:
    rows = table(FrontMatter).splitlines()[2:]
    assert rows
    assert all(row.split("|")[4].strip() for row in rows)
