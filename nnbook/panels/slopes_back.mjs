import { button, fixed, html, legend, part, place, quantity, setText, svg } from "./draw.mjs";
import { scrub } from "./handles.mjs";
import { numerical_gradient, predict, TwoLayerNet } from "./maths.mjs";

const CELLS = [0, 1, 2, 3].map((k) => [Math.floor(k / 2), k % 2]);
const BOTH = [0, 1];
const LAST = 10;

function compute(state) {
  const weights = (name) => BOTH.map((i) => BOTH.map((j) => state[`${name}_${i}_${j}`]));
  const params = { W1: weights("W1"), b1: [...state.b1], W2: weights("W2"), b2: [...state.b2] };
  const net = new TwoLayerNet(params, 0);
  const [x, t] = [[[state.x_0, state.x_1]], [BOTH.map((k) => Number(k === state.t))]];
  const { hidden, logits } = net.forward(x[0]);
  const gradient = net.gradient(x, t);
  const { W1, b1, W2 } = params;
  const before = predict(W1, x[0]);
  const near = (W) => numerical_gradient(() => net.loss(x, t), W, state.h);
  const [W1_differences, W2_differences] = [near(W1), near(W2)];
  const off = (slopes, differences) => slopes.flat().map((one, k) => Math.abs(one - differences.flat()[k]));
  return {
    pre_activations: before.map((sum, j) => sum + b1[j]),
    activations: hidden,
    logits,
    probabilities: net.predict(x)[0],
    loss: net.loss(x, t),
    // A bias is the weight of a 1: its slope is that of what it is added to.
    logit_slopes: gradient.b2,
    W2_slopes: gradient.W2,
    activation_slopes: W2.map((row) => row[0] * gradient.b2[0] + row[1] * gradient.b2[1]),
    pre_activation_slopes: gradient.b1,
    W1_slopes: gradient.W1,
    W1_differences,
    W2_differences,
    farthest: Math.max(...off(gradient.W1, W1_differences), ...off(gradient.W2, W2_differences)),
  };
}

// ---- What each step computes, in words and numbers

const f = fixed(3);
const w = fixed(2);

/** The title of each step, and its sums with their numbers. */
const SUMS = [
  ["The inputs", (s) => BOTH.map((i) => `x[${i}] = ${w(s[`x_${i}`])}`)],
  [
    "Forward: each input times its weight, added up",
    (s, r) =>
      BOTH.map((j) => {
        const terms = BOTH.map((i) => `${w(s[`x_${i}`])} × ${w(s[`W1_${i}_${j}`])}`);
        return `a1[${j}] = ${terms.join(" + ")} + ${w(s.b1[j])} = ${f(r.pre_activations[j])}`;
      }),
  ],
  [
    "Forward: through the sigmoid",
    (_s, r) => BOTH.map((j) => `z1[${j}] = σ(${f(r.pre_activations[j])}) = ${f(r.activations[j])}`),
  ],
  [
    "Forward: the same again, to the scores",
    (s, r) =>
      BOTH.map((k) => {
        const terms = BOTH.map((j) => `${f(r.activations[j])} × ${w(s[`W2_${j}_${k}`])}`);
        return `a2[${k}] = ${terms.join(" + ")} + ${w(s.b2[k])} = ${f(r.logits[k])}`;
      }),
  ],
  [
    "Forward: softmax, and the loss",
    (s, r) => [
      ...BOTH.map((k) => {
        const powers = r.logits.map((a) => `exp(${f(a)})`);
        return `y[${k}] = ${powers[k]} / (${powers.join(" + ")}) = ${f(r.probabilities[k])}`;
      }),
      `L = −log ${f(r.probabilities[s.t])} = ${f(r.loss)}`,
    ],
  ],
  [
    "Back: the slopes along the scores, y − t",
    (s, r) =>
      BOTH.map((k) => {
        const t = Number(k === s.t);
        return `along a2[${k}]: ${f(r.probabilities[k])} − ${t} = ${f(r.logit_slopes[k])}`;
      }),
  ],
  [
    "Back: along each weight of the second layer, activation times slope",
    (_s, r) =>
      CELLS.map(([j, k]) => {
        const product = `${f(r.activations[j])} × ${f(r.logit_slopes[k])}`;
        return `along W2[${j},${k}]: ${product} = ${f(r.W2_slopes[j][k])}`;
      }),
  ],
  [
    "Back: along each activation, over both ways that it has",
    (s, r) =>
      BOTH.map((j) => {
        const ways = BOTH.map((k) => `${w(s[`W2_${j}_${k}`])} × ${f(r.logit_slopes[k])}`);
        return `along z1[${j}]: ${ways.join(" + ")} = ${f(r.activation_slopes[j])}`;
      }),
  ],
  [
    "Back: through the sigmoid, times z (1 − z)",
    (_s, r) =>
      BOTH.map((j) => {
        const z = f(r.activations[j]);
        const product = `${f(r.activation_slopes[j])} × ${z} × (1 − ${z})`;
        return `along a1[${j}]: ${product} = ${f(r.pre_activation_slopes[j])}`;
      }),
  ],
  [
    "Back: along each weight of the first layer, input times slope",
    (s, r) =>
      CELLS.map(([i, j]) => {
        const product = `${w(s[`x_${i}`])} × ${f(r.pre_activation_slopes[j])}`;
        return `along W1[${i},${j}]: ${product} = ${f(r.W1_slopes[i][j])}`;
      }),
  ],
  ["Each slope beside the central difference with h = 0.0001", () => []],
];

// ---- The network

const [WIDE, HIGH] = [320, 272];
const X = [24, 146, 248];
const Y = [74, 214];

function network({ hold }) {
  const node = svg("svg", {
    viewBox: `0 0 ${WIDE} ${HIGH}`,
    class: "np-plot np-wide",
    role: "group",
    "aria-label": "The network: values forward, slopes back",
  });
  const shown = []; // [element, the step from which it is seen]
  const put = (text, x, y, kind = "", since = 0) => {
    const made = svg("text", { x, y, "text-anchor": "middle", class: kind }, text);
    node.append(made);
    shown.push([made, since]);
    return made;
  };
  const setters = []; // (state, results) => void
  const number = (name, of, format, ...where) => {
    const set = quantity(put("", ...where), name, format);
    setters.push((state, results) => set(of(state, results)));
  };
  ["inputs", "hidden", "scores", "y"].forEach((title, k) => put(title, [...X, 300][k], 14));
  // Lines first, below all else. Which way a step goes along them is their colour.
  const edges = ["W1", "W2"].flatMap((name, layer) =>
    CELLS.map(([i, j]) => {
      const line = svg("path", { d: `M${X[layer]} ${Y[i]}L${X[layer + 1]} ${Y[j]}` });
      node.append(line);
      return { name, layer, i, j, line };
    }),
  );
  const dragged = (input, label, at, size) => {
    const text = scrub(
      { hold, frame: node, size: [WIDE, HIGH], at, box: size },
      {
        input,
        name: `${label}, in the drawing`,
        words: (state, { loss }) => `${w(state[input])}, loss ${f(loss)}`,
      },
    );
    const set = quantity(text, input.replaceAll("_", "-"), w);
    setters.push((state) => set(state[input]));
  };
  for (const { name, layer, i, j } of edges) {
    const share = i === j ? 0.5 : 0.36; // of the way along: where two lines cross there is no room
    const at = [X[layer] + share * (X[layer + 1] - X[layer]), Y[i] + share * (Y[j] - Y[i])];
    dragged(`${name}_${i}_${j}`, `${name}[${i},${j}]`, at, [46, 26]);
    const slope = (_state, results) => results[`${name}_slopes`][i][j];
    number(`${name}-slope-${i}-${j}`, slope, f, at[0], at[1] + 25, "np-back", layer ? 6 : 9);
  }
  const circle = (x, y) => node.append(svg("circle", { cx: x, cy: y, r: 22, class: "np-node" }));
  for (const k of BOTH) {
    dragged(`x_${k}`, `x[${k}]`, [X[0], Y[k]], [44, 28]);
    for (const x of X.slice(1)) circle(x, Y[k]);
    const of = (list) => (_state, results) => results[list][k];
    number(`pre-activation-${k}`, of("pre_activations"), f, X[1], Y[k] - 28, "", 1);
    number(`activation-${k}`, of("activations"), f, X[1], Y[k] + 4, "", 2);
    number(`activation-slope-${k}`, of("activation_slopes"), f, X[1], Y[k] + 36, "np-back", 7);
    number(`pre-activation-slope-${k}`, of("pre_activation_slopes"), f, X[1], Y[k] + 50, "np-back", 8);
    number(`logit-${k}`, of("logits"), f, X[2], Y[k] + 4, "", 3);
    number(`probability-${k}`, of("probabilities"), f, 300, Y[k] + 4, "np-strong", 4);
    number(`logit-slope-${k}`, of("logit_slopes"), f, X[2], Y[k] + 36, "np-back", 5);
    put("a1", X[1] - 34, Y[k] - 28, "", 1);
    put("z1", X[1] - 34, Y[k] + 36, "np-back", 7);
    put("a1", X[1] - 34, Y[k] + 50, "np-back", 8);
  }
  const marks = BOTH.map((k) => put("", 300, Y[k] - 12, "", 4));
  return [
    node,
    (state, results) => {
      for (const set of setters) set(state, results);
      for (const [one, since] of shown)
        place(one, { visibility: state.step >= since ? "visible" : "hidden" });
      for (const { layer, line } of edges) {
        const forward = state.step === (layer ? 3 : 1);
        const back = (layer ? [6, 7] : [9]).includes(state.step);
        place(line, { class: forward ? "np-curve" : back ? "np-tangent" : "np-contour" });
      }
      marks.forEach((mark, k) => {
        mark.textContent = k === state.t ? "true" : "";
      });
    },
  ];
}

/** Each weight's slope beside its central difference. */
function table() {
  const setters = [];
  const rows = ["W1", "W2"].flatMap((name) =>
    CELLS.map(([i, j]) => {
      const [slope, difference] = [html("td", { translate: "no" }), html("td")];
      const set = quantity(difference, `${name}-difference-${i}-${j}`, fixed(8));
      setters.push((results) => {
        setText(slope, fixed(8)(results[`${name}_slopes`][i][j])); // a quantity in the drawing
        set(results[`${name}_differences`][i][j]);
      });
      return html("tr", {}, html("th", { scope: "row" }, `${name}[${i},${j}]`), slope, difference);
    }),
  );
  const titles = ["weight", "slope", "central difference"].map((text) => html("th", { scope: "col" }, text));
  const head = html("thead", {}, html("tr", {}, ...titles));
  const node = html("table", { class: "np-table" }, head, html("tbody", {}, ...rows));
  return [node, (results) => setters.forEach((set) => set(results))];
}

function build(body, { row, set, state, hold }) {
  const [net, drawNetwork] = network({ hold });
  const sums = html("div", { class: "np-sums" });
  const [netPart] = part(
    "The network",
    net,
    legend([
      ["np-curve", "values, forward"],
      ["np-tangent", "slopes, back"],
    ]),
  );
  const [sumsPart, setTitle] = part("", sums);
  const [compared, drawTable] = table();
  body.append(html("div", { class: "np-parts" }, netPart, sumsPart));
  const go = (by) => set({ step: Math.max(0, Math.min(LAST, state().step + by)) });
  row.append(
    button("Step back", () => go(-1)),
    button("Step on", () => go(1)),
  );
  return (now, results) => {
    const [title, lines] = SUMS[now.step];
    setTitle(`Step ${now.step} of ${LAST}. ${title}`);
    const said = lines(now, results).map((text) => html("p", {}, text));
    sums.replaceChildren(...(now.step === LAST ? [compared] : said));
    drawNetwork(now, results);
    drawTable(results);
  };
}

export const panel = {
  compute,
  readouts: () => [["loss", "loss"]],
  build,
  sentence: (state, results) => {
    const [title, lines] = SUMS[state.step];
    const found = lines(state, results).join("; ") || `At most ${fixed(10)(results.farthest)} apart`;
    return `${title}. ${found}.`;
  },
};
