// What the keyboard needs of a page's scripts, beyond what the theme does.

// A formula that is wider than its column scrolls by itself, and the keyboard can scroll
// only what it can reach. The theme sees to code and tables.
const formulas = document.querySelectorAll(".bd-article div.math");
const article = document.querySelector(".bd-article");
if (formulas.length) {
  new ResizeObserver(() => {
    for (const formula of formulas) {
      if (formula.scrollWidth > formula.clientWidth) formula.tabIndex = 0;
      else formula.removeAttribute("tabindex");
    }
  }).observe(article);
}

// The theme takes the focus from these when they are pressed: whoever closes what they
// open would be back at the top of the page.
const keep = ".theme-switch-button, .search-button, .primary-toggle, .secondary-toggle";
for (const button of document.querySelectorAll(keep)) button.blur = () => {};
