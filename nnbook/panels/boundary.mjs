import { button, calm, fixed, html, legend, part, place, quantity, remember, setText, svg } from "./draw.mjs";
import {
  contour,
  cross_entropy_error,
  gradient,
  mean,
  predict,
  sigmoid,
  softmax,
  TwoLayerNet,
} from "./maths.mjs";
import { linspace, plot, roundUp } from "./plot.mjs";

const label = (k) => (k === 1 ? [0, 1] : [1, 0]);
const ahead = ([zero, one]) => one - zero; // how far class 1 is before class 0
const points = ({ x, marked, point_x, point_y }) => x.with(marked, [point_x, point_y]);

// ---- The network, and its way down

/** What the second layer gets of a point: the hidden units, or the inputs where there are none. */
function inner(params) {
  if (!params.b1.length) return (point) => point;
  const net = new TwoLayerNet(params);
  return (point) => net.forward(point).hidden;
}

/** Scores of both classes, at any point. */
function logits(params) {
  const [W, units] = [[...params.W2, params.b2], inner(params)];
  return (point) => predict(W, [...units(point), 1]);
}

/** A bias is the weight of an input that is always 1: so one layer is a net without biases. */
function slopes(params, x, t) {
  if (params.b1.length) return new TwoLayerNet(params, 0).gradient(x, t);
  const W = [...params.W2, params.b2];
  const all = x.map((row, n) => gradient(W, [...row, 1], t[n], 0));
  const means = W.map((row, i) => row.map((_, j) => mean(all.map((one) => one[i][j]))));
  return { W2: means.slice(0, 2), b2: means[2] };
}

function begin({ start, start_W1, start_W2, hidden }) {
  const zeros = (count) => Array(count).fill(0);
  return {
    W1: start_W1[start].map((row) => row.slice(0, hidden)),
    b1: zeros(hidden),
    W2: hidden ? start_W2[start].slice(0, hidden).map((row) => [...row]) : [zeros(2), zeros(2)],
    b2: zeros(2),
  };
}

function step(params, found, rate) {
  for (const [name, along] of Object.entries(found))
    along.forEach((one, i) => {
      if (Array.isArray(one)) one.forEach((slope, j) => (params[name][i][j] -= rate * slope));
      else params[name][i] -= rate * one;
    });
}

// The way down so far, every fifth place of it: the slider of the steps goes to and fro on it.
const EVERY = 5;
const way = remember((state) => [begin(state)]);

function train(state) {
  const { start, hidden, point_x, point_y, steps, rate, classes } = state;
  const known = way([start, hidden, point_x, point_y], state);
  const [x, t] = [points(state), classes.map(label)];
  const nearest = Math.min(Math.floor(steps / EVERY), known.length - 1);
  const params = structuredClone(known[nearest]);
  for (let done = EVERY * nearest + 1; done <= steps; done++) {
    step(params, slopes(params, x, t), rate);
    if (done === EVERY * known.length) known.push(structuredClone(params));
  }
  return params;
}

function compute(state) {
  const params = train(state);
  const x = points(state);
  const scores = x.map(logits(params));
  const options = { delta: 0, from_logits: true };
  return {
    loss: mean(scores.map((one, n) => cross_entropy_error(one, label(state.classes[n]), options))),
    right: scores.filter((one, n) => (ahead(one) > 0 ? 1 : 0) === state.classes[n]).length,
    probability: softmax(scores[state.marked])[1],
    lead: ahead(scores[state.marked]),
    shares: inner(params)(x[state.marked]).map((value, j) => value * ahead(params.W2[j])),
    bias: ahead(params.b2),
    ...params,
  };
}

/** The probability of class 1 at each place of a grid, in plain loops: the panel draws it anew for each key. */
function probabilities({ W1, b1, W2, b2 }, places) {
  const shares = W2.map(ahead);
  const bias = ahead(b2);
  return places.map((v) =>
    places.map((u) => {
      let lead = bias;
      if (!b1.length) lead += shares[0] * u + shares[1] * v;
      for (let j = 0; j < b1.length; j++) lead += shares[j] * sigmoid(W1[0][j] * u + W1[1][j] * v + b1[j]);
      return sigmoid(lead); // the softmax of two scores
    }),
  );
}

// ---- The plane

/** The ends of the line on which a unit's sum is 0, well beyond the plane that is shown. */
function line(a, b, c, reach) {
  const size = Math.hypot(a, b) || 1;
  const [nx, ny, far] = [a / size, b / size, 4 * reach];
  const [x, y] = [(-c / size) * nx, (-c / size) * ny];
  return [
    [x - far * ny, y + far * nx],
    [x + far * ny, y - far * nx],
  ];
}

/** Where the number of a unit stands: near the rim, on the side of its line where it is on. */
function besides(a, b, c, reach) {
  const size = Math.hypot(a, b) || 1;
  const [nx, ny, away] = [a / size, b / size, 0.2 - c / size];
  const along = Math.sqrt(Math.max(0, (0.9 * reach) ** 2 - away ** 2));
  return [away * nx - along * ny, away * ny + along * nx];
}

/** The points, the line of each unit, and where both classes are equally probable. */
function plane({ x, reach, classes, marked }, hold) {
  const axes = plot({
    label: "The points, the lines of the hidden units and the boundary",
    xLabel: "first input",
    yLabel: "second input",
    height: 323, // as high as wide, without the margins
  });
  axes.frame(-reach, reach, -reach, reach);
  const faint = axes.segments("np-contour");
  const units = axes.segments("np-rule");
  const bold = axes.segments("np-bound");
  const dots = [axes.dots("np-dot np-open", 3.5), axes.dots("np-dot np-step", 3.5)];
  const names = axes.texts("np-over");
  const own = axes.grip("np-dot np-blue", 7, 2);
  const turn = (input, k) => ({
    input,
    name: `the large point, ${k ? "second" : "first"} input`,
    value: (point) => point[k],
    words: (state, { probability }) => `${fixed(1)(state[input])}, class 1 there ${fixed(3)(probability)}`,
  });
  hold(own, turn("point_x", 0), turn("point_y", 1));
  const places = linspace(-reach, reach, 51);
  const at = (k) => -reach + (2 * reach * k) / 50;
  dots.forEach((draw, which) => draw(x.filter((_, n) => classes[n] === which && n !== marked)));
  const drawn = (pair) => pair.map(([column, row]) => [at(column), at(row)]);
  return [
    axes.node,
    (state, results) => {
      const grid = probabilities(results, places);
      const sums = results.b1.map((bias, j) => [results.W1[0][j], results.W1[1][j], bias, reach]);
      faint([0.1, 0.3, 0.7, 0.9].flatMap((level) => contour(grid, level)).map(drawn));
      bold(contour(grid, 0.5).map(drawn));
      units(sums.map((one) => line(...one)));
      names(sums.map((one, j) => [...besides(...one), `${j}`]));
      own(state.point_x, state.point_y);
    },
  ];
}

// ---- What is added up at one point

const ROW = 27;

/** A bar to both sides of the middle for each unit and the bias, and one for their sum. */
function sums() {
  const node = svg("svg", {
    class: "np-plot",
    role: "group",
    "aria-label": "What is added up at the large point",
  });
  const rows = remember((names) => {
    node.replaceChildren();
    place(node, { viewBox: `0 0 320 ${ROW * names.length}` });
    const made = names.map(([name, text], k) => {
      const y = ROW * k;
      const bar = svg("rect", { y: y + 4, height: 14 });
      const number = svg("text", { x: 320, y: y + 16, "text-anchor": "end" });
      node.append(
        svg("text", { x: 0, y: y + 16 }, text),
        svg("rect", { x: 66, y: y + 4, width: 194, height: 14, class: "np-trough" }),
        bar,
        number,
      );
      return { bar, set: quantity(number, name, fixed(2)) };
    });
    node.append(svg("path", { d: `M163 0V${ROW * names.length - 5}`, class: "np-middle" }));
    return made;
  });
  return [
    node,
    ({ hidden }, { lead, shares, bias }) => {
      const values = [lead, bias, ...shares];
      const kind = hidden ? "unit" : "input";
      const made = rows(
        [hidden],
        [["lead", "sum"], ["bias", "bias"], ...shares.map((_, k) => [`share-${k}`, `${kind} ${k}`])],
      );
      const scale = 97 / roundUp(Math.max(1, ...values.map(Math.abs)));
      made.forEach(({ bar, set }, k) => {
        const length = scale * Math.abs(values[k]);
        set(values[k]);
        place(bar, {
          x: (values[k] < 0 ? 163 - length : 163).toFixed(2),
          width: length.toFixed(2),
          class: values[k] < 0 ? "np-bar np-blue" : "np-bar np-red",
        });
      });
    },
  ];
}

const missed = (right, all) => {
  if (right === all) return "All points are on their own side.";
  const wrong = all - right;
  return `${wrong} of ${all} points ${wrong === 1 ? "is" : "are"} on the wrong side.`;
};

/** A button that takes the slider of the steps to its end, slowly enough to be followed. */
function trainer({ ranges, set, state, root, ends }) {
  const { high, step } = ranges.steps;
  let waiting = 0;
  const node = button("Train", () => {
    if (waiting) return stop();
    if (calm()) return set({ steps: high });
    if (state().steps >= high) set({ steps: 0 });
    node.textContent = "Stop";
    root.setAttribute("aria-busy", "true");
    go();
  });
  function stop() {
    clearTimeout(waiting);
    waiting = 0;
    node.textContent = "Train";
    root.removeAttribute("aria-busy");
  }
  function go() {
    if (state().steps >= high) return stop();
    set({ steps: Math.min(high, state().steps + step) });
    waiting = setTimeout(go, 50);
  }
  ends.push(stop);
  return node;
}

function build(body, tools) {
  const { given } = tools;
  const says = html("p", { class: "np-verdict" });
  const [node, drawPlane] = plane(given, tools.hold);
  const [bars, drawBars] = sums();
  const [left] = part(
    "The plane",
    node,
    legend([
      ["np-dot np-step", "class 1"],
      ["np-dot np-open", "class 0"],
      ["np-dot np-blue", "class 0, the one that moves"],
      ["np-bound", "boundary"],
      ["np-rule", "line of a unit, its number where it is on"],
      ["np-contour", "probability 0.1, 0.3, 0.7, 0.9"],
    ]),
  );
  const [right] = part(
    "Added up at the large point",
    html("p", { class: "np-note" }, "To the right for class 1, to the left for class 0. The sum decides."),
    bars,
  );
  body.prepend(says, html("div", { class: "np-row" }, trainer(tools)));
  body.append(html("div", { class: "np-parts" }, left, right));
  return (state, results) => {
    setText(says, missed(results.right, state.classes.length));
    drawPlane(state, results);
    drawBars(state, results);
  };
}

export const panel = {
  compute,
  readouts: ({ classes }) => [
    ["loss", "loss", fixed(4)],
    ["right", `points right, of ${classes.length}`, fixed(0)],
    ["probability", "class 1 at large point", fixed(3)],
  ],
  build,
  sentence: ({ hidden, steps, classes }, { loss, right }) =>
    `Loss ${fixed(3)(loss)} with ${hidden} units after ${steps} steps. ${missed(right, classes.length)}`,
};
