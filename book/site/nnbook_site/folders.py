"""Where the files of the site lie."""

from pathlib import Path

SITE = Path(__file__).parents[1]
TEMPLATES = SITE / "templates"
