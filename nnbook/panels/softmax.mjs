import { fixed, html, part, place, power, quantity, setText, svg } from "./draw.mjs";
import { disc } from "./handles.mjs";
import { softmax } from "./maths.mjs";

function compute({ score_0, score_1, score_2, shift, temperature }) {
  const logits = [score_0, score_1, score_2].map((score) => (score + shift) / temperature);
  const largest = Math.max(...logits);
  // Without subtracting the maximum: large logits overflow, and very negative ones all vanish.
  const plain = logits.map(Math.exp);
  const total = plain.reduce((sum, value) => sum + value, 0);
  return {
    logits,
    exponentials: logits.map((logit) => Math.exp(logit - largest)),
    probabilities: softmax(logits),
    naive: plain.map((value) => value / total),
  };
}

const small = (value) => (value !== 0 && value < 0.0005 ? power(0) : fixed(3))(value);

/** The score of a class that brings its probability to p, while the others stay. */
function scoreFor(k, p, state) {
  const others = compute(state).logits.filter((_, j) => j !== k);
  const largest = Math.max(...others);
  const total = others.reduce((sum, z) => sum + Math.exp(z - largest), 0);
  return (Math.log(p / (1 - p)) + largest + Math.log(total)) * state.temperature - state.shift;
}

function bars(hold) {
  const node = svg("svg", {
    viewBox: "0 0 320 126",
    class: "np-plot np-wide",
    role: "group",
    "aria-label": "Probabilities",
  });
  const rows = [0, 1, 2].map((k) => {
    const y = 42 * k;
    const bar = svg("rect", { x: 0, y: y + 19, height: 16, rx: 3 });
    const number = svg("text", { x: 320, y: y + 14, "text-anchor": "end", class: "np-strong" });
    node.append(
      svg("text", { x: 0, y: y + 14 }, `class ${k}`),
      svg("rect", { x: 0, y: y + 19, width: 320, height: 16, rx: 3, class: "np-trough" }),
      bar,
      number,
    );
    return { bar, y: y + 27, set: quantity(number, `probability-${k}`, small) };
  });
  const ends = rows.map((_, k) => {
    const end = disc(node, [320, 126]);
    hold(end, {
      input: `score_${k}`,
      name: `score of class ${k}, by its bar`,
      value: ([x], now) => scoreFor(k, Math.max(0, Math.min(1, x / 320)), now),
      words: (now, { probabilities }) =>
        `score ${fixed(2)(now[`score_${k}`])}, probability ${small(probabilities[k])}`,
    });
    return end;
  });
  return [
    node,
    (probabilities) => {
      const winner = probabilities.indexOf(Math.max(...probabilities));
      rows.forEach(({ bar, y, set }, k) => {
        set(probabilities[k]);
        ends[k](320 * probabilities[k], y);
        place(bar, {
          width: (320 * probabilities[k]).toFixed(2),
          class: k === winner ? "np-bar np-first" : "np-bar",
        });
      });
    },
  ];
}

function table() {
  const columns = [
    ["logit", "score z", fixed(2)],
    ["exponential", "exp(z − max)", small],
    ["naive", "without max", small],
  ];
  const setters = columns.map(() => []);
  const body = [0, 1, 2].map((k) =>
    html(
      "tr",
      {},
      html("th", { scope: "row" }, `${k}`),
      ...columns.map(([name, , format], c) => {
        const cell = html("td");
        setters[c].push(quantity(cell, `${name}-${k}`, format));
        return cell;
      }),
    ),
  );
  const head = html(
    "tr",
    {},
    ...["class", ...columns.map((column) => column[1])].map((text) => html("th", { scope: "col" }, text)),
  );
  const node = html("table", { class: "np-table" }, html("thead", {}, head), html("tbody", {}, ...body));
  return [
    node,
    ({ logits, exponentials, naive }) =>
      [logits, exponentials, naive].forEach((values, c) =>
        values.forEach((value, k) => setters[c][k](value)),
      ),
  ];
}

function build(body, { hold }) {
  const [chart, drawBars] = bars(hold);
  const [numbers, drawTable] = table();
  const [chartPart] = part("Probabilities", chart);
  const [tablePart] = part("How they come about", numbers);
  const verdict = html("p", { class: "np-note" });
  tablePart.append(verdict);
  body.append(html("div", { class: "np-parts" }, chartPart, tablePart));
  return (_state, results) => {
    drawBars(results.probabilities);
    drawTable(results);
    const fine = results.naive.every(Number.isFinite);
    const words = fine
      ? "z is the score plus the shift, divided by the temperature, and max the largest z. The last column divides exp(z) itself by the sum of all three."
      : results.logits.some((z) => z > 0)
        ? "Without subtracting the maximum, exp(z) overflows: infinity by infinity is no number."
        : "Without subtracting the maximum, every exp(z) is 0: zero by zero is no number.";
    setText(verdict, words);
  };
}

export const panel = {
  compute,
  build,
  sentence: (_state, { probabilities }) => `Probabilities ${probabilities.map(fixed(3)).join(", ")}.`,
};
