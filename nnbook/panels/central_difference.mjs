import { button, fixed, html, legend, part, place, remember, short, ten } from "./draw.mjs";
import { FUNCTIONS } from "./maths.mjs";
import { linspace, plot } from "./plot.mjs";

const EPS = 2 ** -52;

function compute({ functions, function: index, x, h }) {
  const [f, derivative, third] = FUNCTIONS[functions[index]];
  const slope = (f(x + h) - f(x - h)) / (2 * h);
  const forward = (f(x + h) - f(x)) / h;
  const exact = derivative(x);
  return {
    h,
    above: f(x + h),
    below: f(x - h),
    slope,
    forward,
    exact,
    error: Math.abs(slope - exact),
    forward_error: Math.abs(forward - exact),
    truncation: (h ** 2 * Math.abs(third(x))) / 6,
    round_off: (EPS * Math.abs(f(x))) / h,
  };
}

// Everything smaller is drawn on the lowest line.
const BOTTOM = -14;
const log10 = (value) => Math.max(BOTTOM - 1, Math.log10(value));

/** The function with both secants and the tangent. */
function lines({ low, high }, hold) {
  const axes = plot({ label: "The function, the secants and the tangent", xLabel: "x", yLabel: "f(x)" });
  const [f, forward, secant, tangent] = ["np-grey", "np-dotted", "np-curve", "np-tangent"].map(axes.line);
  const [start, point] = [axes.dot("np-dot np-blue", 5), axes.grip("np-dot np-grey-dot", 5)];
  const end = axes.grip("np-dot np-blue", 5);
  hold(point, {
    input: "x",
    name: "x, on the curve",
    value: ([x]) => x,
    words: ({ x }, { exact }) => `${fixed(2)(x)}, slope ${short(3)(exact)}`,
  });
  hold(end, {
    input: "h",
    name: "h, the end of the secants",
    value: ([x], now) => x - now.x,
    words: ({ h }, { error }) => `${short(3)(h)}, error ${short(3)(error)}`,
  });
  return [
    axes.node,
    (state, { h, above, below, slope, forward: slopeAhead, exact }) => {
      const here = FUNCTIONS[state.functions[state.function]][0];
      const points = linspace(low, high, 121).map((x) => [x, here(x)]);
      const values = points.map((point) => point[1]);
      const room = 0.15 * (Math.max(...values) - Math.min(...values));
      axes.frame(low, high, Math.min(...values) - room, Math.max(...values) + room);
      f(points);
      secant([low, high].map((x) => [x, below + slope * (x - (state.x - h))]));
      forward([low, high].map((x) => [x, here(state.x) + slopeAhead * (x - state.x)]));
      tangent([low, high].map((x) => [x, here(state.x) + exact * (x - state.x)]));
      start(state.x - h, below);
      point(state.x, here(state.x));
      end(state.x + h, above);
    },
  ];
}

/** The error against the step: a V between truncation and round-off; the forward difference's too. */
function vee({ low: least, high: most }, hold) {
  const [low, high] = [Math.log10(least), Math.log10(most)];
  const axes = plot({ label: "The error against the step", xLabel: "h", yLabel: "error" });
  const kinds = ["np-dotted", "np-curve np-thin", "np-tangent", "np-rule"];
  const [forward_error, error, truncation, round_off] = kinds.map(axes.line);
  const ahead = axes.dot("np-dot np-green", 5);
  const dot = axes.grip("np-dot np-blue");
  hold(dot, {
    input: "h",
    name: "h, on the V",
    value: ([x]) => 10 ** x,
    words: ({ h }, now) => `${short(3)(h)}, error ${short(3)(now.error)}`,
  });
  const exponents = linspace(low, high, 241);
  const sample = remember((state) =>
    exponents.map((log10_h) => [log10_h, compute({ ...state, h: 10 ** log10_h })]),
  );
  return [
    axes.node,
    (state, now) => {
      const all = sample([state.functions, state.function, state.x], state);
      const of = (name) => all.map(([x, results]) => [x, log10(results[name])]);
      axes.frame(low, high, BOTTOM, 2, {
        xTicks: [-12, -8, -4, 0],
        xFormat: ten,
        yTicks: [-12, -8, -4, 0],
        yFormat: ten,
      });
      forward_error(of("forward_error"));
      error(of("error"));
      truncation(of("truncation"));
      round_off(of("round_off"));
      const at = (value) => [Math.log10(state.h), Math.max(BOTTOM, log10(value))];
      ahead(...at(now.forward_error));
      dot(...at(now.error));
    },
  ];
}

function build(body, { given, ranges, set, hold }) {
  const names = given.functions;
  const [left, drawLines] = lines(ranges.x, hold);
  const [right, drawVee] = vee(ranges.h, hold);
  const [leftPart, setTitle] = part(
    "",
    left,
    legend([
      ["np-grey", "function"],
      ["np-curve", "central"],
      ["np-dotted", "forward"],
      ["np-tangent", "tangent"],
    ]),
  );
  const [rightPart] = part(
    "The error against h",
    right,
    legend([
      ["np-curve np-thin", "central"],
      ["np-dotted", "forward"],
      ["np-tangent", "truncation"],
      ["np-rule", "round-off"],
    ]),
  );
  const choices = names.map((name, k) => button(name, () => set({ function: k })));
  if (names.length > 1)
    body.prepend(html("div", { class: "np-row", role: "group", "aria-label": "Function" }, ...choices));
  body.append(html("div", { class: "np-parts" }, leftPart, rightPart));
  return (state, results) => {
    choices.forEach((choice, k) => place(choice, { "aria-pressed": k === state.function }));
    setTitle(`${names[state.function]} at ${fixed(2)(state.x)}`);
    drawLines(state, results);
    drawVee(state, results);
  };
}

export const panel = {
  compute,
  readouts: () => [
    ["slope", "central difference", fixed(8)],
    ["forward", "forward difference", fixed(8)],
    ["exact", "exact slope", fixed(8)],
    ["error", "error, central", short(3)],
    ["forward_error", "error, forward", short(3)],
    ["h", "h", short(3)],
    ["truncation", "truncation, about", short(3)],
    ["round_off", "round-off, about", short(3)],
  ],
  build,
  sentence: (_state, { slope, error, forward_error }) =>
    `Central difference ${fixed(6)(slope)}, error ${short(3)(error)}; the forward one's ${short(3)(forward_error)}.`,
};
