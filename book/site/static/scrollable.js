// A formula that is wider than its column scrolls by itself, and the keyboard can scroll
// only what it can reach. The theme sees to code and tables.
const formulas = document.querySelectorAll(".bd-article div.math");
new ResizeObserver(() => {
  for (const formula of formulas) {
    if (formula.scrollWidth > formula.clientWidth) formula.tabIndex = 0;
    else formula.removeAttribute("tabindex");
  }
}).observe(document.querySelector(".bd-article"));
