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

function compute({ input_size, hidden_size, output_size, batch_size }) {
  const costs = gradient_costs(input_size, hidden_size, output_size, batch_size);
  const least = costs.backpropagation_multiply_adds;
  return {
    ...costs,
    notebook_ratio: costs.notebook_multiply_adds / least,
    reuse_ratio: costs.reuse_multiply_adds / least,
  };
}

/** What each way costs against the hidden size, both on logarithmic axes. */
function chart([kind, title], most) {
  const axes = plot({ label: `${title} against the hidden size`, xLabel: "hidden units", yLabel: title });
  const lines = WAYS.map(([, , line]) => axes.line(line));
  const rings = WAYS.map(() => axes.dot("np-ring", 9));
  const dots = WAYS.map(([, , , dot]) => axes.dot(dot, 5));
  const right = Math.log10(most);
  const exponents = linspace(0, right, 61);
  const marked = compute(MARKED);
  return [
    axes.node,
    (state, results) => {
      axes.frame(0, right, 0, 16, {
        xTicks: [0, 1, 2, 3],
        xFormat: (x) => String(10 ** x),
        yTicks: [0, 4, 8, 12, 16],
        yFormat: ten,
      });
      const all = exponents.map((x) => [x, compute({ ...state, hidden_size: 10 ** x })]);
      WAYS.forEach(([way], k) => {
        const of = (costs) => Math.log10(costs[`${way}_${kind}`]);
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

function build(body, { ranges }) {
  const [counts, drawTable] = table();
  const charts = KINDS.map((kind) => chart(kind, ranges.hidden_size.high));
  const titles = ["Multiply-adds", "Exponentials and logarithms"];
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
    ["forward_passes", "notebook’s passes", fixed(0)],
    ["notebook_ratio", "notebook / backprop.", fixed(1)],
    ["reuse_ratio", "reuse / backprop.", fixed(1)],
  ],
  build,
  sentence: (_state, { forward_passes, notebook_ratio, reuse_ratio }) =>
    `${forward_passes} forward passes; the notebook's way takes ${fixed(0)(notebook_ratio)} times the multiply-adds of backpropagation, exact reuse ${fixed(1)(reuse_ratio)} times.`,
};
