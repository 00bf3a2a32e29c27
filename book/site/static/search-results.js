// What the search page quotes of a page that it found: the text as it is read. Sphinx's own
// quotes hold every formula three times (as MathML, as TeX and as letters), run the cells of
// a table together, and of a glossary's entry give the term without its meaning.
const UNREAD = ".headerlink, script, style, annotation, .katex-html, .panel-output";
const APART = "p, li, dt, dd, td, th, pre, h1, h2, h3, h4, h5, h6";

function readable(html, anchor) {
  const article = new DOMParser().parseFromString(html, "text/html").querySelector("article");
  if (!article) return "";
  for (const element of article.querySelectorAll(UNREAD)) element.remove();
  for (const element of article.querySelectorAll(APART)) element.append(" ");
  const found = (anchor && article.querySelector(anchor)) || article;
  const meaning = found.matches("dt") ? (found.nextElementSibling?.textContent ?? "") : "";
  return (found.textContent + meaning).replace(/\s+/g, " ").trim();
}

// Right behind Sphinx's script and before the index: a quote that comes from the browser's
// cache is there before the page is ready.
Search.htmlToText = readable;

// Where the browser keeps no data, the words that a page is to mark reach it by its address.
// (The middle button, which opens a tab, is an "auxclick".)
for (const click of ["click", "auxclick"])
  addEventListener(click, ({ target }) => {
    const link = target.closest("#search-results a");
    const words = localStorage.getItem("sphinx_highlight_terms");
    if (link && words) link.search = new URLSearchParams({ highlight: words });
  });
