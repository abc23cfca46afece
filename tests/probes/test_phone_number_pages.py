"""Saved pages with expected facts beside them: every way of splitting, hiding, covering, substituting a number."""

import json
from pathlib import Path

import pytest
import pytest_asyncio

from probes._browser import open_browser
from probes.phone_number import inspect_phones

PAGES = Path(__file__).parent / "pages" / "phone_number"
NAMES = sorted(path.stem for path in PAGES.glob("*.json"))
pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house():
    async with open_browser() as house:
        yield house


async def looked_at(house, name, country):
    address = f"http://{name.replace('_', '-')}.example/"

    async def serve(route):
        if route.request.url == address and route.request.method == "GET":
            await route.fulfill(path=PAGES / f"{name}.html", content_type="text/html; charset=utf-8")
        else:
            await route.abort()

    return await inspect_phones(
        house.new_context, address, country, settle=0.6, dress=lambda context: context.route("**/*", serve)
    )


@pytest.mark.parametrize("name", NAMES)
async def test_numbers_clickability_and_severe_findings(house, name):
    expected = json.loads((PAGES / f"{name}.json").read_text(encoding="utf8"))
    result = await looked_at(house, name, expected["country"])
    assert not result["errors"]
    clickable = {phone["e164"]: phone["clickable"] for phone in result["phones"]}
    assert clickable == {phone["e164"]: phone["clickable"] for phone in expected["phones"]}
    severe = {f["rule"] for f in result["findings"] if f["gravity"] in {"critical", "major"}}
    assert severe == set(expected["severe"])
    assert set(expected.get("also", ())) <= {f["rule"] for f in result["findings"]}
