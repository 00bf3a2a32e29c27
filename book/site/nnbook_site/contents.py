"""The order of the pages, as the contents have it."""

from __future__ import annotations

from sphinx.environment import BuildEnvironment


def reading_order(env: BuildEnvironment) -> list[str]:
    """Return the names of all pages of the contents, the front page first."""
    order: list[str] = []
    waiting = [env.config.root_doc]
    while waiting:
        page = waiting.pop(0)
        order.append(page)
        waiting = [*env.toctree_includes.get(page, []), *waiting]
    return order
