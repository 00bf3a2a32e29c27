"""Keys and pointers as both protocols of WebDriver have them."""

from __future__ import annotations

from typing import Any

NAMED = {
    "Home": "\ue011",
    "End": "\ue010",
    "ArrowLeft": "\ue012",
    "ArrowUp": "\ue013",
    "ArrowRight": "\ue014",
    "ArrowDown": "\ue015",
    "PageUp": "\ue00e",
    "PageDown": "\ue00f",
    "Enter": "\ue007",
    "Control": "\ue009",
}


def keys(*pressed: str) -> dict[str, Any]:
    """Press keys, by their names or letters, one after the other; ``"Control+k"`` at once."""
    acts = []
    for chord in pressed:
        each = [NAMED.get(key, key) for key in chord.split("+")]
        acts += [{"type": "keyDown", "value": key} for key in each]
        acts += [{"type": "keyUp", "value": key} for key in reversed(each)]
    return {"type": "key", "id": "keyboard", "actions": acts}


def drag(*points: tuple[float, float], touch: bool = False) -> dict[str, Any]:
    """Press the pointer at the first of some points of the window, and let go at the last."""
    moves = [{"type": "pointerMove", "x": round(x), "y": round(y)} for x, y in points]
    acts = [moves[0], {"type": "pointerDown", "button": 0}, *moves[1:]]
    acts.append({"type": "pointerUp", "button": 0})
    kind = "touch" if touch else "mouse"
    return {"type": "pointer", "id": kind, "parameters": {"pointerType": kind}, "actions": acts}
