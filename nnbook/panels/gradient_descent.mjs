import { fixed, html, legend, part, setText, short, ten } from "./draw.mjs";
import { contour, gradient, loss, mean } from "./maths.mjs";
import { linspace, plot, roundUp } from "./plot.mjs";

/** The loss at a point, and its exact gradient there. */
function landscape(state) {
  if (state.landscape === "bowl") {
    const [a, b] = state.curvatures;
    return {
      loss: ([u, v]) => 0.5 * (a * u ** 2 + b * v ** 2),
      gradient: ([u, v]) => [a * u, b * v],
    };
  }
  const { x, t, delta, weights } = state;
  const W = state.W.map((row) => [...row]);
  const move = (point) => weights.forEach(([i, j], k) => (W[i][j] = point[k]));
  return {
    loss(point) {
      move(point);
      return mean(x.map((row, n) => loss(W, row, t[n], delta)));
    },
    gradient(point) {
      move(point);
      const all = x.map((row, n) => gradient(W, row, t[n], delta));
      return weights.map(([i, j]) => mean(all.map((one) => one[i][j])));
    },
  };
}

function compute(state) {
  const land = landscape(state);
  const path = [[state.start_0, state.start_1]];
  const losses = [land.loss(path[0])];
  for (let step = 0; step < state.steps; step++) {
    const slopes = land.gradient(path[step]);
    const point = path[step].map((w, k) => w - state.rate * slopes[k]);
    const there = land.loss(point);
    if (!Number.isFinite(there)) break;
    path.push(point);
    losses.push(there);
  }
  const [first, second] = path[path.length - 1];
  return {
    path,
    losses,
    first,
    second,
    loss: losses[losses.length - 1],
    lowest: Math.min(...losses),
    rises: losses.filter((after, k) => k && after > losses[k - 1] + 1e-9 * Math.abs(losses[k - 1])).length,
  };
}

const names = (state) =>
  state.landscape === "bowl" ? ["w₀", "w₁"] : state.weights.map((pair) => `W[${pair}]`);

/** Contours of the landscape with the path over them. */
function map({ frame, ...given }, hold) {
  const axes = plot({ label: "Contours of the loss and the path of the descent" });
  const lines = axes.segments("np-contour");
  const path = axes.line("np-path");
  const points = axes.dots("np-dot np-step", 3.2);
  const end = axes.dot("np-dot", 6);
  const start = axes.grip("np-dot np-grey-dot", 5, 2);
  const turn = (k) => ({
    input: `start_${k}`,
    name: `start on the map, ${names(given)[k]}`,
    value: (point) => point[k],
    words: (state, { losses }) => `${fixed(2)(state[`start_${k}`])}, loss there ${short(4)(losses[0])}`,
  });
  hold(start, turn(0), turn(1));
  let drawn = false;
  return [
    axes.node,
    (state, results) => {
      const [x0, x1, y0, y1] = frame;
      axes.frame(x0, x1, y0, y1);
      // The landscape is given once: its contours are drawn once.
      if (!drawn) {
        drawn = true;
        const [us, vs] = [linspace(x0, x1, 41), linspace(y0, y1, 41)];
        const land = landscape(state);
        const grid = vs.map((v) => us.map((u) => land.loss([u, v])));
        const [low, high] = [Math.min(...grid.flat()), Math.max(...grid.flat())];
        const levels = linspace(0.5, 8.5, 9).map((k) => low + (high - low) * (k / 9) ** 2);
        const at = (ends, k) => ends[0] + ((ends[ends.length - 1] - ends[0]) * k) / 40;
        lines(
          levels
            .flatMap((level) => contour(grid, level))
            .map((pair) => pair.map(([column, row]) => [at(us, column), at(vs, row)])),
        );
        axes.label(names(state)[0]);
        axes.yLabel(names(state)[1]);
      }
      path(results.path);
      points(results.path);
      end(...results.path[results.path.length - 1]);
      start(...results.path[0]);
    },
  ];
}

/** The loss after each step; on a logarithmic axis in the bowl, where it may run away. */
function history(steps, log, hold) {
  const axes = plot({ label: "The loss after each step", xLabel: "step", yLabel: "loss" });
  const line = axes.line("np-curve np-thin");
  const dots = axes.dots("np-dot np-blue np-step", 3);
  const last = axes.grip("np-dot np-blue", 5);
  hold(last, {
    input: "steps",
    name: "steps, the end of the curve",
    value: ([x]) => x,
    words: (state, { loss }) => `${state.steps}, loss ${short(4)(loss)}`,
  });
  return [
    axes.node,
    ({ losses }) => {
      const points = losses.map((value, k) => [k, log ? Math.max(-9, Math.log10(value)) : value]);
      if (log) axes.frame(0, steps, -4, 6, { yTicks: [-4, -2, 0, 2, 4, 6], yFormat: ten });
      else axes.frame(0, steps, 0, roundUp(Math.max(...losses)));
      line(points);
      dots(points);
      last(...points[points.length - 1]);
    },
  ];
}

function verdict({ losses, loss, rises }) {
  if (losses.length === 1) return "No step taken yet.";
  if (loss > losses[0] * (1 + 1e-9))
    return "It diverges: the loss ends higher than it began. The steps are too large.";
  if (rises) return `It overshoots: the loss rose in ${rises} of ${losses.length - 1} steps.`;
  return "The loss falls at every step, or stays.";
}

function build(body, { given, ranges, hold }) {
  const says = html("p", { class: "np-verdict" });
  const [left, drawMap] = map(given, hold);
  const [right, drawHistory] = history(ranges.steps.high, given.landscape === "bowl", hold);
  const [leftPart] = part(
    "The path",
    left,
    legend([
      ["np-dot np-grey-dot", "start"],
      ["np-dot", "end"],
      ["np-contour", "equal loss"],
    ]),
  );
  const [rightPart] = part("The loss", right);
  body.prepend(says);
  body.append(html("div", { class: "np-parts" }, leftPart, rightPart));
  return (state, results) => {
    setText(says, verdict(results));
    drawMap(state, results);
    drawHistory(results);
  };
}

export const panel = {
  compute,
  readouts: (given) => [
    ["loss", "loss at the end", short(4)],
    ["lowest", "lowest on the way", short(4)],
    ["first", `${names(given)[0]} at the end`, short(4)],
    ["second", `${names(given)[1]} at the end`, short(4)],
    ["rises", "steps that went up", fixed(0)],
  ],
  build,
  sentence: (state, results) =>
    `Loss ${short(4)(results.loss)} after ${state.steps} steps. ${verdict(results)}`,
};
