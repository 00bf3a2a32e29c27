import { button, fixed, html, part, place, quantity, remember, setText } from "./draw.mjs";
import { canvas, heatOf, inkOf, paintImage, pictureOf } from "./images.mjs";
import { draw_digit, SIDE, softmax, TwoLayerNet } from "./maths.mjs";

const FINE = 4; // parts of a pixel: a drawing is written down in quarters
const APART = 2; // quarters between two points of a stroke
const MOST = 1000; // points of a drawing
const HOW = "Draw with a mouse, a pen or a finger; or with the arrow keys and the space bar, Delete clears.";

/** The strokes that a text writes down: see Drawing in inputs.py. */
function strokesOf(text) {
  if (!/^(?:_\d+\.\d+(?:-\d+\.\d+)*)+$/.test(text)) return [];
  const strokes = text.slice(1).split("_");
  return strokes.map((one) => one.split("-").map((point) => point.split(".").map((n) => Number(n) / FINE)));
}

/** The network as nnbook has it, its weights in rows. */
const network = remember((state) => {
  const rowsOf = (name) => {
    const steps = state[`${name}_step`];
    const rows = [];
    for (let at = 0; at < state[name].length; at += steps.length)
      rows.push(Array.from(steps, (step, k) => step * state[name][at + k]));
    return rows;
  };
  return new TwoLayerNet({ W1: rowsOf("W1"), b1: state.b1, W2: rowsOf("W2"), b2: state.b2 });
});

const order = (values) => values.map((_, k) => k).sort((a, b) => values[a] - values[b] || a - b);

function compute(state) {
  const { drawing, digit, digits } = state;
  if (!state.W1) return null;
  const net = network([state.W1], state);
  const { W1, W2 } = net.params;
  const pixels = drawing
    ? draw_digit(strokesOf(drawing))
    : Array.from(pictureOf(digits, digit), (byte) => byte / 255);
  const { hidden: z, logits: scores } = net.forward(pixels);
  const [runner_up, answer] = order(scores).slice(-2);
  const ahead = W2.map((row) => row[answer] - row[runner_up]);
  const contributions = ahead.map((one, j) => z[j] * one);
  const units = order(contributions.map((one) => -Math.abs(one))).slice(0, 8);
  const back = ahead.map((one, j) => one * z[j] * (1 - z[j]));
  return {
    pixels,
    answer,
    runner_up,
    probabilities: softmax(scores),
    lead: scores[answer] - scores[runner_up],
    units,
    contributions: units.map((j) => contributions[j]),
    pushes: pixels.map((ink, i) => (ink ? ink * W1[i].reduce((sum, w, j) => sum + w * back[j], 0) : 0)),
  };
}

/** The field: pens, fingers and keys write strokes into `drawing`. */
function field({ set, state }) {
  const label = "Field to draw a digit in, 28 by 28 pixels";
  const picture = place(canvas(label), { role: "application", tabindex: 0 });
  const mark = html("span", { class: "np-mark" });
  const note = html("p", { class: "np-note", "aria-live": "polite" }, HOW);
  let pen = null; // the pointer that draws
  let last = null; // its last point, in quarters
  let [column, row, down] = [14, 14, false]; // of the keyboard's pen

  const paint = (pixels) => paintImage(picture, pixels, inkOf);
  const show = (text) => paint(draw_digit(strokesOf(text), { fit: false }));
  function write(text) {
    set({ drawing: text });
    show(text); // at once, whether the network is there or not
  }
  const written = () => state().drawing.replace(/^_$/, "");
  const full = (text) => text.split(/[_-]/).length > MOST;
  function begin(point) {
    const text = written();
    if (full(text)) return;
    last = point;
    write(`${text}_${point.join(".")}`);
  }
  function go(point) {
    const text = written();
    if (full(text) || !last) return;
    if (Math.max(Math.abs(point[0] - last[0]), Math.abs(point[1] - last[1])) < APART) return;
    last = point;
    write(`${text}-${point.join(".")}`);
  }
  function clear() {
    [last, down] = [null, false];
    write("_");
  }
  function undo() {
    [last, down] = [null, false];
    write(written().replace(/_[^_]*$/, "") || "_");
  }

  const at = ({ clientX, clientY }) => {
    const { left, top, width, height } = picture.getBoundingClientRect();
    return [(clientX - left) / width, (clientY - top) / height].map((share) =>
      Math.round(FINE * SIDE * Math.max(0, Math.min(1, share))),
    );
  };
  picture.addEventListener("pointerdown", (event) => {
    if (pen !== null || event.button !== 0) return; // a second finger, another button
    pen = event.pointerId;
    picture.setPointerCapture(pen);
    down = false;
    begin(at(event));
  });
  picture.addEventListener("pointermove", (event) => {
    if (event.pointerId !== pen) return;
    const all = event.getCoalescedEvents?.() ?? [];
    for (const one of all.length ? all : [event]) go(at(one));
  });
  for (const end of ["pointerup", "pointercancel"])
    picture.addEventListener(end, (event) => {
      if (event.pointerId === pen) pen = null;
    });

  const KEYS = {
    ArrowLeft: () => (column = Math.max(0, column - 1)),
    ArrowRight: () => (column = Math.min(SIDE - 1, column + 1)),
    ArrowUp: () => (row = Math.max(0, row - 1)),
    ArrowDown: () => (row = Math.min(SIDE - 1, row + 1)),
  };
  const keyPoint = () => [column, row].map((one) => FINE * one + FINE / 2);
  picture.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === " ") {
      down = !down;
      if (down) begin(keyPoint());
    } else if (event.key === "Delete" || event.key === "Backspace") clear();
    else if (KEYS[event.key]) {
      KEYS[event.key]();
      if (down) go(keyPoint());
    } else return;
    event.preventDefault();
    tell();
  });
  function tell() {
    mark.style.left = `${(100 * column) / SIDE}%`;
    mark.style.top = `${(100 * row) / SIDE}%`;
    note.textContent = `Pen ${down ? "down" : "up"}, column ${column + 1}, row ${row + 1}. ${
      full(written()) ? "The field is full." : ""
    }`;
  }
  tell();
  note.textContent = HOW;

  const buttons = html("div", { class: "np-row" }, button("Clear", clear), button("Undo", undo));
  return [
    [html("div", { class: "np-image np-field" }, picture, mark), buttons, note],
    ({ drawing }, { pixels }) => (drawing ? show(drawing) : paint(pixels)),
  ];
}

/** A bar for each digit. */
function bars() {
  const rows = Array.from({ length: 10 }, (_, k) => {
    const fill = html("span");
    const number = html("span");
    const node = html("div", {}, html("b", {}, `${k}`), html("span", { class: "np-meter" }, fill), number);
    return { node, fill, set: quantity(number, `probability-${k}`, fixed(3)) };
  });
  return [
    html("div", { class: "np-ten" }, ...rows.map(({ node }) => node)),
    ({ probabilities, answer }) =>
      rows.forEach(({ fill, set }, k) => {
        set(probabilities[k]);
        const kind = k === answer ? "np-fill" : "np-fill np-rest";
        place(fill, { class: kind, style: `width: ${(100 * probabilities[k]).toFixed(2)}%` });
      }),
  ];
}

/** What the network gets, and where it speaks for the answer. */
function pictures() {
  const images = ["The 784 numbers that the network gets", "What each pixel adds to the lead"].map(canvas);
  const captions = images.map(() => html("p", { class: "np-tiny" }));
  const boxes = images.map((image, k) => html("div", {}, image, captions[k]));
  return [
    html("div", { class: "np-batch np-two" }, ...boxes),
    ({ pixels, pushes, answer, runner_up }) => {
      paintImage(images[0], pixels, inkOf);
      const reach = Math.max(...pushes.map(Math.abs)) || 1;
      paintImage(images[1], pushes, (push) => heatOf(push / reach));
      setText(captions[0], "784 numbers");
      setText(captions[1], `red: for ${answer}, not ${runner_up}; blue: against`);
    },
  ];
}

/** The weights into one unit, in a matrix whose rows lie one after the other. */
function weightsInto(unit, matrix, width) {
  const found = new matrix.constructor(matrix.length / width);
  for (let i = 0; i < found.length; i++) found[i] = matrix[i * width + unit];
  return found;
}

/** The hidden units that say most: their weights, and what they add. */
function hiddenUnits() {
  const made = Array.from({ length: 8 }, (_, k) => {
    const picture = canvas("");
    const [name, number] = [html("span"), html("span")];
    const node = html("div", {}, picture, html("span", { class: "np-tiny" }, "unit ", name, ": ", number));
    const set = [quantity(name, `unit-${k}`, fixed(0)), quantity(number, `contribution-${k}`, fixed(2))];
    return { node, picture, set };
  });
  return [
    html("div", { class: "np-batch np-few" }, ...made.map(({ node }) => node)),
    ({ W1, W1_step, first_units }, { units, contributions }) =>
      made.forEach(({ picture, set }, k) => {
        set[0](units[k]);
        set[1](contributions[k]);
        const weights = W1 ? weightsInto(units[k], W1, W1_step.length) : pictureOf(first_units, k);
        paintImage(picture, weights, (byte) => heatOf(byte / 127));
        place(picture, { "aria-label": `Weights into hidden unit ${units[k]}, red above 0, blue below` });
      }),
  ];
}

function build(body, tools) {
  const [fieldNodes, drawField] = field(tools);
  const [chart, drawBars] = bars();
  const [images, drawImages] = pictures();
  const [units, drawUnits] = hiddenUnits();
  const [fieldPart] = part("Draw a digit here", ...fieldNodes);
  const [barsPart] = part("How probable each digit is to the network", chart);
  const [imagesPart, setImages] = part("", images);
  const [unitsPart, setUnits] = part("", units);
  body.append(html("div", { class: "np-parts np-narrow" }, fieldPart, barsPart, imagesPart), unitsPart);
  return (state, results) => {
    const { answer, runner_up } = results;
    setImages(`What it gets, and which pixels speak for ${answer} rather than ${runner_up}`);
    setUnits(`The hidden units that say most: above 0 for ${answer}, below 0 for ${runner_up}`);
    drawField(state, results);
    drawBars(results);
    drawImages(results);
    drawUnits(state, results);
  };
}

export const panel = {
  compute,
  readouts: () => [
    ["answer", "read as", fixed(0)],
    ["runner_up", "next best", fixed(0)],
    ["lead", "ahead by", fixed(2)],
  ],
  build,
  // Who takes another test digit has done with the drawing.
  choose: (changed, { drawing }) =>
    drawing && changed.has("digit") && !changed.has("drawing") ? { drawing: "" } : null,
  sentence: ({ drawing, digit }, { answer, probabilities }) =>
    `${drawing ? "Your drawing" : `Test digit ${digit}`} is read as ${answer}, probability ${fixed(3)(probabilities[answer])}.`,
};
