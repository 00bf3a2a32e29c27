// A reader's text, cut into statements without a grammar: it need be no Python.

const OPENING = { ")": "(", "]": "[", "}": "{" };
const TOKEN = /"""|'''|["']|#.*|\\\n|[\s\S]/y;

/**
 * { code, faults, statements }: the text with blanks for what stands in strings and comments; the
 * brackets and quotes that do not close, as { number, text, message }; the statements, each with
 * the number of its line, its indent, and its text with blanks for what stands in brackets, too.
 */
export function scanned(source) {
  const [open, faults, statements] = [[], [], []];
  let [code, flat, number, first] = ["", "", 1, 1];
  const fault = (at, text, message) => faults.push({ number: at, text: `SyntaxError: ${text}`, message });
  const keep = (text) => {
    code += text;
    flat += open.length ? " ".repeat(text.length) : text.replaceAll("\n", " ");
  };
  function end() {
    const [indent] = flat.match(/^[ \t]*/);
    if (flat.trim()) statements.push({ number: first, indent, flat: flat.trim() });
    [flat, first] = ["", number];
  }
  function string(quotes, at) {
    const { inside, closed } = quoted(source, quotes, at);
    if (!closed)
      fault(
        number,
        `unterminated string literal (detected at line ${number})`,
        "A quotation mark is missing.",
      );
    keep(quotes);
    code += inside.replace(/[^\n]/g, " ");
    flat += " ".repeat(inside.length);
    number += inside.split("\n").length - 1;
    keep(closed);
    return at + inside.length + closed.length;
  }
  function bracket(token) {
    if (!(token in OPENING)) {
      keep(token);
      open.push({ token, number });
      return;
    }
    const last = open.pop()?.token;
    const what = `closing parenthesis '${token}' does not match opening parenthesis '${last}'`;
    if (!last)
      fault(number, `unmatched '${token}'`, "There is a bracket too many, or one is missing before it.");
    else if (last !== OPENING[token]) fault(number, what, "");
    keep(token);
  }
  for (let at = 0; at < source.length; ) {
    TOKEN.lastIndex = at;
    const [token] = TOKEN.exec(source);
    at += token.length;
    if (/^["']/.test(token)) at = string(token, at);
    else if (token[0] === "#") keep(" ".repeat(token.length));
    else if ("()[]{}".includes(token)) bracket(token);
    else {
      keep(token);
      if (token.endsWith("\n")) number += 1;
      if (token === "\n" && !open.length) end();
    }
  }
  const last = open.at(-1);
  if (last)
    fault(last.number, `'${last.token}' was never closed`, "Which bracket should close it, and where?");
  end();
  return { code, faults, statements };
}

/** What stands in a string, and the quotes that close it; none if they are missing. */
function quoted(source, quotes, from) {
  let at = from;
  while (at < source.length && !source.startsWith(quotes, at)) {
    if (quotes.length === 1 && source[at] === "\n") return { inside: source.slice(from, at), closed: "" };
    at += source[at] === "\\" ? 2 : 1;
  }
  return { inside: source.slice(from, at), closed: at < source.length ? quotes : "" };
}
