// Axes in SVG, with what is drawn in the units of the data.
import { minus, place, setText, svg } from "./draw.mjs";
import { disc } from "./handles.mjs";

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
    axes,
    area,
    xText,
    yText,
    over,
  );
  let ends;
  const X = (x) => ((x - ends[0]) / (ends[1] - ends[0])) * width;
  const Y = (y) => (1 - (y - ends[2]) / (ends[3] - ends[2])) * depth;
  const near = (value) => Math.max(-1e4, Math.min(1e4, value)).toFixed(2);
  /** A dot; unlike lines it may overlap the edge of the axes. */
  function dot(kind, r = 6) {
    const circle = svg("circle", { class: kind, r });
    over.append(circle);
    return (x, y) => {
      const [dx, dy] = [X(x), Y(y)];
      const out = !(dx >= -1 && dx <= width + 1 && dy >= -1 && dy <= depth + 1);
      place(circle, { cx: near(left + dx), cy: near(top + dy), visibility: out ? "hidden" : "visible" });
    };
  }
  return {
    node,
    area,
    label: (text) => setText(xText, text),
    yLabel: (text) => setText(yText, text),
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
      return (points) =>
        group.replaceChildren(
          ...points.map(([x, y]) => svg("circle", { class: kind, r, cx: near(X(x)), cy: near(Y(y)) })),
        );
    },
    /** Words, each at a point. */
    texts(kind) {
      const group = svg("g");
      area.append(group);
      const middle = { class: kind, "text-anchor": "middle", "dominant-baseline": "central" };
      return (words) =>
        group.replaceChildren(
          ...words.map(([x, y, word]) => svg("text", { ...middle, x: near(X(x)), y: near(Y(y)) }, word)),
        );
    },
    dot,
    /** A dot that can be made a handle for one input or two: see handles.mjs. */
    grip(kind, r = 6, count = 1) {
      const to = disc(node, [320, height], { into: over, count });
      const draw = dot(kind, r);
      // Where the dot is outside, it is to be had at the edge: hidden, it would lose the focus.
      const held = (value, most) => (Number.isNaN(value) ? 0 : Math.max(0, Math.min(most, value)));
      return Object.assign(
        (x, y) => {
          draw(x, y);
          to(left + held(X(x), width), top + held(Y(y), depth));
        },
        to,
        {
          units: ([across, down]) => [
            ends[0] + ((across - left) / width) * (ends[1] - ends[0]),
            ends[3] - ((down - top) / depth) * (ends[3] - ends[2]),
          ],
        },
      );
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
