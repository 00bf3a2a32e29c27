import { button, fixed, html, legend, part, place, quantity, setText, svg } from "./draw.mjs";
import { scrub } from "./handles.mjs";
import { loss, numerical_gradient, predict, softmax } from "./maths.mjs";
import { linspace, plot, roundUp } from "./plot.mjs";

const rows = (state) => [0, 1].map((i) => [0, 1, 2].map((j) => state[`w_${i}_${j}`]));
const cells = [0, 1, 2, 3, 4, 5].map((k) => [Math.floor(k / 3), k % 3]);
const name = (k) => `W[${cells[k]}]`;

function compute(state) {
  const { x, t, delta, h } = state;
  const W = rows(state);
  const scores = predict(W, x);
  const gradient = numerical_gradient(() => loss(W, x, t, delta), W, h);
  return {
    scores,
    probabilities: softmax(scores),
    loss: loss(W, x, t, delta),
    gradient,
    slope: gradient.flat()[state.chosen],
  };
}

const HIGH = 226; // of both drawings, which are 320 wide
const [BAR, LONG] = [208, 104]; // where the bars of probabilities begin, and their length

/** Inputs at the left, classes at the right, an edge for each weight, which is a handle. */
function network({ hold, set }) {
  const choose = (chosen) => set({ chosen });
  // So that the six weights, all as far along their edges, stand one below the other, far enough
  // apart for a finger.
  const share = 0.45;
  const from = [39, 201].map((y) => [24, y]);
  const to = [54, 120, 186].map((y) => [180, y]);
  const node = svg("svg", {
    viewBox: `0 0 320 ${HIGH}`,
    class: "np-plot",
    role: "group",
    "aria-label": "The network",
  });
  const put = (text, x, y, anchor = "middle", kind = "") => {
    const made = svg("text", { x, y, "text-anchor": anchor, class: kind }, text);
    node.append(made);
    return made;
  };
  put("inputs", 24, 14);
  put("scores", 180, 14);
  put("probabilities", 312, 14, "end");
  const edges = cells.map(([i, j], k) => {
    const [[x0, y0], [x1, y1]] = [from[i], to[j]];
    const d = `M${x0} ${y0}L${x1} ${y1}`;
    const [halo, line, hit] = ["np-halo", "np-edge", "np-hit"].map((kind) => svg("path", { d, class: kind }));
    hit.addEventListener("click", () => choose(k));
    node.append(halo, line, hit);
    return { halo, line, at: [x0 + share * (x1 - x0), y0 + share * (y1 - y0)] };
  });
  const setWeight = cells.map(([i, j], k) => {
    const input = `w_${i}_${j}`;
    const box = { hold, frame: node, size: [320, HIGH], at: edges[k].at, box: [48, 28] };
    const text = scrub(box, {
      input,
      name: `${name(k)}, on its line`,
      words: (state, { loss }) => `${fixed(2)(state[input])}, loss ${fixed(3)(loss)}`,
    });
    text.previousSibling.addEventListener("focus", () => choose(k));
    return quantity(text, `w-${i}-${j}`, fixed(2));
  });
  const circle = ([x, y], r) => node.append(svg("circle", { cx: x, cy: y, r, class: "np-node" }));
  const setInput = from.map((at, i) => {
    circle(at, 19);
    return quantity(put("", at[0], at[1] + 4), `x-${i}`, fixed(1));
  });
  const classes = to.map((at, k) => {
    circle(at, 22);
    const score = quantity(put("", at[0], at[1] + 4), `score-${k}`, fixed(2));
    const title = put("", BAR, at[1] - 8, "start");
    const box = { x: BAR, y: at[1] - 1, height: 12, rx: 3 };
    node.append(svg("rect", { ...box, width: LONG, class: "np-trough" }));
    const bar = svg("rect", box);
    node.append(bar);
    const probability = quantity(put("", 312, at[1] - 8, "end", "np-strong"), `probability-${k}`);
    return { score, title, bar, probability };
  });
  return [
    node,
    (state, results) => {
      rows(state)
        .flat()
        .forEach((w, k) => {
          setWeight[k](w);
          place(edges[k].line, {
            "stroke-width": (1 + 2.4 * Math.abs(w)).toFixed(2),
            class: w < 0 ? "np-edge np-negative" : "np-edge np-positive",
          });
          place(edges[k].halo, { visibility: k === state.chosen ? "visible" : "hidden" });
        });
      state.x.forEach((value, i) => setInput[i](value));
      classes.forEach(({ score, title, bar, probability }, k) => {
        const wanted = state.t[k] > 0;
        score(results.scores[k]);
        setText(title, wanted ? `${k} (true)` : `${k}`);
        probability(results.probabilities[k]);
        place(bar, {
          width: (LONG * results.probabilities[k]).toFixed(2),
          class: wanted ? "np-bar np-true" : "np-bar",
        });
      });
    },
  ];
}

/** The loss along the chosen weight, the others held still, and its tangent. */
function curve({ low, high }, hold) {
  const axes = plot({ label: "Loss along one weight", yLabel: "loss", height: HIGH });
  const [line, tangent, dot] = [axes.line("np-curve"), axes.line("np-tangent"), axes.grip("np-dot")];
  const moved = ({ chosen }) => `w_${cells[chosen].join("_")}`;
  hold(dot, {
    input: moved,
    name: ({ chosen }) => `${name(chosen)}, on the curve`,
    value: ([w]) => w,
    words: (state, { loss }) => `${fixed(2)(state[moved(state)])}, loss ${fixed(3)(loss)}`,
  });
  return [
    axes.node,
    (state, results) => {
      const W = rows(state);
      const [i, j] = cells[state.chosen];
      const here = W[i][j];
      const points = linspace(low, high, 97).map((w) => {
        W[i][j] = w;
        return [w, loss(W, state.x, state.t, state.delta)];
      });
      axes.frame(low, high, 0, roundUp(Math.max(1, ...points.map((point) => point[1]))));
      axes.label(name(state.chosen));
      line(points);
      tangent([low, high].map((w) => [w, results.loss + results.slope * (w - here)]));
      dot(here, results.loss);
    },
  ];
}

/** The gradient, each entry a button that chooses its weight. */
function heatMap(choose) {
  const made = cells.map(([i, j], k) => {
    const number = html("span");
    const cell = html("button", { type: "button", class: "np-cell" }, html("small", {}, name(k)), number);
    cell.addEventListener("click", () => choose(k));
    return { cell, set: quantity(number, `gradient-${i}-${j}`) };
  });
  const grid = html(
    "div",
    { class: "np-cells", role: "group", "aria-label": "Gradient: choose a weight" },
    ...made.map(({ cell }) => cell),
  );
  return [
    grid,
    (state, results) => {
      const flat = results.gradient.flat();
      const reach = Math.max(...flat.map(Math.abs)) || 1;
      made.forEach(({ cell, set }, k) => {
        set(flat[k]);
        cell.style.setProperty("--np-strength", ((0.4 * Math.abs(flat[k])) / reach).toFixed(3));
        place(cell, {
          class: flat[k] < 0 ? "np-cell np-negative" : "np-cell np-positive",
          "aria-pressed": String(k === state.chosen),
        });
      });
    },
  ];
}

const normal = () => Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());

function build(body, { given, ranges, row, set, state, hold }) {
  const choose = (chosen) => set({ chosen });
  const setAll = (value) =>
    set(
      Object.fromEntries(
        cells.map(([i, j]) => {
          const { low, high } = ranges[`w_${i}_${j}`];
          return [`w_${i}_${j}`, Math.min(high, Math.max(low, value(i, j)))];
        }),
      ),
    );
  const { compact } = given;
  const [net, drawNetwork] = network({ hold, set });
  const [axes, drawCurve] = curve(ranges.w_0_0, hold);
  const [map, drawMap] = heatMap(choose);
  const [curvePart, setTitle] = part(
    "",
    axes,
    legend([
      ["np-curve", "loss"],
      ["np-tangent", "tangent"],
    ]),
  );
  const [netPart] = part(
    "The network",
    net,
    legend([
      ["np-edge np-positive np-sample", "weight above 0"],
      ["np-edge np-negative np-sample", "below 0"],
    ]),
  );
  const buttons = [
    button(given.start_name, () => setAll((i, j) => given.start[i][j])),
    button("One gradient step", () => {
      const now = state();
      const { gradient } = compute(now);
      setAll((i, j) => now[`w_${i}_${j}`] - given.rate * gradient[i][j]);
    }),
  ];
  if (!compact)
    buttons.splice(
      1,
      0,
      button("Random W", () => setAll(() => Number(normal().toFixed(2)))),
    );
  row.append(...buttons);
  body.append(
    html("div", { class: "np-parts" }, netPart, curvePart),
    ...(compact ? [] : [part("The gradient: six slopes. Tap one to see its curve.", map)[0]]),
  );
  return (now, results) => {
    setTitle(`The loss along ${name(now.chosen)}`);
    drawNetwork(now, results);
    drawCurve(now, results);
    if (!compact) drawMap(now, results);
  };
}

export const panel = {
  compute,
  readouts: () => [
    ["loss", "loss"],
    ["slope", "slope of the tangent"],
  ],
  build,
  // The weight that moved alone is the one to look at.
  choose(changed) {
    const moved = cells.flatMap(([i, j], k) => (changed.has(`w_${i}_${j}`) ? [k] : []));
    return moved.length === 1 && !changed.has("chosen") ? { chosen: moved[0] } : undefined;
  },
  sentence: ({ t }, { loss, probabilities }) => {
    const wanted = t.indexOf(Math.max(...t));
    return `Loss ${fixed(3)(loss)}, probability of the true class ${fixed(2)(probabilities[wanted])}.`;
  },
};
