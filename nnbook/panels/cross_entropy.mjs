import { fixed, html, legend, part, remember, short, ten } from "./draw.mjs";
import { cross_entropy_error } from "./maths.mjs";
import { linspace, plot } from "./plot.mjs";

function compute({ p, delta }) {
  const y = [p, 1 - p];
  return {
    probability: p,
    delta,
    loss: cross_entropy_error(y, [1, 0], { delta }),
    exact: cross_entropy_error(y, [1, 0], { delta: 0 }),
    cap: -Math.log(delta),
    slope: -1 / (p + delta),
    // Along the true class's score: the slope above times p (1 - p), the softmax's own.
    score_slope: ((p - 1) * p) / (p + delta),
  };
}

const either = short(3);

function chart(label, xLabel) {
  const axes = plot({ label, xLabel, yLabel: "loss" });
  return {
    axes,
    cap: axes.line("np-rule"),
    without: axes.line("np-tangent"),
    line: axes.line("np-curve"),
    dot: axes.grip("np-dot np-blue"),
  };
}

function build(body, { hold }) {
  const linear = chart("Loss against the probability", "p");
  const log = chart("Loss against the probability, on a logarithmic axis", "p, logarithmic");
  const turn = {
    input: "p",
    name: "p of the true class, on the curve",
    words: ({ p }, { loss }) => `${either(p)}, loss ${fixed(3)(loss)}`,
  };
  hold(linear.dot, { ...turn, value: ([x]) => x });
  hold(log.dot, { ...turn, value: ([x]) => 10 ** x });
  const key = legend([
    ["np-curve", "loss"],
    ["np-tangent", "without delta"],
    ["np-rule", "cap, −log delta"],
  ]);
  const [left] = part("Where we usually look", linear.axes.node);
  const [right] = part("Far down, at tiny probabilities", log.axes.node);
  body.append(html("div", { class: "np-parts" }, left, right), key);
  const ps = linspace(-4, 0, 161).map((exponent) => 10 ** exponent);
  const exponents = linspace(-12, 0, 161);
  linear.axes.frame(0, 1, 0, 8);
  linear.without(ps.map((p) => [p, -Math.log(p)]));
  log.axes.frame(-12, 0, 0, 28, { xTicks: [-12, -8, -4, 0], xFormat: ten });
  log.without(exponents.map((x) => [x, -x * Math.LN10]));
  const bent = remember(({ delta, cap }) => {
    const at = (p) => -Math.log(p + delta);
    linear.line(ps.map((p) => [p, at(p)]));
    log.line(exponents.map((x) => [x, at(10 ** x)]));
    log.cap([
      [-12, cap],
      [0, cap],
    ]);
  });
  return (state, results) => {
    bent([results.delta], results);
    linear.dot(results.probability, results.loss);
    log.dot(Math.log10(state.p), results.loss);
  };
}

export const panel = {
  compute,
  readouts: () => [
    ["probability", "p of the true class", short(4)],
    ["delta", "delta", either],
    ["loss", "loss"],
    ["exact", "loss without delta"],
    ["cap", "most the loss can be"],
    ["slope", "slope along p", either],
    ["score_slope", "slope along score", either],
  ],
  build,
  sentence: (_state, { probability, loss }) => `Probability ${either(probability)}, loss ${fixed(3)(loss)}.`,
};
