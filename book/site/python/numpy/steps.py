"""Arithmetic of two numbers, as NumPy does it: with nan and inf where Python raises."""

import math

from .scalars import inf, nan


def _signed(a, b):
    """Infinite, with the sign of a quotient."""
    return math.copysign(inf, a) * math.copysign(1.0, b)


def divide(a, b):
    try:
        return a / b
    except ZeroDivisionError:
        return nan if a == 0 or a != a else _signed(a, b)


def floor_divide(a, b):
    if b == 0:
        return 0 if isinstance(a, int) and isinstance(b, int) else divide(a, b)
    if isinstance(a, int) and isinstance(b, int):
        return a // b
    if abs(a) == inf or a != a or b != b:
        return nan
    if abs(b) == inf:
        return 0.0 * a / b if a == 0 or (a > 0) == (b > 0) else -1.0
    whole = (a - remainder(a, b)) / b
    floor = float(math.floor(whole)) if abs(whole) < 2**53 else whole
    if whole - floor > 0.5:
        floor += 1.0
    return floor if whole else math.copysign(0.0, a / b)


def remainder(a, b):
    if isinstance(a, int) and isinstance(b, int):
        return a % b if b else 0
    if b == 0 or abs(a) == inf or a != a or b != b:
        return nan
    left = math.fmod(a, b) if abs(b) != inf else a
    if left == 0:
        return math.copysign(0.0, b)
    return left + b if (left < 0) != (b < 0) else left


def power(a, b):
    if isinstance(a, int) and isinstance(b, int):
        if b < 0:
            raise ValueError("Integers to negative integer powers are not allowed.")
        return a**b
    if a < 0 and b != math.floor(b) if abs(b) != inf and b == b else False:
        return nan if a != -inf else (inf if b > 0 else 0.0)
    try:
        return math.pow(a, b)
    except (ZeroDivisionError, OverflowError, ValueError):
        odd = b % 2 == 1
        if a == 0:
            return math.copysign(inf, a) if odd else inf
        return -inf if a < 0 and odd else inf


def minimum(a, b):
    return a if a <= b or a != a else b


def maximum(a, b):
    return a if a >= b or a != a else b


def add(a, b):
    return a + b


def subtract(a, b):
    return a - b


def multiply(a, b):
    return a * b


def less(a, b):
    return a < b


def less_equal(a, b):
    return a <= b


def greater(a, b):
    return a > b


def greater_equal(a, b):
    return a >= b


def equal(a, b):
    return a == b


def not_equal(a, b):
    return a != b


def logical_and(a, b):
    return bool(a) and bool(b)


def logical_or(a, b):
    return bool(a) or bool(b)


def bitwise_and(a, b):
    return a & b


def bitwise_or(a, b):
    return a | b


def bitwise_xor(a, b):
    return a ^ b
