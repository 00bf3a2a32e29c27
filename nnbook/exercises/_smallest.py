"""The smallest input that still tells a wrong program from the right one.

MicroPython runs this text as it stands, in the page. So it takes numbers as nested lists, imports
nothing, and uses only what both Pythons have; `np` is handed to it.
"""


def outcome(np, call, program, given):
    """What a program gives, then its arrays as they are afterwards; or what it raises."""
    arrays = [np.array(one) for one in given]
    try:
        return [np.array(call(program, *arrays))] + arrays
    except Exception as error:
        return type(error).__name__


def differs(mine, right, rtol, atol):
    """Whether two outcomes do; the arrays afterwards must be the same to the bit."""
    if isinstance(mine, str) or isinstance(right, str):
        return mine != right
    if any(one.shape != other.shape for one, other in zip(mine, right)):
        return True
    value, wanted = flat(mine[0].tolist()), flat(right[0].tolist())
    if not all(near(a, b, rtol, atol) for a, b in zip(value, wanted)):
        return True
    return any(one.tolist() != other.tolist() for one, other in zip(mine[1:], right[1:]))


def near(a, b, rtol, atol):
    """As numpy.isclose, with nan equal to nan."""
    if a == b or (a != a and b != b):
        return True
    return abs(b) < float("inf") and abs(a - b) <= atol + rtol * abs(b)


def smallest(exposes, given, low, high):
    """The last of a chain of inputs, each a step smaller than the one before, that expose."""
    chain = [given]
    while chain:
        given = chain[0]
        chain = []
        for one in smaller(given, low, high):
            if exposes(one):
                chain = [one]
                break
    return given


def smaller(given, low, high):
    """Inputs that are a step smaller: with less in them, then with simpler numbers."""
    shape = shape_of(given[0])
    for axis in range(len(shape)):
        for k in range(shape[axis] if shape[axis] > 1 else 0):
            yield [without(one, axis, k) for one in given]
    if len(shape) > 1 and shape[0] == 1:
        yield [one[0] for one in given]
    for n in range(len(given)):
        for path in places(shape):
            for value in simpler(entry(given[n], path), low, high):
                yield given[:n] + [replaced(given[n], path, value)] + given[n + 1 :]


def simpler(value, low, high):
    """Numbers with fewer digits after the point than this one, or nearer to 0; or positive."""
    size, digits = abs(value), decimals(value)
    found = [0.0, 1.0] + [int(size * 10**fewer) / 10**fewer for fewer in range(digits)]
    whole = int(size * 10**digits + 0.5)
    step = whole // 2
    while step > 0:
        found.append((whole - step) / 10**digits)
        step //= 2
    found.append(size)
    if value < 0:
        found = [signed for one in found for signed in (one, -one)]
    rank = rank_of(value)
    return [one for one in found if low <= one <= high and rank_of(one) < rank]


def rank_of(value):
    """By which numbers are simpler than others."""
    return decimals(value), abs(value), value < 0


def decimals(value):
    """How many digits a number has after the point; 9 stands for more too."""
    for digits in range(9):
        if int(abs(value) * 10**digits + 0.5) / 10**digits == abs(value):
            return digits
    return 9


def shape_of(nested):
    """The shape of a nested list."""
    shape = []
    while isinstance(nested, list):
        shape.append(len(nested))
        nested = nested[0]
    return shape


def places(shape):
    """The way to each entry."""
    if not shape:
        return [[]]
    return [[k] + rest for k in range(shape[0]) for rest in places(shape[1:])]


def entry(nested, path):
    """The number at the end of a way."""
    for k in path:
        nested = nested[k]
    return nested


def replaced(nested, path, value):
    """A copy with another number at the end of a way."""
    if not path:
        return value
    k = path[0]
    return nested[:k] + [replaced(nested[k], path[1:], value)] + nested[k + 1 :]


def without(nested, axis, k):
    """A copy without what stands at k along an axis."""
    if axis == 0:
        return nested[:k] + nested[k + 1 :]
    return [without(one, axis - 1, k) for one in nested]


def flat(nested):
    """All numbers of a nested list."""
    if not isinstance(nested, list):
        return [nested]
    return [number for one in nested for number in flat(one)]
