"""AG-UI's models in Python over what our server sent to `client.mjs`: JSON-strict, and no member they do not know."""

import json
import sys
from typing import Annotated, Any

from ag_ui.core import Event
from pydantic import TypeAdapter

from check import check, named

recorded: list[str] = json.load(open(sys.argv[1]))
frames = [frame for run in recorded for frame in run.split("\n\n") if frame.startswith("data:")]
events = TypeAdapter(Event)


def unknown(sent: Any, read: Any, at: str = "") -> list[str]:
    """Members that were sent and not read, anywhere but in what is free in form."""
    if isinstance(sent, dict) and isinstance(read, dict):
        lost = [f"{at}.{name}" for name in sent if name not in read]
        return lost + [it for name in sent if name in read for it in unknown(sent[name], read[name], f"{at}.{name}")]
    return []


def wrong() -> list[str]:
    found = []
    for frame in frames:
        data = frame.removeprefix("data:").strip()
        try:
            event = events.validate_json(data, strict=True)
        except ValueError as error:
            found.append(f"{data}: {error}")
            continue
        again = json.loads(event.model_dump_json(by_alias=True))
        # An event that takes any member gives it back, as an extra of the model.
        extra = list((event.model_extra or {}).keys())
        lost = unknown(json.loads(data), again) + extra
        if lost:
            found.append(f"{data}: unknown members {lost}")
    return found


of = named("ag-ui-protocol")
kinds = sorted({json.loads(frame.removeprefix("data:"))["type"] for frame in frames})
check(of, f"all {len(frames)} events are valid and have no unknown member", kinds, [], wrong)
expected = ["CUSTOM", "RUN_FINISHED", "RUN_STARTED"]
expected += ["TEXT_MESSAGE_CONTENT", "TEXT_MESSAGE_END", "TEXT_MESSAGE_START"]
expected += ["TOOL_CALL_ARGS", "TOOL_CALL_END", "TOOL_CALL_RESULT", "TOOL_CALL_START"]
check(of, "there were events of every kind we send", "the runs of client.mjs", sorted(expected), lambda: kinds)
