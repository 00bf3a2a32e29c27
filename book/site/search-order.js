// How the search orders what it finds, as part of Sphinx's own script: chapters before the
// other pages, and in the order of reading, since a term is explained where it comes first.
// An entry of the glossary, whose score is 100, stays before them all.
const chapters = () => {
  const links = [...document.querySelectorAll(".bd-sidebar-primary .bd-links a")];
  const root = new URL(document.documentElement.dataset.content_root, location.href).pathname;
  return links
    .map((link) => link.pathname.slice(root.length).replace(/\.html$/, ""))
    .filter((name) => !name.includes("/reference/"));
};

// biome-ignore lint/correctness/noUnusedVariables: Sphinx's script reads it
var Scorer = {
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2, // these lines are Sphinx's
  score: ([name, , , , score]) => {
    const place = chapters().indexOf(name);
    return place < 0 ? score : score + 20 - place / 2;
  },
};
