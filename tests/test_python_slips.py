"""What is no Python: the page says what CPython says, names its line, and adds what helps."""

from __future__ import annotations

import json
import warnings

import pytest
from nnbook_site.coding import described

from tests.test_js import node
from tests.test_python_page import CODING, written

# What newcomers write and paste that is no Python, and a part of what helps with it.
HEAD = "def softmax(x):\n"
SLIPS = {
    "prompts": (f">>> {HEAD}...     return x\n", "The prompts"),
    "a prompt with a number": (f"In [3]: {HEAD}    return x\n", "The prompts"),
    "a fence": (f"```python\n{HEAD}    return x\n```\n", "not part of the program"),
    "quotation marks of print": (HEAD + "    print(“hello”)\n    return x\n", "straight"),
    "a minus of print": (HEAD + "    return x \u2212 1\n", "Python writes - for \u2212"),
    "a times sign": (HEAD + "    return 2 \xd7 x\n", "Python writes * for \xd7"),
    "a root": (HEAD + "    return √x\n", "no such sign"),
    "commas of full width": (
        "def softmax(x\uff0cy):\n    return x\n",
        "Python writes , for \uff0c",
    ),
    "spaces that do not break": (HEAD + "\xa0\xa0\xa0\xa0return x\n", "unseen"),
    "a space of no width": (HEAD + "    return x\u200b\n", "unseen"),
    "print without brackets": (HEAD + "    print x\n    return x\n", "stands in brackets"),
    "print of a text": (HEAD + '    print "x"\n    return x\n', "stands in brackets"),
    "a bracket open": (HEAD + "    e = np.exp(x\n    return e\n", "Which bracket"),
    "a bracket open at the end": (HEAD + "    return np.exp(x\n", "Which bracket"),
    "a bracket too many": (HEAD + "    return np.exp(x))\n", "a bracket too many"),
    "brackets of two kinds": (HEAD + "    return np.exp(x]\n", ""),
    "a quotation mark missing": (HEAD + '    print("step)\n    return x\n', "quotation mark"),
    "no colon": ("def softmax(x)\n    return x\n", "with a colon"),
    "no colon after else": (HEAD + "    if x:\n        y = 1\n    else\n        y = 2\n", "colon"),
    "else if": (HEAD + "    if x:\n        y = 1\n    else if 1:\n        y = 2\n", "elif"),
    "one equals sign": (HEAD + "    if x.ndim = 1:\n        return x\n", "asked by =="),
    "plus plus": (HEAD + "    i = 0\n    i++\n    return x\n", "no ++"),
    "an end missing": (HEAD + "    e =\n    return e\n", "missing at the end"),
    "a capital letter": ("Def softmax(x):\n    return x\n", "small: def"),
    "a sign missing": (HEAD + "    return x - 0.1 x\n", "there is no sign"),
    "a name beside a bracket": (HEAD + "    return x - rate gradient(x)\n", "Between rate and"),
    "words": ("I do not know\n", ""),
    "nothing indented": ("def softmax(x):\nreturn x\n", "are indented"),
    "nothing indented below if": (HEAD + "    if 1:\n    return x\n", "are indented"),
    "nothing below": ("def softmax(x):\n", "are indented"),
    "too far right": (HEAD + "    g = x\n      return g\n", "further right"),
    "between two": (HEAD + "    g = x\n  return g\n", "No line above begins"),
    "a tab among spaces": (HEAD + "    e = x\n\treturn e\n", "a tab"),
    "outside of the function": (HEAD + "    e = x\nreturn e\n", "belongs to a function"),
}
# What is Python, and looks like one of these.
SOUND = [
    "def f(x, *, y=[1,\n  2]):\n  # a comment: “here”\n  s = 'it\\'s \u2212 \"'\n  return s\n",
    'x = """a “b”\n(\n"""\ny = 1\n',
    "größe = 1\nif größe == 1: print (größe)\nelse:\n\tx = not größe\n",
    "x = 1 if 2 else 3\ny = [k for k in range(3) if k != 1]\nz = x \\\n    + 1\n",
    "match = 1\ntype = match\nReturn = If = 2\nIf += 1\nx = lambda a: a\nprint(*[1], sep='')\n",
    "try:\n    pass\nexcept ValueError as e: pass\nfinally:\n    x = {'a': 1, **{}}\n",
    "import numpy as np\nfrom math import exp\nwhile (n := 1) >= 2 or n <= 0:\n    n -= -1\n",
    "match [1]:\n    case [a] if a == 1:\n        pass\nasync def f():\n    await f()\n",
    "@f\ndef g(a: int = 1) -> int:\n    return a\n\n\nclass A:\n    x = 1; y = 2\n",
    "x = 1_000 + 0x1f + 1e-3 - 1j\nassert x is not None, 'a b'\ndel x\n",
    "x = not 1\nfor k in 1, 2:\n  if k: continue\n  else: break\nwith f() as g, h() as i: pass\n",
    "def f(w, g, *a, **k):\n    'a b'\n    global x; x = w  # one two\n    return f'{x:.2f}'\n",
]


def refused_by_python(text):
    with pytest.raises(SyntaxError) as caught, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        compile(text, "<reader>", "exec")
    return f"{type(caught.value).__name__}: {caught.value.msg}", caught.value.lineno


def test_what_is_no_python_is_told_as_python_tells_it(tmp_path):
    slips = []
    for label, (text, help_with_it) in SLIPS.items():
        said, line = refused_by_python(text)
        slips.append(
            {"label": label, "text": text, "said": said, "line": line, "help": help_with_it}
        )
    sound = [*SOUND, *(one["program"] for one in written())]
    for text in sound:
        compile(text, "<sound>", "exec")
    fixtures = tmp_path / "fixtures.json"
    made = {"exercise": described(CODING["softmax"]), "slips": slips, "sound": sound}
    fixtures.write_text(json.dumps(made), encoding="utf-8")
    node("--test", "tests/js/slips.test.mjs", NNBOOK_FIXTURES=str(fixtures))
