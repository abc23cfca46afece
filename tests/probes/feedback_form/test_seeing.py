"""What can be seen and reached: the hit test at its edges."""

from __future__ import annotations

import pytest

from probes._browser import BrowserHouse
from probes.feedback_form.gather import gather

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def seen(house: BrowserHouse, html: str) -> dict[str, str]:
    context = await house.new_context()
    page = await context.new_page()
    await page.set_content(f"<body style='margin:0'>{html}")
    look = await gather(page)
    await context.close()
    return {f.control.name: f.control.unseen for form in look.forms for f in form.fields}


@pytest.mark.parametrize("top", [760.0, 767.0, 767.4, 767.7, 768.0, 775.0])
async def test_a_box_at_the_lower_edge_of_the_window_is_seen(house: BrowserHouse, top: float) -> None:
    html = f"<form style='padding-top:{top - 50}px'><textarea name=t style='height:100px;padding:0;border:0;display:block'></textarea><button>Send</button></form><p style='height:900px'>"
    assert await seen(house, html) == {"t": ""}


async def test_a_box_at_the_end_of_a_frame_below_the_fold_is_seen(house: BrowserHouse) -> None:
    inner = "<form style='padding-top:1200px'><input name=i><button>Send</button></form>"
    assert await seen(
        house, f'<div style="height:900px"></div><iframe width=500 height=1400 srcdoc="{inner}"></iframe>'
    ) == {"i": ""}


@pytest.mark.parametrize(
    ("style", "why"),
    [
        ("position:absolute;left:-9999px", "off the page"),
        ("display:none", "display:none"),
        ("visibility:hidden", "visibility"),
        ("opacity:0", "opacity"),
        ("height:0;overflow:hidden", "clipped"),
        ("position:absolute;clip:rect(0,0,0,0)", "clipped"),
        ("transform:scale(0)", "scaled away"),
    ],
)
async def test_every_way_of_hiding_is_named(house: BrowserHouse, style: str, why: str) -> None:
    found = await seen(
        house, f"<form><input name=a><div style='{style}'><input name=b></div><button>Send</button></form>"
    )
    assert found == {"a": "", "b": why}


async def test_a_drawing_over_the_box_hides_it_and_a_fixed_bar_does_not(house: BrowserHouse) -> None:
    found = await seen(
        house,
        "<form><div style='position:relative'><input name=a><section><p><b><i style='position:absolute;inset:0;background:red;display:block'></i></b></p></section></div><input name=b><button>Send</button></form>"
        "<div style='position:fixed;inset:0'></div>",
    )
    assert found["b"] == ""
