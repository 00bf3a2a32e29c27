// How the search cuts a text and a query into words: numbers stay whole. The same as `words` in
// nnbook_site/search.py, which cuts the pages. It becomes part of Sphinx's language_data.js.
const GROUPED = String.raw`\d{1,3}(?:(?:,|\{,\})\d{3})+(?:\.\d+)?`;
const NUMBER = String.raw`(?:${GROUPED}|\d+(?:\.\d+)?e[+-]?\d+|\d+(?:\.\d+)+)(?![\p{L}\p{N}_])`;
const WORD = new RegExp(String.raw`${NUMBER}|[\p{L}\p{N}_]+`, "giu");

// Sphinx's script calls it.
function splitQuery(query) {
  return (query.match(WORD) ?? []).map((word) => word.replace(/[,{}+]/g, ""));
}

// Sphinx leaves whole numbers out of a query.
const parse = Search._parseQuery;
Search._parseQuery = (query) => {
  const parsed = parse(query);
  const [, terms, , shown] = parsed;
  for (const number of splitQuery(query)) {
    if (!/^\d+$/.test(number)) continue;
    terms.add(number);
    shown.add(number).add(Number(number).toLocaleString("en")); // as it may stand in the text
  }
  return parsed;
};

// A word that every object knows, "constructor" say, is no entry of the index for that.
const setIndex = Search.setIndex;
Search.setIndex = (index) => {
  const known = { __proto__: null, hasOwnProperty: Object.prototype.hasOwnProperty }; // Sphinx calls it
  for (const part of Object.values(index)) {
    if (part && !Array.isArray(part)) Object.setPrototypeOf(part, known);
  }
  setIndex(index);
};
