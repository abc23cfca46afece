"""Detection alone on a page with many controls: CPU milliseconds of the whole tree a look (bar: 150 at 300).

python benchmarks/detection.py [--controls 300] [--looks 20]
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import time

import psutil

from probes._browser import open_browser
from probes.feedback_form.gather import gather

LABELS = ("Your name", "E-mail", "Телефон", "City", "Сообщение", "Quantity", "Company", "Желаемая дата")


def page(controls: int) -> str:
    """Forms of ten fields in three kinds of markup, with text between them."""
    forms = []
    for n in range(controls // 10):
        rows = []
        for i in range(10):
            label = LABELS[i % len(LABELS)]
            rows.append(
                f"<tr><td>{label}<td><input name=f{n}_{i}>" if n % 3 == 0
                else f"<div class=field><label for=i{n}_{i}>{label}</label><input id=i{n}_{i}></div>" if n % 3 == 1
                else f"<p><input placeholder='{label}'></p>"
            )  # fmt: skip
        body = "".join(rows)
        forms.append(
            f"<h2>Form {n}</h2><form method=post>{f'<table>{body}</table>' if n % 3 == 0 else body}<button>Send</button></form><p>{'Some text. ' * 30}</p>"
        )
    return f"<!doctype html><meta charset=utf-8><title>Many</title>{''.join(forms)}"


def cpu() -> float:
    total = 0.0
    for process in [psutil.Process(), *psutil.Process().children(recursive=True)]:
        t = process.cpu_times()
        total += t.user + t.system
    return total


async def measure(controls: int, looks: int) -> None:
    async with open_browser() as house:
        context = await house.new_context()
        tab = await context.new_page()
        await tab.set_content(page(controls))
        await gather(tab)
        costs, walls = [], []
        for _ in range(looks):
            before, start = cpu(), time.perf_counter()
            look = await gather(tab)
            typed = sum(len(form.fields) for form in look.forms)
            costs.append(cpu() - before)
            walls.append(time.perf_counter() - start)
        print(
            f"{typed} controls: {1000 * statistics.mean(costs):.0f} CPU ms a look, {1000 * statistics.median(walls):.0f} ms wall (bar 150 CPU ms at 300)"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--controls", type=int, default=300)
    parser.add_argument("--looks", type=int, default=20)
    args = parser.parse_args()
    asyncio.run(measure(args.controls, args.looks))


if __name__ == "__main__":
    main()
