"""A line for each check, for `cargo xtask prove conformance` to read."""

import json
import traceback
from importlib.metadata import version
from typing import Any, Callable


def named(package: str) -> str:
    return f"{package} {version(package)}"


def check(of: str, name: str, sent: Any, expected: Any, got: Callable[[], Any]) -> None:
    """Runs one check; `got` gives what came of what was `sent`."""
    line = {"of": of, "check": name, "sent": sent, "expected": expected}
    try:
        line["got"] = got()
        line["ok"] = line["got"] == expected
    except Exception:
        line |= {"got": traceback.format_exc(), "ok": False}
    print(json.dumps(line), flush=True)
