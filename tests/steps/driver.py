"""Runs `shopper run` in a process of its own and dies (kill -9) at a chosen point of it.

Usage: driver.py PROGRAMME [module:function before|after]. The product has no hooks for this: the function is wrapped
here, from outside, and the process kills itself the first time it is reached.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from typing import Any

from monitor.cli import main


def die_at(target: str, when: str) -> None:
    module_name, _, name = target.partition(":")
    module = importlib.import_module(module_name)
    original = getattr(module, name)

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        if when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = original(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(module, name, wrapped)


if __name__ == "__main__":
    programme, *point = sys.argv[1:]
    if point:
        die_at(point[0], point[1])
    sys.argv = ["shopper", "run", "--no-plan", "--programme", programme]
    main()
