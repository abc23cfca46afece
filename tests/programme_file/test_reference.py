"""The committed reference page and schema say what the program does, and every example in them works."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path

from monitor.programme_file import Understood, built_in
from monitor.programme_file.model import ProgrammeFile
from monitor.programme_file.reference import json_schema, reference_page, schema_text

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_is_up_to_date() -> None:
    page = (DOCS / "reference" / "programme-file.md").read_text(encoding="utf-8")
    assert page == reference_page(built_in()), (
        "write it again: shopper schema --page --output docs/reference/programme-file.md"
    )


def test_the_schema_is_up_to_date() -> None:
    schema = (DOCS / "reference" / "programme.schema.json").read_text(encoding="utf-8")
    assert schema == schema_text(), "write it again: shopper schema --output docs/reference/programme.schema.json"


def test_every_setting_is_explained() -> None:
    schema = json_schema()
    for name, table in {**schema["$defs"], "file": schema}.items():
        for setting, told in table.get("properties", {}).items():
            assert told.get("description"), f"{name}.{setting}"


def test_every_example_is_toml() -> None:
    examples = re.findall(r"\| `(\w+ = [^`]+)` \|$", reference_page(built_in()), re.MULTILINE)
    assert len(examples) > 50
    for example in examples:
        tomllib.loads(example)


def test_defaults_of_the_schema_are_what_the_models_take() -> None:
    """An editor that fills in the schema's defaults writes a valid file."""
    for table in json_schema()["$defs"].values():
        for told in table.get("properties", {}).values():
            assert not str(told.get("default", "")).startswith("PT"), told
    assert ProgrammeFile.model_fields["version"].default == json_schema()["properties"]["version"]["default"]


def test_the_example_of_the_guide_is_a_valid_file(parse: Callable[[str], Understood]) -> None:
    guide = (DOCS / "how-to" / "first-site.md").read_text(encoding="utf-8")
    (example,) = (text for text in re.findall(r"```toml\n(.*?)```", guide, re.DOTALL) if "[[sites]]" in text)
    understood = parse(example)
    assert understood.programme.sites[0].may_be_asked
    assert not understood.warnings
