"""Run the cases, and write what happened to ``book/proof/hostile.json``.

Words of a case's name choose it; the first two, on which all others build, always run. Then
nothing is written.
"""

from __future__ import annotations

import argparse
import sys
import time

from tests.hostile.cases import CASES, Unlike, from_nothing, with_a_change
from tests.hostile.checkout import FOLDER, checkout
from tests.proof import record


def main() -> int:
    """Run one after the other; the exit status is 1 if one went otherwise than it should."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("words", nargs="*", help="cases whose names hold one of these words")
    words = parser.parse_args().words
    found = {}
    failed = False
    with checkout() as here:
        for name, case in CASES.items():
            is_first = case in (from_nothing, with_a_change)
            if words and not is_first and not any(word in name for word in words):
                continue
            if case is not from_nothing:
                here.put_back()
            start = time.monotonic()
            try:
                happened = case(here)
            except Unlike as error:
                happened, failed = f"UNLIKE WHAT IT SHOULD: {error}", True
            seconds = round(time.monotonic() - start, 1)
            print(f"{name}: {happened} ({seconds} s)", flush=True)
            # The PDF's letters lack those of the folder's name.
            told = happened.replace(f"/{FOLDER}", "…")
            found[name] = {"happened": told, "seconds": seconds}
            if failed and is_first:
                break
            if case is from_nothing:
                here.keep()
    if not failed and not words:
        record("hostile", "make hostile", {"cases": found})
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
