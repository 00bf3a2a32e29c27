// Elements, numbers and the small parts that panels are made of.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

export const html = (tag, attributes = {}, ...children) =>
  fill(document.createElement(tag), attributes, children);

/** An element of a drawing. A translator would put HTML into its texts, which then vanish. */
export const svg = (tag, attributes = {}, ...children) =>
  fill(
    document.createElementNS(SVG, tag),
    tag === "svg" ? { translate: "no", ...attributes } : attributes,
    children,
  );

/** Set what differs. An attribute that is set to what it is has its drawing made anew all the same. */
export function place(node, attributes) {
  for (const [name, value] of Object.entries(attributes))
    if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
  return node;
}

/** Set a node's text where it differs, in the piece of text that is there: a new one takes longer. */
export function setText(node, text) {
  if (node.textContent === text) return;
  const { firstChild: piece } = node;
  if (piece?.nodeType === 3 && !piece.nextSibling) piece.data = text;
  else node.textContent = text;
}

// ---- Numbers

export const minus = (text) => text.replace("-", "−");
const raised = (text) => text.replace(/./g, (c) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[c] ?? "⁻");

/** A formatter to so many decimals; numbers too large or small for that as powers of ten. */
export const fixed = (digits) => (value) => {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "nan" : value > 0 ? "∞" : "−∞";
  if (Math.abs(value) >= 1e6) return power(2)(value);
  const text = value.toFixed(digits);
  return minus(Number(text) === 0 ? text.replace("-", "") : text);
};

/** A formatter as a power of ten, with so many decimals before it. */
export const power = (digits) => (value) => {
  if (!Number.isFinite(value) || value === 0) return fixed(0)(value);
  const [head, exponent] = value.toExponential(digits).split("e");
  return `${minus(head)}×10${raised(exponent.replace("+", ""))}`;
};

/** A formatter to so many decimals, or as a power of ten where they would not show much. */
export const short = (digits) => (value) => {
  const size = Math.abs(value);
  const far = size !== 0 && (size < 10 ** (1 - digits) || size >= 1e5);
  return (far ? power(1) : fixed(digits))(value);
};

/** Ten to a whole power, as the labels of a logarithmic axis have it. */
export const ten = (exponent) => (exponent === 0 ? "1" : `10${raised(String(exponent))}`);

/** Make a node show a quantity: returns a function that sets its value. */
export function quantity(node, name, format = fixed(3)) {
  node.setAttribute("data-quantity", name);
  node.setAttribute("translate", "no"); // what is set behind a translator's back would come out wrong
  return (value) => {
    place(node, { "data-value": value });
    setText(node, format(value));
  };
}

/** A list of labelled numbers: [[name, label, format], ...]; returns [node, set by name]. */
export function readouts(rows, make = quantity) {
  const list = html("dl", { class: "np-readouts" });
  const set = {};
  for (const [name, label, format] of rows) {
    const number = html("dd");
    list.append(html("div", {}, html("dt", {}, label), number));
    set[name] = make(number, name, format);
  }
  return [list, set];
}

/** Whether the reader wants less motion. */
export const calm = () => Boolean(globalThis.matchMedia?.("(prefers-reduced-motion: reduce)").matches);

export function button(label, onClick) {
  const node = html("button", { type: "button", class: "np-button" }, label);
  node.addEventListener("click", onClick);
  return node;
}

/** A titled part of a panel: returns [node, function that sets the title]. */
export function part(title, ...children) {
  const heading = html("p", { class: "np-title" }, title);
  return [html("div", { class: "np-part" }, heading, ...children), (text) => setText(heading, text)];
}

/** A legend: [[class of the line, label], ...]. */
export function legend(rows) {
  return html(
    "p",
    { class: "np-legend" },
    ...rows.map(([kind, label]) => {
      const dot = /^np-dot\b/.test(kind);
      const mark = dot
        ? svg("circle", { cx: 13, cy: 6, r: 4.5, class: kind })
        : svg("path", { d: "M0 6H26", class: kind });
      return html("span", {}, svg("svg", { viewBox: "0 0 26 12", "aria-hidden": "true" }, mark), label);
    }),
  );
}

/** A function that makes something anew only where one of what it depends on has changed. */
export function remember(make) {
  let known;
  let made;
  return (depends, ...rest) => {
    if (!known || depends.some((one, k) => one !== known[k])) {
      made = make(...rest);
      known = depends;
    }
    return made;
  };
}
