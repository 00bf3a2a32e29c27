"""What programs do in the cases of an exercise: nnbook.exercises._outcomes, for MicroPython.

`run` gets what is to be run, as JSON, and calls `tell` with each thing that happens, as JSON.
"""

import json

import numpy as np
from errors import LONGEST_TEXT, PROGRAM, described, place
from forms import NAMES, printing
from numpy.arrays import ndarray
from numpy.shown import shortest

LARGEST = 100000  # entries of a value
FUNCTIONS = ("function", "closure", "generator")  # as MicroPython calls those that have lines


class Odd(Exception):
    """A value that is no array of numbers."""


def run(request, tell):
    asked = json.loads(request)

    def told(**what):
        tell(json.dumps(what))

    for k, text in enumerate(asked["programs"]):
        told(kind="program", number=k)
        lines = asked.get("shown", asked["programs"])[k].split("\n")
        program = defined(asked, text, lines, told)
        if program is None:
            continue
        told(kind="defined")
        for case, like in zip(asked["cases"], asked["likes"]):
            told(kind="outcome", outcome=outcome(case, asked["function"], program, like, lines))


def defined(asked, text, lines, told):
    """The function that a program defines; None, and it is told, if it defines none."""
    space = {"np": np, "__name__": "__main__"}
    exec(asked.get("given", ""), space)
    space.update(NAMES)
    space["print"] = printing(lambda part: told(kind="printed", text=part))
    before = space.get(asked["function"])
    try:
        exec(compile(text, PROGRAM, "exec"), space)
    except BaseException as error:
        what, line = described(error, lines)
        syntax = isinstance(error, SyntaxError)
        told(
            kind="stopped", why="syntax" if syntax else "raised", text=what, line=line,
            number=place(error),
        )  # fmt: skip
        return None
    found = space.get(asked["function"])
    if callable(found) and found is not before:
        return found
    told(kind="stopped", why="missing", text="", line="", number=0)
    return None


def parted(case):
    """The lines of a case before its last statement, and that one."""
    lines = case.split("\n")
    last = len(lines) - 1
    while lines[last][:1] in (" ", ")", "]", "}", ""):
        last -= 1
    return "\n".join(lines[:last]), "\n".join(lines[last:])


def outcome(case, name, program, like, lines):
    given, at = [], ["before"]

    def call(*arguments):
        given.extend(arguments)
        at[0] = "within"
        value = program(*arguments)
        at[0] = "after"
        return value

    space = {"np": np, name: call}
    space.update(NAMES)
    before, last = parted(case)
    made = {"kind": "value", "parts": {}, "text": "", "line": "", "note": ""}
    try:
        exec(before, space)
        value = eval(last, space)
        if value is Ellipsis:
            raise NotImplementedError
        made["parts"] = parts(value, like)
        made["note"] = lenient(value, like) if like else ""
    except Odd as odd:
        made["kind"], made["text"] = "odd", odd.args[0]
    except NotImplementedError:
        made["kind"] = "not written"
    except BaseException as error:
        what, line = described(error, lines)
        made["kind"], made["text"], made["line"] = "raised", what, line
        entered = line or at[0] != "within" or type(program).__name__ not in FUNCTIONS
        if isinstance(error, TypeError) and not entered:
            made["kind"], made["text"] = "call", parameters("\n".join(lines), name)
    made["arguments"] = [packed(one) for one in arrays(given, case)]
    made["parts"] = {key: packed(one) for key, one in made["parts"].items()}
    return made


def parameters(text, name):
    start = text.rfind("def " + name + "(")
    end = text.find("):", start)
    if start < 0 or end < 0:
        return "other arguments"
    return " ".join(text[start + 4 + len(name) : end + 1].split())[:LONGEST_TEXT]


def packed(array):
    values = [float(v) for v in array._values()]
    known = [v if abs(v) < np.inf else shortest(v) for v in values]  # JSON has no nan
    return {"shape": list(array.shape), "data": known}


def arrays(given, case):
    """The arrays among arguments, and in dicts among them: there in the order of the case's text,
    since a dict of MicroPython's has none."""
    found = []
    for one in given:
        if isinstance(one, dict):
            keys = sorted(one, key=lambda key: case.find('"' + str(key) + '"') % 2**20)
            found += [one[key] for key in keys]
        else:
            found.append(one)
    return [one for one in found if isinstance(one, ndarray)]


# ---- Values: nnbook.exercises._values


def parts(value, like):
    several = is_several(value) if like is None else "" not in like
    if not several:
        return {"": as_array(value)}
    if isinstance(value, dict):
        found = {'["' + str(key) + '"]': one for key, one in list(value.items())[:20]}
    elif isinstance(value, (tuple, list)):
        found = {"[" + str(k) + "]": one for k, one in enumerate(value[:20])}
    else:
        raise Odd(kind_of(value))
    for name in like or ():
        if name not in found:
            raise Odd(kind_of(value) + " without " + name)
    for name in found:
        if like is not None and name not in like:
            raise Odd(kind_of(value) + " with " + name)
    return {name: as_array(one) for name, one in found.items()}


def is_several(value):
    in_list = isinstance(value, list) and any([isinstance(one, ndarray) for one in value])
    return in_list or isinstance(value, (tuple, dict))


def as_array(value):
    if value is None or isinstance(value, (str, bytes, dict, set)):
        raise Odd(kind_of(value))
    try:
        array = np.array(value)
    except ValueError:
        raise Odd(kind_of(value) + " that is no array")
    except TypeError:  # of other things than numbers
        raise Odd(kind_of(value))
    if array.size > LARGEST:
        raise Odd("an array of shape " + str(array.shape))
    return array


def kind_of(value):
    if value is None or value is Ellipsis:
        return str(value)
    if isinstance(value, ndarray):
        return "an array of dtype " + str(value.dtype)
    name = type(value).__name__[:60]
    return ("an " if name[:1].lower() in "aeiou" else "a ") + name


def lenient(value, like):
    if "" in like and like[""] and not isinstance(value, ndarray):
        kind = kind_of(value)
        return kind[:1].upper() + kind[1:] + " of the right numbers was taken for the array."
    return ""
