"""The JSON Schema of front matter says the same as the types that it is made of."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from sitegen.content import front_matter
from sitegen.content.schema import SYNONYMS, FrontMatter
from sitegen.json_schema import front_matter_schema
from sitegen.schema import decode
from tests.command import run
from tests.sites import SiteFolder

CHECKOUT = Path(__file__).parents[1]
SAMPLE = sorted((CHECKOUT / "content").rglob("*.md"))
SCHEMA = front_matter_schema()
VALIDATOR = Draft7Validator(SCHEMA)


class _Yaml12(yaml.SafeLoader):
    """YAML as editors read it: dates are text, and yes is no truth."""


_Yaml12.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def mistakes(data: Mapping[str, object], schema: Mapping[str, object] = SCHEMA) -> list[str]:
    return [error.message for error in Draft7Validator(schema).iter_errors(dict(data))]


def test_the_schema_is_one() -> None:
    Draft7Validator.check_schema(SCHEMA)


def test_the_sample_is_right_by_it() -> None:
    assert SAMPLE
    for file in SAMPLE:
        text = file.read_text(encoding="utf-8")
        assert not mistakes(front_matter.parse(text).fields), file
        if text.startswith("---"):
            assert not mistakes(yaml.load(text.split("---\n")[1], Loader=_Yaml12)), file


def test_editors_are_offered_the_sites_own_words() -> None:
    schema = json.loads(run("schema", "--site", CHECKOUT).out)
    Draft7Validator.check_schema(schema)
    sections = schema["properties"]["section"]["anyOf"][0]["anyOf"][0]["enum"]
    assert sections[:2] == ["politics", "economy"]
    assert not mistakes({"title": "T", "date": "2023-01-01", "section": "another"}, schema)
    origin = schema["definitions"]["OriginFields"]["properties"]["lang"]
    assert origin["enum"] == ["ko", "en", "ja", "zh", "vi"]
    assert mistakes({"title": "T", "date": "x", "translated_from": {"lang": "fr"}}, schema)


def test_without_a_site_the_schema_is_the_plain_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert json.loads(run("schema").out) == SCHEMA
    outcome = run("schema", "--site", "elsewhere")
    assert outcome.status == 2
    assert "there is no pyproject.toml in" in outcome.err


def test_the_folder_of_a_site_is_known(site: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site.folder)
    site.configure(tags={"port": {"name": "Port"}})
    tags = json.loads(run("schema").out)["properties"]["tags"]
    assert {"enum": ["port"]} in tags["anyOf"][0]["items"]["anyOf"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"tagz": []},
        {"draft": "yes"},
        {"title": None},
        {"title": ["T"]},
        {"corrections": [{"date": "2023-01-01"}]},
        {"image": {"alt": "A"}},
        {"image": {"src": "p.jpg", "sorce": "x"}},
        {"gallery": "p.jpg"},
        {"tags": [None]},
        {"withdrawn": "yes"},
        {"extra": []},
    ],
)
def test_what_is_wrong_is_wrong_in_editors_too(wrong: Mapping[str, object]) -> None:
    data = {"title": "T", "date": "2023-01-01", **wrong}
    assert mistakes(data)
    assert decode(FrontMatter, data, SYNONYMS)[0] is None


def test_what_is_missing_is_told() -> None:
    assert mistakes({"title": "T"}) == ["'date' is a required property"]


def test_every_field_is_explained() -> None:
    for name, field in SCHEMA["properties"].items():
        assert field["description"], name


def test_hugos_names_are_right_and_not_offered() -> None:
    for name, ours in SYNONYMS.items():
        assert SCHEMA["properties"][name]["doNotSuggest"] is True
        assert "doNotSuggest" not in SCHEMA["properties"][ours]
    data = {"title": "T", "date": "2023-01-01", "categories": ["a", "b"], "lastmod": "2023-01-02"}
    assert not mistakes(data)


VALUES = st.recursive(
    st.none() | st.booleans() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(("src", "alt", "date", "note", "name", "url", "lang", "reason")),
            inner,
            max_size=3,
        )
    ),
    max_leaves=4,
)
NAMES = st.sampled_from((*FrontMatter.__struct_fields__, "tagz"))


@given(st.dictionaries(NAMES, VALUES, max_size=3))
def test_schema_and_types_agree_on_any_data(fields: dict[str, object]) -> None:
    data = {"title": "T", "date": "2023-01-01", **fields}
    right = decode(FrontMatter, data)[0] is not None
    assert right == VALIDATOR.is_valid(data)
