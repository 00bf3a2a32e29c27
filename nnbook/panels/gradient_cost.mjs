import { fixed, html, legend, part, quantity, ten } from "./draw.mjs";
import { gradient_costs } from "./maths.mjs";
import { linspace, plot } from "./plot.mjs";

const WAYS = [
  ["notebook", "notebook’s way", "np-curve", "np-dot np-blue"],
  ["reuse", "exact reuse", "np-tangent", "np-dot"],
  ["backpropagation", "backpropagation", "np-dotted", "np-dot np-green"],
];
const KINDS = [
  ["multiply_adds", "multiply-adds"],
  ["functions", "exp and log"],
];
const MARKED = { input_size: 784, hidden_size: 100, output_size: 10, batch_size: 100 };

/** How many forward passes have as many operations of a kind as a gradient has in some way. */
const worth = (costs, way, kind) =>
  (costs.forward_passes * costs[`${way}_${kind}`]) / costs[`notebook_${kind}`];

function compute({ input_size, hidden_size, output_size, batch_size }) {
  const costs = gradient_costs(input_size, hidden_size, output_size, batch_size);
  return {
    ...costs,
    reuse_worth: worth(costs, "reuse", "multiply_adds"),
    backpropagation_worth: worth(costs, "backpropagation", "multiply_adds"),
  };
}

/** What each way costs, in forward passes, against the hidden size; both axes are logarithmic. */
function chart([kind, title], most, hold) {
  const axes = plot({
    label: `${title} in forward passes, against the hidden size`,
    xLabel: "hidden units",
    yLabel: "forward passes",
  });
  const lines = WAYS.map(([, , line]) => axes.line(line));
  const rings = WAYS.map(() => axes.dot("np-ring", 9));
  const dots = WAYS.map(([, , , dot], k) => (k ? axes.dot(dot, 5) : axes.grip(dot, 5)));
  hold(dots[0], {
    input: "hidden_size",
    name: `hidden units, ${title}`,
    value: ([x]) => 10 ** x,
    words: ({ hidden_size }, costs) => `${hidden_size}, notebook’s passes ${costs.forward_passes}`,
  });
  const right = Math.log10(most);
  const exponents = linspace(0, right, 61);
  const marked = compute(MARKED);
  return [
    axes.node,
    (state, results) => {
      axes.frame(0, right, 0, 7, {
        xTicks: [0, 1, 2, 3],
        xFormat: (x) => String(10 ** x),
        yTicks: [0, 1, 2, 3, 4, 5, 6, 7],
        yFormat: ten,
      });
      const all = exponents.map((x) => [x, compute({ ...state, hidden_size: 10 ** x })]);
      WAYS.forEach(([way], k) => {
        const of = (costs) => Math.log10(worth(costs, way, kind));
        lines[k](all.map(([x, costs]) => [x, of(costs)]));
        rings[k](Math.log10(MARKED.hidden_size), of(marked));
        dots[k](Math.log10(state.hidden_size), of(results));
      });
    },
  ];
}

function table() {
  const cells = {};
  const rows = WAYS.map(([way, label]) =>
    html(
      "tr",
      {},
      html("th", { scope: "row" }, label),
      ...KINDS.map(([kind]) => {
        const cell = html("td");
        cells[`${way}_${kind}`] = quantity(cell, `${way}_${kind}`.replaceAll("_", "-"), fixed(0));
        return cell;
      }),
    ),
  );
  const head = html(
    "tr",
    {},
    ...["way", ...KINDS.map(([, title]) => title)].map((text) => html("th", { scope: "col" }, text)),
  );
  const node = html("table", { class: "np-table" }, html("thead", {}, head), html("tbody", {}, ...rows));
  return [
    node,
    (results) => {
      for (const [name, show] of Object.entries(cells)) show(results[name]);
    },
  ];
}

function build(body, { ranges, hold }) {
  const [counts, drawTable] = table();
  const charts = KINDS.map((kind) => chart(kind, ranges.hidden_size.high, hold));
  const titles = ["Multiply-adds, in forward passes", "Exponentials and logarithms, likewise"];
  const [countsPart, setTitle] = part(
    "",
    counts,
    html(
      "p",
      { class: "np-note" },
      "The notebook’s way is two forward passes for each parameter; the others do one in all, and what follows from it.",
    ),
  );
  body.append(
    countsPart,
    html("div", { class: "np-parts" }, ...charts.map(([node], k) => part(titles[k], node)[0])),
    legend([...WAYS.map(([, label, line]) => [line, label]), ["np-dot np-ring", "784-100-10, batch 100"]]),
  );
  return (state, results) => {
    setTitle(
      `One gradient of ${state.input_size}-${state.hidden_size}-${state.output_size}, batch of ${state.batch_size}`,
    );
    drawTable(results);
    for (const [, draw] of charts) draw(state, results);
  };
}

export const panel = {
  compute,
  readouts: () => [
    ["parameters", "parameters", fixed(0)],
    ["forward_passes", "notebook, in passes", fixed(0)],
    ["reuse_worth", "reuse, in passes", fixed(2)],
    ["backpropagation_worth", "backprop., in passes", fixed(2)],
  ],
  build,
  sentence: (_state, { forward_passes, reuse_worth, backpropagation_worth }) =>
    `The notebook's way takes ${forward_passes} forward passes, exact reuse the work of ${fixed(2)(reuse_worth)}, backpropagation of ${fixed(2)(backpropagation_worth)}.`,
};
