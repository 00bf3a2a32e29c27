// Numbers and arrays as Python writes them.

const PRECISIONS = [4, 8, null]; // the last: as many digits as tell a float from all others
const LINE = 76;
const LONGEST = 24; // entries; of a longer array the two first and last of each axis are shown
const EDGE = 2;

const signs = (value) => (value < 0 ? "-" : "");

function special(value) {
  if (Number.isNaN(value)) return "nan";
  return Number.isFinite(value) ? null : `${signs(value)}inf`;
}

function composed(value, digits, exponent, [low, high], whole) {
  const sign = signs(value);
  if (exponent < low || exponent >= high) {
    const power = String(Math.abs(exponent)).padStart(2, "0");
    const after = digits.length > 1 ? `.${digits.slice(1)}` : "";
    return `${sign}${digits[0]}${after}e${exponent < 0 ? "-" : "+"}${power}`;
  }
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const before = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  const after = digits.slice(exponent + 1);
  return sign + before + (after ? `.${after}` : whole);
}

function split(text) {
  const [mantissa, exponent] = text.replace(/^-/, "").split("e");
  return [mantissa.replace(".", "").replace(/(?<=.)0+$/, ""), Number(exponent)];
}

/** repr(float) */
export function repr(value) {
  return special(value) ?? composed(value, ...split(value.toExponential()), [-4, 16], ".0");
}

/** The same, as short as a number can be typed. */
export const brief = (value) => repr(value).replace(/\.0$/, "");

/** f"{value:.{digits}g}" */
export function general(value, digits) {
  const text = special(value);
  return text ?? composed(value, ...split(value.toExponential(digits - 1)), [-4, digits], "");
}

/** A shape as Python's tuple of it. */
export const tuple = (shape) => `(${shape.join(", ")}${shape.length === 1 ? "," : ""})`;

/** Two arrays { shape, data }, in as few digits as show that they differ. */
export function few(got, wanted) {
  const write = (array, digits) => written(array, (v) => (digits ? general(v + 0, digits) : repr(v + 0)));
  const pairs = PRECISIONS.map((digits) => [write(got, digits), write(wanted, digits)]);
  return pairs.find(([one, other]) => one !== other) ?? pairs[0];
}

/** As numpy.array2string, each number by itself. */
function written({ shape, data }, write) {
  if (!shape.length) return write(data[0]);
  if (!data.length) return "[]";
  const short = data.length > LONGEST;
  const steps = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));

  function block(axis, at, indent, width) {
    if (axis === shape.length) return write(data[at]);
    const size = shape[axis];
    const inner = (k) => block(axis + 1, at + k * steps[axis], `${indent} `, width - 1);
    const all = [...Array(size).keys()];
    const shown = short && size > 2 * EDGE ? [...all.slice(0, EDGE), null, ...all.slice(-EDGE)] : all;
    const words = shown.map((k) => (k === null ? "..." : inner(k)));
    if (axis < shape.length - 1) {
      const gap = `,${"\n".repeat(shape.length - axis - 1)}${indent}`;
      return `[${words.join(gap)}]`;
    }
    let [text, line] = ["", indent];
    words.forEach((word, k) => {
      if (line.length + word.length > width - 1 && line.length > indent.length) {
        text += `${line.trimEnd()}\n`;
        line = indent;
      }
      line += word + (k < words.length - 1 ? ", " : "");
    });
    return `[${(text + line).slice(indent.length)}]`;
  }
  return block(0, 0, " ", LINE);
}
