// What newcomers write or paste that is no Python. MicroPython says "invalid syntax" of nearly all
// of it, often of the line before; here it is told in CPython's words, with what helps.
import { scanned } from "./scan.mjs";

const PROMPT = /^\s*(?:>>>|In \[\d+\]:)/;
const FENCE = /^\s*```/;
// Signs of other keyboards and of printed pages: what is not ASCII and may stand in no name.
const FOREIGN = /[^\p{ASCII}\p{XID_Continue}]/u;
const UNSEEN = /[\p{Z}\p{C}]/u;
const QUOTES = "“”„‟«»‘’‚‛‹›";
const SIGNS = new Map(
  Object.entries({
    "−": "-",
    "–": "-",
    "—": "-",
    "×": "*",
    "⋅": "*",
    "÷": "/",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
  }),
);
const HEADS = "def|class|if|elif|else|for|while|with|try|except|finally";
const OTHERS =
  "and|as|assert|async|await|break|case|continue|del|from|global|import|in|is|lambda|match|nonlocal|" +
  "not|or|pass|raise|return|type|yield";
const WORDS = new Set([...HEADS.split("|"), ...OTHERS.split("|")]);
const HEAD = new RegExp(`^(${HEADS})\\b`);
const LARGE = new RegExp(`^(?:${HEADS}|return|import|from|raise)(?= [\\w"'([])`, "i");
const INVALID = "SyntaxError: invalid syntax";
const INDENTED = "The lines that belong to a line with a colon at its end are indented, by four spaces.";

/** What is no Python in any place: { number, text, message }, or null. */
export function foreignTo(source) {
  const lines = source.split("\n");
  const prompt = lines.findIndex((one) => PROMPT.test(one)) + 1;
  if (prompt)
    return { number: prompt, text: INVALID, message: "The prompts, >>> and ..., are not part of a program." };
  const fence = lines.findIndex((one) => FENCE.test(one)) + 1;
  if (fence)
    return { number: fence, text: INVALID, message: "That line is not part of the program. Leave it out." };
  const { code } = scanned(source);
  const at = code.search(FOREIGN);
  return at < 0 ? null : { number: code.slice(0, at).split("\n").length, ...ofSign(code.codePointAt(at)) };
}

function ofSign(point) {
  const sign = String.fromCodePoint(point);
  const name = `U+${point.toString(16).toUpperCase().padStart(4, "0")}`;
  if (UNSEEN.test(sign)) {
    const message = "Something unseen stands there, such as a space of another kind. Type the line anew.";
    return { text: `SyntaxError: invalid non-printable character ${name}`, message };
  }
  const text = `SyntaxError: invalid character '${sign}' (${name})`;
  if (QUOTES.includes(sign)) return { text, message: "Python's quotation marks are straight: ' and \"." };
  const wide = point > 0xff00 && point < 0xff5f ? String.fromCodePoint(point - 0xfee0) : "";
  const plain = SIGNS.get(sign) ?? wide;
  return { text, message: plain ? `Python writes ${plain} for ${sign}` : "Python has no such sign." };
}

/** The first slip in a text that MicroPython does not understand, or null: then it may be Python. */
export function slipOf(source) {
  const { faults, statements } = scanned(source);
  const found = [...faults, ...statements.flatMap(misformed), ...misplaced(statements)];
  return found.sort((one, other) => one.number - other.number)[0] ?? null;
}

const FORMS = [
  [/^else\s+if\b/, "SyntaxError: expected ':'", "Python writes elif for else if."],
  [new RegExp(`^(?:${HEADS})\\b[^:]*$`), "SyntaxError: expected ':'", "This line ends with a colon."],
  [
    /^print\s+[^\s=(.,[:]/,
    "SyntaxError: Missing parentheses in call to 'print'. Did you mean print(...)?",
    "print is a function: what it prints stands in brackets.",
  ],
  [
    /^(?:if|elif|while)\b[^:]*?[^:=!<>]=(?!=)/,
    INVALID,
    "= gives a name its value. Whether two are equal is asked by ==",
  ],
  [/(?:\+\+|--)$/, INVALID, "Python has no ++ and no --. To add 1, write += 1"],
  [/[-+*/=]$/, INVALID, "Something is missing at the end of this line."],
];

/** What is wrong within a statement. */
function misformed({ number, flat }) {
  const large = flat.match(LARGE)?.[0];
  if (large && large !== large.toLowerCase())
    return [{ number, text: INVALID, message: `Python writes its words small: ${large.toLowerCase()}` }];
  const form = FORMS.find(([pattern]) => pattern.test(flat));
  if (form) return [{ number, text: form[1], message: form[2] }];
  const beside = [...flat.matchAll(/(?=(?<![\w.])([\w.]+)[ \t]+(\w+))/g)];
  const two = beside.find(([, ...pair]) => !pair.some((word) => WORDS.has(word)));
  if (!two) return [];
  const message = `Between ${two[1]} and ${two[2]} there is no sign: what is to be done with them?`;
  return [{ number, text: INVALID, message }];
}

/** What is wrong with where statements begin. */
function misplaced(statements) {
  const made = (number, text, message) => [{ number, text: `IndentationError: ${text}`, message }];
  const kinds = statements.filter(({ indent }) => indent);
  const mixed = kinds.find(({ indent }) => (kinds[0].indent + indent).match(/ \t|\t /));
  if (mixed) {
    const text = "TabError: inconsistent use of tabs and spaces in indentation";
    return [
      {
        number: mixed.number,
        text,
        message: "Some lines begin with a tab, others with spaces. Take spaces in all.",
      },
    ];
  }
  const levels = [0];
  let before = { number: 0, flat: "" };
  for (const one of statements) {
    const [at, last] = [one.indent.length, levels.at(-1)];
    if (before.flat.endsWith(":")) {
      if (at <= last) return made(one.number, `expected an indented block after ${named(before)}`, INDENTED);
      levels.push(at);
    } else if (at > last) {
      return made(
        one.number,
        "unexpected indent",
        "It begins further right than the line above, which has no colon at its end.",
      );
    } else {
      while (levels.at(-1) > at) levels.pop();
      if (levels.at(-1) !== at)
        return made(
          one.number,
          "unindent does not match any outer indentation level",
          "No line above begins where this one does.",
        );
    }
    before = one;
  }
  if (before.flat.endsWith(":"))
    return made(before.number, `expected an indented block after ${named(before)}`, INDENTED);
  return [];
}

/** A statement that begins a block, as CPython names it. */
function named({ flat, number }) {
  const [, word = "match"] = flat.match(HEAD) ?? [];
  const kinds = { def: "function definition", class: "class definition" };
  return `${kinds[word] ?? `'${word}' statement`} on line ${number}`;
}
