import { fixed, html, legend, part, quantity, remember, short } from "./draw.mjs";
import { HOLDS } from "./handles.mjs";
import { canvas, heatOf, inkOf, paintImage, pictureOf } from "./images.mjs";
import { cross_entropy_error, mean, numerical_gradient, SIDE, sigmoid } from "./maths.mjs";
import { linspace, plot } from "./plot.mjs";

/** The unit's activations and the loss, as functions of the change of its weight. */
function perturbed({ t, delta, before, outgoing, without, pixels, scale, unit, row, column }) {
  const pixel = SIDE * row + column;
  const activations = (change) =>
    before[unit].map((sum, n) => sigmoid(sum + change * (pixels[SIDE * SIDE * n + pixel] / scale)));
  const loss = (change) =>
    mean(
      activations(change).map((active, n) => {
        const logits = without[unit][n].map((logit, k) => logit + active * outgoing[unit][k]);
        return cross_entropy_error(logits, t[n], { delta, from_logits: true });
      }),
    );
  return { activations, loss };
}

function compute(state) {
  const { activations, loss } = perturbed(state);
  const { change, unit, row, column } = state;
  return {
    weight: state.incoming[SIDE * SIDE * unit + SIDE * row + column] + change,
    loss: loss(change),
    start_loss: loss(0),
    moved: loss(change) - loss(0),
    slope: numerical_gradient(([w]) => loss(w), [change], state.h)[0],
    activations: activations(change),
  };
}

/** The unit's weights as an image; a tap chooses a pixel, and its frame can be dragged. */
function weightImage(set, hold) {
  const picture = canvas("Weights of the hidden unit, red above 0, blue below");
  const mark = html("span", { class: "np-mark" });
  const holds = HOLDS.map((kind) => html("span", { class: kind }));
  const node = html("div", { class: "np-image" }, picture, mark, ...holds);
  let middle;
  const turn = (input, k) => ({
    input,
    name: `${input} of the pixel`,
    down: k === 1,
    value: (point) => Math.floor(point[k]),
    words: (state, { slope }) => `${state[input]}, slope ${short(5)(slope)}`,
  });
  hold({ holds, frame: picture, size: [SIDE, SIDE], at: () => middle }, turn("column", 0), turn("row", 1));
  picture.addEventListener("click", ({ offsetX, offsetY }) => {
    const at = (offset, size) => Math.min(SIDE - 1, Math.max(0, Math.floor((SIDE * offset) / size)));
    set({ row: at(offsetY, picture.clientHeight), column: at(offsetX, picture.clientWidth) });
  });
  let drawn;
  return [
    node,
    (state) => {
      middle = [state.column + 0.5, state.row + 0.5];
      for (const [one, off] of [[mark, 0], ...holds.map((held) => [held, 0.5])]) {
        one.style.left = `${(100 * (state.column + off)) / SIDE}%`;
        one.style.top = `${(100 * (state.row + off)) / SIDE}%`;
      }
      if (drawn === state.unit) return;
      drawn = state.unit;
      const weights = pictureOf(state.incoming, state.unit);
      const reach = weights.reduce((most, w) => Math.max(most, Math.abs(w)), 0) || 1;
      paintImage(picture, weights, (w) => heatOf(w / reach));
    },
  ];
}

/** Each image with a bar for the unit's activation. */
function batch(count) {
  const made = Array.from({ length: count }, (_, n) => {
    const picture = canvas(`image ${n}`);
    const fill = html("span", { class: "np-fill" });
    const number = html("span", { class: "np-tiny" });
    const node = html("div", {}, picture, html("span", { class: "np-meter" }, fill), number);
    return { node, picture, fill, set: quantity(number, `activation-${n}`, fixed(2)) };
  });
  let drawn;
  return [
    html("div", { class: "np-batch" }, ...made.map(({ node }) => node)),
    (state, { activations }) => {
      made.forEach(({ picture, fill, set }, n) => {
        set(activations[n]);
        fill.style.width = `${(100 * activations[n]).toFixed(2)}%`;
        if (drawn !== state.pixels)
          paintImage(picture, pictureOf(state.pixels, n), (value) => inkOf(value / state.scale));
      });
      drawn = state.pixels;
    },
  ];
}

/** How far the loss moves with the weight: the loss itself would move in its last digits alone. */
function curve({ low, high }, hold) {
  const label = "Change of the loss against that of the weight";
  const axes = plot({ label, xLabel: "change of the weight", yLabel: "change of the loss" });
  const [line, tangent, dot] = [axes.line("np-curve"), axes.line("np-tangent"), axes.grip("np-dot")];
  hold(dot, {
    input: "change",
    name: "change of the weight, on the curve",
    value: ([change]) => change,
    words: ({ change }, { moved }) => `${fixed(2)(change)}, the loss by ${short(5)(moved)}`,
  });
  const sample = remember((state) => {
    const { loss } = perturbed(state);
    const before = loss(0);
    return linspace(low, high, 61).map((change) => [change, loss(change) - before]);
  });
  return [
    axes.node,
    (state, { moved, slope }) => {
      const { t, delta, before, outgoing, without, unit, row, column } = state;
      const points = sample([t, delta, before, outgoing, without, unit, row, column], state);
      const values = points.map((point) => point[1]);
      const [least, most] = [Math.min(...values), Math.max(...values)];
      const room = Math.max(0.0001, 0.2 * (most - least));
      axes.frame(low, high, least - room, most + room);
      line(points);
      tangent([low, high].map((change) => [change, moved + slope * (change - state.change)]));
      dot(state.change, moved);
    },
  ];
}

function build(body, { given, ranges, set, hold }) {
  const [axes, drawCurve] = curve(ranges.change, hold);
  const [image, drawImage] = weightImage(set, hold);
  const [images, drawBatch] = batch(given.t.length);
  const [curvePart, setCurve] = part(
    "",
    axes,
    legend([
      ["np-curve", "change of the loss"],
      ["np-tangent", "tangent"],
    ]),
  );
  const [imagePart, setImage] = part("", image);
  const [batchPart] = part("What the unit answers to each image, from 0 to 1", images);
  body.append(html("div", { class: "np-parts" }, curvePart, imagePart), batchPart);
  return (state, results) => {
    const number = state.units[state.unit];
    setCurve(`The loss along W1[${SIDE * state.row + state.column},${number}]`);
    setImage(`Weights into hidden unit ${number}; the frame is pixel ${state.row},${state.column}`);
    drawCurve(state, results);
    drawImage(state);
    drawBatch(state, results);
  };
}

export const panel = {
  compute,
  readouts: () => [
    ["moved", "change of the loss", short(5)],
    ["slope", "slope of the tangent", short(5)],
    ["loss", "loss", fixed(5)],
    ["weight", "the weight", fixed(3)],
  ],
  build,
  sentence: (_state, { loss, moved }) => `Loss ${fixed(5)(loss)}, changed by ${short(5)(moved)}.`,
};
