// What is folded opens for those who are led to it, and on paper. In new browsers the element
// does the first for links by itself, and the style sheet the second.
{
  const CLOSED = ".bd-article details:not([open])";

  function reveal(element) {
    for (let box = element?.closest(CLOSED); box; box = box.parentElement.closest(CLOSED)) box.open = true;
  }
  function revealTarget() {
    const id = location.hash.slice(1);
    let target = document.getElementById(id);
    try {
      target ??= document.getElementById(decodeURIComponent(id));
    } catch {
      return; // a percent sign that encodes nothing
    }
    if (!target?.closest(CLOSED)) return;
    reveal(target);
    target.scrollIntoView();
  }
  addEventListener("hashchange", revealTarget);
  // Once more to where one was led before: no change of the address.
  addEventListener("click", ({ target }) => {
    const link = target.closest("a[href*='#']");
    if (link?.href === location.href) setTimeout(revealTarget);
  });
  revealTarget();

  // What the search has found is marked by a script of Sphinx's, a moment after the page is read.
  setTimeout(() => {
    for (const word of document.querySelectorAll(".bd-article .highlighted")) reveal(word);
  }, 20);

  const opened = new Set();
  function open() {
    for (const box of document.querySelectorAll(CLOSED)) {
      opened.add(box);
      box.open = true;
    }
  }
  function close() {
    for (const box of opened) box.open = false;
    opened.clear();
  }
  addEventListener("beforeprint", open);
  addEventListener("afterprint", close);
  // Some browsers print and tell nobody but the style sheets.
  matchMedia("print").addEventListener("change", ({ matches }) => (matches ? open() : close()));
}
