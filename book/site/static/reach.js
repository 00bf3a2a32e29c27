// What the keyboard needs of a page's scripts, beyond what the theme does.

// Code, outputs, tables and formulas that are wider than their column scroll by themselves, and
// the keyboard can scroll only what it can reach. The theme's own script for this (which
// assets.mjs takes out) writes of each before it reads of the next, and asks of what is folded
// too, so that the browser lays out the page again for each. An observer is called when all
// is laid out, for what is folded when it is opened.
{
  const WIDE = "pre, .cell_output > .output, .pst-scrollable-table-container, div.math";
  const main = document.getElementById("main-content");

  function reach(elements) {
    const wide = elements.map(
      (one) => one.scrollWidth > one.clientWidth || one.scrollHeight > one.clientHeight,
    );
    for (const [at, element] of elements.entries()) {
      if (wide[at] === element.hasAttribute("tabindex")) continue;
      if (wide[at]) element.tabIndex = 0;
      else element.removeAttribute("tabindex");
    }
  }
  const sizes = new ResizeObserver((entries) => reach(entries.map(({ target }) => target)));
  // What is observed anew is looked at once more.
  const watch = (node) => {
    for (const one of node.querySelectorAll(WIDE)) sizes.observe(one);
    const around = node.closest(WIDE);
    if (around) sizes.observe(around);
  };
  new MutationObserver((changes) => {
    for (const node of new Set(changes.map(({ target }) => target))) watch(node);
  }).observe(main, { subtree: true, childList: true });
  watch(main);
}

// The theme takes the focus from these when they are pressed: whoever closes what they
// open would be back at the top of the page.
const keep = ".theme-switch-button, .search-button, .primary-toggle, .secondary-toggle";
for (const button of document.querySelectorAll(keep)) button.blur = () => {};

// What there is to take away opens over the text, and over what the keyboard comes to next.
const takeAway = document.querySelector(".nn-take");
if (takeAway) {
  const leave = ({ target }) => {
    if (!takeAway.contains(target)) takeAway.open = false;
  };
  addEventListener("pointerdown", leave);
  addEventListener("focusin", leave);
  takeAway.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !takeAway.open) return;
    takeAway.open = false;
    takeAway.querySelector("summary").focus();
  });
}
