// What a reader typed, as a number: all of it is understood, or none.

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺";
const ZEROS = "٠۰०"; // of the Arabic, Persian and Devanagari digits
const NUMBER = /^([-+]?) ?([\d.,' _]+?)(?:[eE]([-+]?\d+)| ?[×x*·] ?10\^([-+]?\d+))?( ?%)?$/;
const GROUPED = /^([1-9]\d{0,2}(?:([.,' _])\d{3})(?:\2\d{3})*)(?:(?!\2)[.,](\d*))?$/;

/** The characters of other keyboards and of this book's own output, as those of a plain number. */
export function plain(text) {
  return text
    .replace(/[\u200b-\u200f\u061c\u2060\u2066-\u2069\ufeff]/g, "") // marks that nobody sees
    .replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)) // full width
    .replace(/[٠-٩۰-۹०-९]/g, (c) => {
      const zero = [...ZEROS].find((one) => c >= one && c.charCodeAt(0) - one.charCodeAt(0) < 10);
      return String(c.charCodeAt(0) - zero.charCodeAt(0));
    })
    .replace(/٫/g, ".")
    .replace(/[٬’ʼ`´]/g, "'")
    .replace(/[\u2010-\u2015\u2212\ufe63]/g, "-")
    .replace(/[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g, " ")
    .replace(
      /[⁰¹²³⁴-⁹⁻⁺]+/g,
      (all) => `^${[...all].map((c) => "0123456789-+"[SUPERSCRIPTS.indexOf(c)]).join("")}`,
    )
    .replace(/ ?[¼-¾⅐-⅞]/g, (c) => ` ${c.trim().normalize("NFKC")}`)
    .replace(/[⁄∕]/g, "/")
    .trim();
}

/** What digits with a comma, a point or marks between thousands can mean, as plain decimals. */
function decimals(text) {
  const found = /^(?:\d+[.,]?\d*|[.,]\d+)$/.test(text) ? [text.replace(",", ".")] : [];
  const [, whole, , behind = ""] = text.match(GROUPED) ?? [];
  // 1.234 has this book's own point; 1,234 may be either.
  if (whole && !/^\d+\.\d+$/.test(text)) found.push(`${whole.replace(/\D/g, "")}.${behind}`);
  return found;
}

/** The numbers that a text without a fraction can mean. */
function meanings(text) {
  const found = text.replace(/^([-+]?) ?10\^/, "$11×10^").match(NUMBER);
  if (!found) return [];
  const [, sign, digits, e, ten, percent] = found;
  const exponent = Number(e ?? ten ?? 0) - (percent ? 2 : 0);
  return decimals(digits).map((one) => Number(`${sign}${one}e${exponent}`) + 0); // no -0
}

function fractions(text) {
  const [, sign, whole, above, below] = text.match(/^([-+]?) ?(?:(\d+) )?([^/]+)\/([^/]+)$/) ?? [];
  if (!below) return [];
  const [over, under] = [meanings(above.trim()), meanings(below.trim())];
  if (over.length !== 1 || under.length !== 1) return [];
  return [(sign === "-" ? -1 : 1) * (Number(whole ?? 0) + over[0] / under[0])];
}

/**
 * The number that `text` stands for, or a short word why there is none that a slider from `low` to
 * `high` can take: `{ value }` or `{ why }`. `show` writes a number as the slider's readout does:
 * what is written like an end is that end.
 */
export function understood(text, { low, high, whole, show }) {
  const typed = plain(text);
  if (!typed) return { why: "empty" };
  const all = (typed.includes("/") ? fractions(typed) : meanings(typed)).filter((one) => !Number.isNaN(one));
  if (!all.length) return { why: "not a number" };
  const fitting = all
    .map((one) => [low, high].find((end) => show(one) === show(end) && (one < low || one > high)) ?? one)
    .filter((one) => one >= low && one <= high && !(whole && !Number.isInteger(one)));
  if (fitting.length === 1) return { value: fitting[0] };
  if (fitting.length) return { why: `${fitting.join(" or ")}?` };
  if (all.some((one) => one >= low && one <= high)) return { why: "whole numbers only" };
  return { why: `from ${show(low)} to ${show(high)}` };
}
