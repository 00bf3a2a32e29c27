// Charts on which a guess is set: a place, or a curve of a few points; and those that show it
// beside what came out.
import { legend, svg, ten } from "../panels/draw.mjs";
import { takeHold } from "../panels/handles.mjs";
import { plot } from "../panels/plot.mjs";
import { along, at, brief } from "./verdict.mjs";

const LINES = ["np-grey", "np-dotted np-thin"]; // what stands there from the beginning
const STEPS = 100; // of the arrow keys, along an axis

/** Powers of ten between two ends, not too many. */
function powers({ low, high }) {
  const [first, last] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)];
  const every = Math.max(1, Math.ceil((last - first) / 5));
  return Array.from({ length: Math.floor((last - first) / every) + 1 }, (_, k) => first + k * every);
}

// Logarithmic axes are drawn in exponents.
const drawn = ({ log }, value) => (log ? Math.log10(value) : value);
const undrawn = (axis, place) => at(axis, along(axis, axis.log ? 10 ** place : place));

/** Axes with the lines that stand there from the beginning. Without y, a line of numbers. */
function axesOf({ x, y, lines = [] }, label) {
  const axes = plot({ label, xLabel: x.label, yLabel: y?.label ?? "", height: y ? 236 : 104 });
  const ends = (axis) => [axis.low, axis.high].map((one) => drawn(axis, one));
  axes.frame(...ends(x), ...(y ? ends(y) : [0, 1]), {
    ...(x.log && { xTicks: powers(x), xFormat: ten }),
    ...(y ? y.log && { yTicks: powers(y), yFormat: ten } : { yTicks: [] }),
  });
  lines.forEach(({ xs, ys }, k) => {
    axes.line(LINES[k % 2])(xs.map((one, n) => [drawn(x, one), drawn(y, ys[n])]));
  });
  if (!y) axes.line("np-grey")([x.low, x.high].map((one) => [drawn(x, one), 0.5]));
  const rows = lines.map(({ words }, k) => [LINES[k % 2], words]);
  return { axes, rows };
}

const points = ({ x, y }, xs, ys) => xs.map((one, k) => [drawn(x, one), drawn(y, ys[k])]);
const rangeOf = (axis) => {
  const [low, high] = [axis.low, axis.high].map((one) => drawn(axis, one));
  return { low: axis.low, high: axis.high, log: axis.log, step: (high - low) / STEPS };
};

/** Call `tell` with the place, in parts of the axes from the left and the bottom, of a press on a chart. */
function onPress(axes, tell) {
  const ground = svg("rect", { width: "100%", height: "100%", class: "nq-ground" });
  axes.area.prepend(ground);
  axes.area.addEventListener("click", (event) => {
    const box = ground.getBoundingClientRect();
    tell((event.clientX - box.left) / box.width, 1 - (event.clientY - box.top) / box.height);
  });
}

/**
 * Put a chart into `holder` on which a place is set. Returns how it is read and set: `read()` gives
 * null while it has not been moved.
 */
export function placeField(holder, chart, label) {
  const { x, y } = chart;
  const ranges = { x: rangeOf(x), ...(y && { y: rangeOf(y) }) };
  const { axes } = axesOf(chart, label);
  const grip = axes.grip("np-dot nq-mine", 6, y ? 2 : 1);
  let now;
  let moved = false;
  const words = () => `${brief(now.x)}${y ? `, ${brief(now.y)}` : ""}`;
  const turns = [{ input: "x", name: x.label, value: ([right]) => undrawn(x, right), words }];
  if (y) turns.push({ input: "y", name: y.label, value: ([, up]) => undrawn(y, up), words });
  const follow = takeHold(grip, turns, { ranges, state: () => now, set });

  function set(values, byReader = true) {
    now = { ...now, ...values };
    moved = byReader;
    grip(drawn(x, now.x), y ? drawn(y, now.y) : 0.5);
    follow(now);
    axes.node.classList.toggle("nq-unset", !moved);
  }
  const start = () => set({ x: at(x, 0.5), ...(y && { y: at(y, 0.5) }) }, false);
  onPress(axes, (across, up) => set({ x: at(x, across), ...(y && { y: at(y, up) }) }));
  start();
  holder.replaceChildren(axes.node);
  return {
    read: () => (moved ? (y ? [now.x, now.y] : [now.x]) : null),
    write: (guess) => (guess ? set({ x: guess[0], ...(y && { y: guess[1] }) }) : start()),
  };
}

/** The same for a curve: its points move up and down. */
export function curveField(holder, chart, label) {
  const { x, y, at: xs, start } = chart;
  const { axes } = axesOf(chart, label);
  const line = axes.line("np-curve nq-mine");
  const names = xs.map((_, k) => String(k));
  const ranges = Object.fromEntries(names.map((name) => [name, rangeOf(y)]));
  let now;
  let moved = false;
  const places = names.map((name, k) => {
    const grip = axes.grip("np-dot nq-mine", 5);
    const turn = {
      input: name,
      name: `${y.label} at ${x.label} ${brief(xs[k])}`,
      value: ([, up]) => undrawn(y, up),
      words: () => brief(now[name]),
    };
    const follow = takeHold(grip, [turn], { ranges, state: () => now, set });
    return () => {
      grip(drawn(x, xs[k]), drawn(y, now[name]));
      follow(now);
    };
  });

  function set(values, byReader = true) {
    now = { ...now, ...values };
    moved = byReader;
    line(
      points(
        chart,
        xs,
        names.map((name) => now[name]),
      ),
    );
    for (const place of places) place();
    axes.node.classList.toggle("nq-unset", !moved);
  }
  const toStart = () => {
    const height = start ?? at(y, 0.5);
    set(Object.fromEntries(names.map((name) => [name, height])), false);
  };
  onPress(axes, (across, up) => {
    const off = (k) => Math.abs(along(x, xs[k]) - across);
    const nearest = names.reduce((best, name) => (off(name) < off(best) ? name : best));
    set({ [nearest]: at(y, up) });
  });
  toStart();
  holder.replaceChildren(axes.node);
  return {
    read: () => (moved ? names.map((name) => now[name]) : null),
    write: (guess) => (guess ? set(Object.fromEntries(guess.map((one, k) => [k, one]))) : toStart()),
  };
}

/** What came out and the guess, on one chart; null for what is guessed without one. */
export function compared(key, guess, lines) {
  if (key.kind !== "place" && key.kind !== "curve") return null;
  const { axes, rows } = axesOf({ ...key, lines }, "What came out, and your guess");
  if (key.kind === "curve") {
    axes.line("np-curve")(points(key, key.at, key.curves[0].ys));
    axes.line("np-tangent")(points(key, key.at, guess));
    rows.push(["np-curve", "what came out"], ["np-tangent", "yours"]);
  } else {
    const spot = ([x, y]) => [drawn(key.x, x), key.y ? drawn(key.y, y) : 0.5];
    axes.dot("np-dot np-blue", 7)(...spot(key.right));
    axes.dot("np-dot np-open nq-mine", 6)(...spot(guess));
    rows.push(["np-dot np-blue", "what came out"], ["np-dot np-open nq-mine", "yours"]);
  }
  axes.node.setAttribute("role", "img");
  return [axes.node, legend(rows)];
}
