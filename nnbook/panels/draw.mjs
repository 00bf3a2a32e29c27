// What the panels share of the page: elements, numbers, plots, and the life of
// a view between the model's traits and the screen.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

export const html = (tag, attributes = {}, ...children) =>
  fill(document.createElement(tag), attributes, children);

export const svg = (tag, attributes = {}, ...children) =>
  fill(document.createElementNS(SVG, tag), attributes, children);

export const place = (node, attributes) => fill(node, attributes, []);

// ---- Numbers

const minus = (text) => text.replace("-", "−");
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
  return (value) => {
    node.setAttribute("data-value", String(value));
    node.textContent = format(value);
  };
}

/** A list of labelled numbers: [[name, label, format], ...]; returns [node, set by name]. */
export function readouts(rows) {
  const list = html("dl", { class: "np-readouts" });
  const set = {};
  for (const [name, label, format] of rows) {
    const number = html("dd");
    list.append(html("div", {}, html("dt", {}, label), number));
    set[name] = quantity(number, name, format);
  }
  return [list, set];
}

export function button(label, onClick) {
  const node = html("button", { type: "button", class: "np-button" }, label);
  node.addEventListener("click", onClick);
  return node;
}

/** A titled part of a panel: returns [node, function that sets the title]. */
export function part(title, ...children) {
  const heading = html("p", { class: "np-title" }, title);
  const set = (text) => {
    if (heading.textContent !== text) heading.textContent = text;
  };
  return [html("div", { class: "np-part" }, heading, ...children), set];
}

/** A legend: [[class of the line, label], ...]. */
export function legend(rows) {
  return html("p", { class: "np-legend" }, ...rows.map(([kind, label]) => {
    const dot = /^np-dot\b/.test(kind);
    const mark = dot
      ? svg("circle", { cx: 13, cy: 6, r: 4.5, class: kind })
      : svg("path", { d: "M0 6H26", class: kind });
    return html("span", {}, svg("svg", { viewBox: "0 0 26 12", "aria-hidden": "true" }, mark), label);
  }));
}

// ---- Plots

/** Round numbers between two ends, about so many. */
export function ticks(low, high, count = 4) {
  const rough = (high - low) / count;
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = unit * [1, 2, 5, 10].find((one) => one * unit >= rough * 0.999);
  const found = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k++) found.push(k * step);
  return found;
}

const plain = (value) => minus(String(Number(value.toPrecision(6))));

/** Axes of an SVG, 320 units wide; lines and dots are drawn in the units of the data. */
export function plot({ label, xLabel = "", yLabel = "", height = 236 }) {
  const [left, right, top, bottom] = [46, 14, 24, 39];
  const [width, depth] = [320 - left - right, height - top - bottom];
  const axes = svg("g", { class: "np-axes" });
  // A nested svg clips what it holds, and needs no id for that.
  const area = svg("svg", { x: left, y: top, width, height: depth });
  const xText = svg("text", { x: 320 - right, y: height - 4, "text-anchor": "end" }, xLabel);
  const yText = svg("text", { x: 4, y: 13 }, yLabel);
  const over = svg("g");
  const node = svg(
    "svg",
    { viewBox: `0 0 320 ${height}`, class: "np-plot", role: "group", "aria-label": label },
    axes, area, xText, yText, over,
  );
  let ends;
  const X = (x) => ((x - ends[0]) / (ends[1] - ends[0])) * width;
  const Y = (y) => (1 - (y - ends[2]) / (ends[3] - ends[2])) * depth;
  const near = (value) => Math.max(-1e4, Math.min(1e4, value)).toFixed(2);
  return {
    node,
    area,
    label: (text) => (xText.textContent = text),
    yLabel: (text) => (yText.textContent = text),
    /** Set the ends of both axes; redrawn only where they change. */
    frame(x0, x1, y0, y1, { xTicks, yTicks, xFormat = plain, yFormat = plain } = {}) {
      const next = [x0, x1, y0, y1];
      if (ends && next.every((end, k) => end === ends[k])) return;
      ends = next;
      axes.replaceChildren();
      for (const x of xTicks ?? ticks(x0, x1)) {
        const at = left + X(x);
        axes.append(
          svg("path", { d: `M${at} ${top}v${depth}` }),
          svg("text", { x: at, y: height - bottom + 15, "text-anchor": "middle" }, xFormat(x)),
        );
      }
      for (const y of yTicks ?? ticks(y0, y1)) {
        const at = top + Y(y);
        axes.append(
          svg("path", { d: `M${left} ${at}h${width}` }),
          svg("text", { x: left - 6, y: at + 4, "text-anchor": "end" }, yFormat(y)),
        );
      }
    },
    line(kind) {
      const path = svg("path", { class: kind });
      area.append(path);
      return (points) => {
        const drawn = points.filter(([x, y]) => !Number.isNaN(x + y));
        place(path, { d: drawn.map(([x, y], k) => `${k ? "L" : "M"}${near(X(x))} ${near(Y(y))}`).join("") });
      };
    },
    /** Many short lines, each a pair of points. */
    segments(kind) {
      const path = svg("path", { class: kind });
      area.append(path);
      const at = ([x, y]) => `${near(X(x))} ${near(Y(y))}`;
      return (pairs) => place(path, { d: pairs.map(([from, to]) => `M${at(from)}L${at(to)}`).join("") });
    },
    /** As many dots as there are points. */
    dots(kind, r) {
      const group = svg("g");
      area.append(group);
      return (points) => group.replaceChildren(
        ...points.map(([x, y]) => svg("circle", { class: kind, r, cx: near(X(x)), cy: near(Y(y)) })),
      );
    },
    /** A dot; unlike lines it may overlap the edge of the axes. */
    dot(kind, r = 6) {
      const circle = svg("circle", { class: kind, r });
      over.append(circle);
      return (x, y) => {
        const [dx, dy] = [X(x), Y(y)];
        const out = !(dx >= -1 && dx <= width + 1 && dy >= -1 && dy <= depth + 1);
        place(circle, { cx: near(left + dx), cy: near(top + dy), visibility: out ? "hidden" : "visible" });
      };
    },
  };
}

/** The next round number above a value: a top for an axis that does not twitch. */
export function roundUp(value) {
  const unit = 10 ** Math.floor(Math.log10(value));
  return unit * [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((one) => one * unit >= value * 0.9999);
}

/** Evenly spaced numbers, ends included. */
export const linspace = (low, high, count) =>
  Array.from({ length: count }, (_, k) => low + ((high - low) * k) / (count - 1));

// ---- The life of a view

const isFinite_ = (value) => {
  if (typeof value === "number") return Number.isFinite(value);
  if (Array.isArray(value) || value instanceof Float64Array) return value.every(isFinite_);
  return value !== null && value !== undefined;
};

// JSON has no name for numbers that are not finite.
const forModel = (value) =>
  Array.isArray(value) ? value.map(forModel) : Number.isFinite(value) ? value : null;

/**
 * Mount a panel: draw it, redraw it in the next frame when an input changes,
 * write its results back. Returns the function that takes it down.
 *
 * `inputs` are the traits it reads beside those in `ranges`; `read(model)` may
 * add to them; `compute(state)` returns the results; `build(root, tools)` makes
 * the elements and returns `draw(state, results)`; `sentence(state, results)`
 * is for the live region; `choose(changed, state)` may set further inputs.
 */
export function mountPanel({ model, el }, { inputs, compute, build, sentence, read, choose }) {
  const name = model.get("panel_name");
  const names = [...inputs, ...Object.keys(model.get("ranges"))];
  const body = html("div", { class: "np-body" });
  const status = html("p", { class: "np-hidden", role: "status" });
  const root = html("div", { class: "nnbook-panel", "data-panel": name }, body, status);
  let frame = 0;
  let spoken = 0;
  let said = null;
  const changed = new Set();

  const set = (values) => {
    model.set(values);
    model.save_changes();
  };
  const state = () => ({ ...Object.fromEntries(names.map((one) => [one, model.get(one)])), ...read?.(model) });
  const draw = build(body, { model, set, state });

  function warn(wrong) {
    root.querySelector("[role=alert]")?.remove();
    body.hidden = wrong;
    if (!wrong) return;
    root.prepend(html("p", { role: "alert", class: "np-alert" },
      "This panel was given a number that is not finite. It shows again as soon as all are."));
  }

  function update() {
    frame = 0;
    let now = state();
    const wrong = !isFinite_(Object.values(now));
    if (wrong || body.hidden) warn(wrong);
    if (wrong) return;
    const further = choose?.(changed, now);
    if (further) {
      model.set(further);
      cancelAnimationFrame(frame); // what that asked for is done here
      frame = 0;
      now = { ...now, ...further };
    }
    changed.clear();
    const results = compute(now);
    draw(now, results);
    for (const [key, value] of Object.entries(results)) model.set(key, forModel(value));
    model.save_changes();
    clearTimeout(spoken);
    const text = sentence(now, results);
    if (said === null) said = text; // nobody is told what a panel says before it is touched
    spoken = setTimeout(() => {
      if (text !== said) status.textContent = said = text;
    }, 600);
  }

  const listeners = names.map((one) => [`change:${one}`, () => {
    changed.add(one);
    frame ||= requestAnimationFrame(update);
  }]);
  for (const [event, listener] of listeners) model.on(event, listener);
  const unshare = share(model, name, root, set);
  update();
  el.append(root);

  return () => {
    for (const [event, listener] of listeners) model.off(event, listener);
    cancelAnimationFrame(frame);
    clearTimeout(spoken);
    unshare();
    root.remove();
  };
}

// ---- Links that carry a panel's state, on the built site only

/** The values in a page's fragment for this panel, or null if anything is amiss with it. */
export function parseFragment(fragment, name, place, ranges) {
  const number = String.raw`-?\d{1,17}(?:\.\d{1,20})?(?:e[-+]?\d{1,3})?`;
  const found = fragment.match(
    new RegExp(String.raw`^#panel=([a-z_]{1,40})&n=(\d{1,3})((?:&[a-z0-9_]{1,40}=${number}){1,40})$`),
  );
  if (!found || found[1] !== name || found[2] !== String(place)) return null;
  const values = {};
  for (const pair of found[3].slice(1).split("&")) {
    const [key, text] = pair.split("=");
    if (!Object.hasOwn(ranges, key) || Object.hasOwn(values, key)) return null;
    const [low, high, step] = ranges[key];
    const value = Number(text);
    if (!(value >= low && value <= high) || (step === 1 && !Number.isInteger(value))) return null;
    values[key] = value;
  }
  return values;
}

function share(model, name, root, set) {
  if (globalThis.nnbookSite !== true) return () => {};
  const ranges = model.get("ranges");
  const restore = () => {
    const values = parseFragment(location.hash, name, model.get("place"), ranges);
    if (!values) return;
    set(values);
    requestAnimationFrame(() => root.scrollIntoView({ block: "center" }));
  };
  const address = html("input", { class: "np-address", readonly: "", "aria-label": "Link to this state", hidden: "" });
  const copy = button("Copy link", async () => {
    const pairs = Object.keys(ranges).map((key) => `${key}=${model.get(key)}`);
    const url = `${location.href.split("#")[0]}#panel=${name}&n=${model.get("place")}&${pairs.join("&")}`;
    try {
      await navigator.clipboard.writeText(url);
      copy.textContent = "Link copied";
      setTimeout(() => (copy.textContent = "Copy link"), 2000);
    } catch {
      // No clipboard here: show the link, ready to be copied by hand.
      address.value = url;
      address.hidden = false;
      address.select();
    }
  });
  const rows = root.querySelectorAll(".np-row");
  (rows[rows.length - 1] ?? root).append(copy, address);
  window.addEventListener("hashchange", restore);
  restore();
  return () => window.removeEventListener("hashchange", restore);
}
