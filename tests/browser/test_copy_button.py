"""The button at a piece of code copies what a reader would type, and no more."""

from __future__ import annotations

import ast

from playwright.sync_api import Browser

# What clipboard.js takes when the button is pressed, for each button of the page.
COPIES = """() => [...document.querySelectorAll("article button.copybtn")].map((button) => {
  let copied = "";
  const take = (event) => {
    copied = event.target.value ?? getSelection().toString();
    event.preventDefault();
  };
  document.addEventListener("copy", take);
  button.click();
  document.removeEventListener("copy", take);
  return [button.parentElement.querySelector("pre").textContent, copied];
})"""


def test_examples_are_copied_as_code(browser: Browser, site: str) -> None:
    rights = ["clipboard-read", "clipboard-write"]
    with browser.new_context(permissions=rights) as context:
        page = context.new_page()
        page.goto(f"{site}/book/reference/api.html", wait_until="networkidle")
        copies = page.evaluate(COPIES)
        # What a terminal shows, and what no lexer knows.
        page.evaluate("""() => {
          document.querySelector("article pre").textContent = "$ make book\\nThe book is at …\\n";
        }""")
        (_, terminal), *_ = page.evaluate(COPIES)
    assert terminal.strip() == "make book"
    examples = [(shown, copied) for shown, copied in copies if ">>>" in shown]
    assert len(examples) > 20
    for shown, copied in examples:
        ast.parse(copied)
        typed = [line[4:] for line in shown.splitlines() if line.startswith((">>>", "..."))]
        assert [line for line in copied.splitlines() if line] == [line for line in typed if line]
