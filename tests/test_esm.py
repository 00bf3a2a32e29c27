"""Modules of JavaScript joined into one: that it runs is for tests/test_js.py."""

import locale

import pytest

from nnbook._esm import joined

ROOTS = {
    "panel.mjs": 'import { a, b as c } from "./shared/tools.mjs";\n'
    'import { greeting } from "./words.mjs";\n'
    "export const seen = a(c) + greeting;\n"
    "const kept = 1;\n",
    "other.mjs": 'import { greeting } from "./words.mjs";\nexport async function wait() {}\n',
    "words.mjs": 'export const greeting = "é";\n',
    "shared/tools.mjs": 'import { greeting } from "../words.mjs";\n'
    "export function a(x) { return x; }\nexport class b {}\nexport function* steps() {}\n",
}
JOINED = """\
const module0 = (() => {
const greeting = "é";
return { greeting };
})();
const module1 = (() => {
const { greeting } = module0;
function a(x) { return x; }
class b {}
function* steps() {}
return { a, b, steps };
})();
const module2 = (() => {
const { a, b: c } = module1;
const { greeting } = module0;
const seen = a(c) + greeting;
const kept = 1;
return { seen };
})();
const module3 = (() => {
const { greeting } = module0;
async function wait() {}
return { wait };
})();
const panel = module2;
const other = module3;
export default panel.seen;
"""


@pytest.fixture
def modules(tmp_path):
    (tmp_path / "shared").mkdir()
    for name, source in ROOTS.items():
        (tmp_path / name).write_text(source, encoding="utf-8")
    return {name: tmp_path / f"{name}.mjs" for name in ("panel", "other")}


def test_each_module_stands_once_and_before_whoever_imports_it(modules):
    assert joined("panel.seen", **modules) == JOINED


def test_files_are_utf_8_whatever_the_locale_says(modules):
    before = locale.setlocale(locale.LC_CTYPE)
    locale.setlocale(locale.LC_CTYPE, "C")
    try:
        assert "é" in joined("panel.seen", **modules)
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
