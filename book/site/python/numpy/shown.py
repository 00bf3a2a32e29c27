"""Arrays and numbers as text, the way NumPy prints them."""

import math

LINE = 75
PRECISION = 8
LONGEST = 1000  # entries; of a longer array the three first and last of each axis are shown
EDGE = 3


def shortest(value):
    """A float in as few digits as tell it from all others."""
    if value != value:
        return "nan"
    if value in (float("inf"), float("-inf")):
        return "inf" if value > 0 else "-inf"
    for digits in (15, 16, 17) if value == 0 or abs(value) > 1e-290 else range(1, 18):
        text = "%.*g" % (digits, value)
        if float(text) == value:
            break
    mantissa, exponent = _split(text)
    sign = "-" if text[0] == "-" else ""
    if value and not -5 < exponent < 16:
        point = "." + mantissa[1:] if len(mantissa) > 1 else ""
        return sign + mantissa[0] + point + "e" + _exponent(exponent)
    return sign + _positional(mantissa, exponent, 1)


def _split(text):
    """The digits of a number, and the power of ten of the first."""
    mantissa, _, power = text.strip("-").partition("e")
    exponent = int(power or 0)
    whole, _, after = mantissa.partition(".")
    digits = whole + after
    exponent += len(whole) - 1
    while len(digits) > 1 and digits[0] == "0":
        digits, exponent = digits[1:], exponent - 1
    digits = digits.rstrip("0") or "0"
    return digits, 0 if digits == "0" else exponent


def _positional(digits, exponent, least):
    """Digits with a point, and at least so many behind it."""
    if exponent < 0:
        digits, exponent = "0" * -exponent + digits, 0
    whole = digits[: exponent + 1]
    whole += "0" * (exponent + 1 - len(whole))
    after = digits[exponent + 1 :]
    return whole + "." + after + "0" * (least - len(after))


def _exponent(power):
    return ("-" if power < 0 else "+") + ("0" if abs(power) < 10 else "") + str(abs(power))


def _rounded(value, places):
    """The digits of a positive float rounded to so many places, half to even, from what it is."""
    mantissa, power = math.frexp(value)
    above, below = int(mantissa * 2.0**53), 1
    if power > 53:
        above *= 2 ** (power - 53)
    else:
        below *= 2 ** (53 - power)
    if places > 0:
        above *= 10**places
    else:
        below *= 10**-places
    whole, rest = above // below, above % below
    up = 2 * rest > below or (2 * rest == below and whole % 2)
    return str(whole + 1 if up else whole)


def _floats(values):
    """Floats as texts of one width."""
    finite = [abs(v) for v in values if v == v and abs(v) != float("inf")]
    nonzero = [v for v in finite if v]
    scientific = bool(nonzero) and (
        max(nonzero) >= 1e8 or min(nonzero) < 1e-4 or max(nonzero) / min(nonzero) > 1000
    )
    parts = [_scientific(v) if scientific else _fixed(v) for v in values]
    finite_parts = [one for one in parts if one[2] is not None]
    left = max([len(whole) for whole, _, _ in finite_parts] or [0])
    right = max([len(after) for _, after, _ in finite_parts] or [0])
    if scientific:
        digits = max([len(power) for _, _, power in finite_parts]) - 2
        parts = [
            (whole, after + "0" * (right - len(after)) + power[:2] + _padded(power[2:], digits), "")
            if power
            else (whole, after, power)
            for whole, after, power in parts
        ]
        right += 2 + digits
    width = max([left + 1 + right if left else 0] + [len(w) for w, _, p in parts if p is None])
    texts = []
    for whole, after, power in parts:
        one = whole + "." + after + " " * (right - len(after)) if power is not None else whole
        texts.append(_right(one, width))
    return texts


def _digits(value):
    text = shortest(abs(value))
    return _split(text)


def _negative(value):
    return str(value)[0] == "-"


def _fixed(value):
    """What stands before and behind the point; None at the end for what has no point."""
    if value != value or abs(value) == float("inf"):
        return shortest(value), "", None
    digits, exponent = _digits(value)
    whole, _, after = _positional(digits, exponent, 0).partition(".")
    if len(after) > PRECISION:
        made = _padded(_rounded(abs(value), PRECISION), PRECISION + 1)
        whole, after = made[:-PRECISION], made[-PRECISION:]
    after = after.rstrip("0")
    return ("-" if _negative(value) else "") + whole, after, ""


def _scientific(value):
    if value != value or abs(value) == float("inf"):
        return shortest(value), "", None
    digits, exponent = _digits(value)
    if len(digits) > PRECISION + 1:
        digits = _rounded(abs(value), PRECISION - exponent)
        exponent += len(digits) - PRECISION - 1  # 9.99 may become 10.0
    digits = digits.rstrip("0") or "0"
    return ("-" if _negative(value) else "") + digits[0], digits[1:], "e" + _exponent(exponent)


def _padded(digits, count):
    return "0" * (count - len(digits)) + digits


def _right(text, width):
    return " " * (width - len(text)) + text


def _texts(values, kind):
    if not values:
        return []
    if kind == "float64":
        return _floats(values)
    texts = [str(one) for one in values]
    width = max([len(one) for one in texts]) if kind == "int64" else len("False")
    return [_right(one, width) for one in texts]


def _shown(shape, size):
    """For each axis the indices that are shown; None stands for the dots."""
    if size <= LONGEST:
        return [list(range(n)) for n in shape]
    return [list(range(n)) if n <= 2 * EDGE else _ends(n) for n in shape]


def _ends(n):
    return list(range(EDGE)) + [None] + list(range(n - EDGE, n))


def _laid_out(values, shape, kind, separator, indent, line_width):
    size = len(values)
    axes = _shown(shape, size)
    steps = []
    step = 1
    for n in reversed(shape):
        steps.insert(0, step)
        step *= n
    found = [0]
    for axis, step in zip(axes, steps):
        found = [place + k * step for place in found for k in axis if k is not None]
    texts = dict(zip(found, _texts([values[k] for k in found], kind)))

    def lines(place, depth, hanging, width):
        if depth == len(shape):
            return texts[place]
        inner = hanging + " "
        if depth == len(shape) - 1:
            made, line = "", inner
            last = axes[depth][-1]
            room = width - max(len(separator.rstrip()), 1)
            for k in axes[depth]:
                word = "..." if k is None else texts[place + k * steps[depth]]
                if len(line) + len(word) > room and len(line) > len(inner):
                    made += line.rstrip() + "\n"
                    line = inner
                line += word + (separator if k != last else "")
            return "[" + (made + line)[len(inner) :] + "]"
        gap = separator.rstrip() + "\n" * (len(shape) - depth - 1)
        blocks = [
            "..." if k is None else lines(place + k * steps[depth], depth + 1, inner, width - 1)
            for k in axes[depth]
        ]
        return "[" + (gap + inner).join(blocks) + "]"

    return lines(0, 0, indent, line_width)


def array_str(values, shape, kind):
    if not shape:
        return shortest(values[0]) if kind == "float64" else str(values[0])
    return _laid_out(values, shape, kind, " ", "", LINE) if values else "[]"


def array_repr(values, shape, kind):
    if not values:
        more = "" if shape == (0,) else ", shape=" + str(shape)
        return "array([]" + more + ", dtype=" + kind + ")"
    if not shape:
        return "array(" + (shortest(values[0]) if kind == "float64" else str(values[0])) + ")"
    text = _laid_out(values, shape, kind, ", ", " " * 6, LINE - 1)  # for the last bracket
    more = ", shape=" + str(shape) if len(values) > LONGEST else ""
    return "array(" + text + more + ")"
