import { button, calm, fixed, html, legend, part, place, readouts, setText, short } from "./draw.mjs";
import { canvas, heatOf, paintImage, pictureOf } from "./images.mjs";
import { mean } from "./maths.mjs";
import { plot, roundUp } from "./plot.mjs";
import { engine } from "./run.mjs";

const MOST = 20_000; // steps of a run: what its curves remember
const POINTS = 600; // of a curve
const CHUNK = 40; // milliseconds of training between two looks at it
const CALM = 500; // for who wants less motion
const SELDOM = 250; // milliseconds between two looks at the table and the weights

function compute({ digits, rate, batch_size, momentum, std }) {
  const steps_per_epoch = Math.ceil(digits / batch_size);
  return {
    steps_per_epoch,
    last_batch: digits - (steps_per_epoch - 1) * batch_size,
    long_rate: rate / (1 - momentum),
    memory: 1 / (1 - momentum),
    spread: 28 * std,
  };
}

const percent = (value) => `${fixed(1)(100 * value)} %`;

const NUMBERS = [
  ["step", "step", fixed(0)],
  ["epoch", "epochs finished", fixed(0)],
  ["loss", "loss, mini-batch", fixed(4)],
  ["train_loss", "loss, training", fixed(4)],
  ["test_loss", "loss, test", fixed(4)],
  ["train_accuracy", "accuracy, training", percent],
  ["test_accuracy", "accuracy, test", percent],
];

/** A number of the run; it follows from more than the inputs, and so is no quantity of the panel. */
function live(node, name, format) {
  node.setAttribute("data-live", name);
  node.setAttribute("translate", "no");
  return (value) => {
    if (value === undefined) node.removeAttribute("data-value");
    else place(node, { "data-value": value });
    setText(node, value === undefined ? "–" : format(value));
  };
}

/** A curve over the steps: on the way, after each epoch on both parts, and the run before. */
function curves(label, yLabel, endsOf) {
  const axes = plot({ label, xLabel: "step", yLabel });
  const [way, before, train, test] = ["np-grey np-thin", "np-rule", "np-curve", "np-tangent"].map(axes.line);
  return [
    axes.node,
    (shown, last) => {
      axes.frame(0, last, ...endsOf(shown));
      way(shown.way);
      before(shown.before);
      train(shown.train);
      test(shown.test);
    },
  ];
}

/** True digits down, answers across; the darker, the more. */
function confusion() {
  const cells = [];
  const head = html("tr", {}, html("td"), ...digits().map((k) => html("th", { scope: "col" }, `${k}`)));
  const rows = digits().map((k) => {
    const own = digits().map((j) => html("td", { class: j === k ? "np-positive" : "np-negative" }));
    cells.push(...own);
    return html("tr", {}, html("th", { scope: "row" }, `${k}`), ...own);
  });
  return [
    html("table", { class: "np-table np-confusion" }, html("thead", {}, head), html("tbody", {}, ...rows)),
    (counts) => {
      cells.forEach((cell, k) => {
        const count = counts?.[k] ?? 0;
        const row = Math.floor(k / 10) * 10;
        const all = counts ? counts.slice(row, row + 10).reduce((sum, one) => sum + one, 0) : 0;
        setText(cell, count ? String(count) : "");
        cell.style.setProperty("--np-strength", all ? (0.75 * count) / all : 0);
      });
    },
  ];
}

const digits = () => Array.from({ length: 10 }, (_, k) => k);

/** The weights into some hidden units, each with its own scale. */
function hiddenUnits(units) {
  const made = units.map((unit) => {
    const picture = canvas(`Weights into hidden unit ${unit}, red above 0, blue below`);
    const reach = html("span");
    return { picture, reach, node: html("div", {}, picture, html("span", { class: "np-tiny" }, "±", reach)) };
  });
  return [
    html("div", { class: "np-batch np-few" }, ...made.map(({ node }) => node)),
    (weights) =>
      made.forEach(({ picture, reach, node }, k) => {
        node.style.visibility = weights ? "" : "hidden"; // the digits and weights come with the run
        if (!weights) return;
        paintImage(picture, pictureOf(weights.bytes, k), (b) => heatOf(b / 127));
        setText(reach, fixed(2)(weights.reaches[k]));
      }),
  ];
}

/** What is known of a run: it begins anew when a setting changes. */
const unbegun = () => ({
  perEpoch: 0, // steps, known when it begins: the sliders may have moved on since
  losses: [],
  epochs: [],
  confusion: null,
  weights: null,
  stopped: null,
  begun: false,
});

/** Every so-manieth point of a curve, and its last. */
function thinned(points) {
  const every = Math.ceil(points.length / POINTS);
  return points.filter((_, k) => k % every === 0 || k === points.length - 1);
}

/** Whether an epoch left the loss much higher than it began, and than guessing has it. */
function worse({ losses, perEpoch }) {
  const end = losses.length - (losses.length % perEpoch);
  const last = mean(losses.slice(end - perEpoch, end));
  return last > 1.5 * losses[0] && last > 2 * Math.log(10);
}

function build(body, { given, state, load, root, ends }) {
  const chunk = calm() ? CALM : CHUNK;
  const [list, setNumber] = readouts(NUMBERS, live);
  const [loss, drawLoss] = curves("Loss at each step", "loss", ({ way, train, test }) => [
    0,
    roundUp(Math.max(3, ...[...way, ...train, ...test].map(([, value]) => value))),
  ]);
  const [accuracy, drawAccuracy] = curves("Accuracy after each epoch", "accuracy", () => [0, 1]);
  const [table, drawTable] = confusion();
  const [units, drawUnits] = hiddenUnits(given.units);
  const verdict = html("p", { class: "np-verdict", "aria-live": "polite" }, "Step 0: nothing is learnt yet.");

  let [run, before] = [unbegun(), []];
  let [playing, asked, frame, looked] = [false, false, 0, 0]; // asked: an answer is on its way
  let pausing = false;
  let id = 0; // of the run: answers to an older one are not heard
  let works = null;
  let settings = null;

  // ---- Asking for steps, and hearing of them

  function ask(steps, time) {
    const now = state();
    const message = { id, steps, time, units: given.units };
    if (!works) {
      works = engine(new TextDecoder().decode(given.worker), hear);
      const { train_x, train_t, test_x, test_t } = now;
      message.data = { train_x, train_t, test_x, test_t };
    }
    if (!run.begun) {
      const { inputs, hidden, rate, batch_size, momentum, std, delta, rng } = now;
      message.begin = { inputs, hidden, rate, batch_size, momentum, std, delta, rng };
      run.begun = true;
      run.perEpoch = compute(now).steps_per_epoch;
    }
    asked = true;
    works.post(message);
  }

  function hear(news) {
    asked = false;
    root.dataset.engine = works.kind;
    if (news.id === id) {
      const epochs = run.epochs.length;
      run.losses.push(...news.losses);
      run.epochs.push(...news.epochs);
      const { confusion, weights, stopped } = news;
      Object.assign(run, { confusion, weights, stopped });
      const ended = run.epochs.length > Math.max(epochs, 1); // the first is the start
      if (stopped) pause(`Stopped: ${stopped}. The weights are those of the step before.`);
      else if (playing && ended && worse(run))
        pause(`Stopped: the loss is far above ${fixed(2)(run.losses[0])}, where it began. It got worse.`);
      else if (run.losses.length >= MOST) pause("Stopped: that is as far as this panel counts.");
      else if (pausing) verdict.textContent = `Paused. ${told()}`;
      pausing = false;
      frame ||= requestAnimationFrame(show);
    }
    goOn();
  }

  // A page that nobody sees does nothing.
  function goOn() {
    if (playing && !asked && !document.hidden) ask(MOST - run.losses.length, chunk);
  }
  document.addEventListener("visibilitychange", goOn);
  ends.push(() => {
    document.removeEventListener("visibilitychange", goOn);
    playing = false;
    id++;
    cancelAnimationFrame(frame);
    works?.end();
  });

  // ---- What a reader presses

  const told = () => {
    const last = run.epochs.at(-1);
    const reads = last
      ? ` Right: ${percent(last.train_accuracy)} of the training digits, ${percent(last.test_accuracy)} of the test digits.`
      : "";
    return `Step ${run.losses.length}.${reads}`;
  };
  function pause(why) {
    playing = false;
    play.textContent = "Play";
    pausing = !why && asked; // the steps that are on their way are told of too
    if (!pausing) verdict.textContent = why ?? `Paused. ${told()}`;
  }
  const play = button("Play", async () => {
    if (playing) return pause();
    playing = true;
    play.textContent = "Pause";
    verdict.textContent = "The run goes on.";
    if (await load()) goOn();
    else pause("Not begun: the digits could not be loaded.");
  });
  const one = button("One step", async () => {
    if (playing) pause();
    if (!(await load()) || asked || run.losses.length >= MOST) return;
    verdict.textContent = "One step at a time.";
    ask(1);
  });
  const again = button("Same start again", () => {
    restart();
    verdict.textContent = "Step 0, from the same start and in the same order.";
  });

  function restart() {
    if (run.losses.length) before = ["test_loss", "test_accuracy"].map(curveOf);
    id++;
    pausing = false;
    run = unbegun();
    show();
    goOn();
  }
  /** What was measured before the first epoch and after each, at its step. */
  const curveOf = (name) =>
    run.epochs.map((epoch, n) => [Math.min(n * run.perEpoch, run.losses.length), epoch[name]]);

  // ---- What is seen

  function show() {
    frame = 0;
    const steps = run.losses.length;
    const last = roundUp(Math.max(100, steps));
    const way = thinned(run.losses.map((value, k) => [k, value]));
    drawLoss(
      { way, before: before[0] ?? [], train: curveOf("train_loss"), test: curveOf("test_loss") },
      last,
    );
    drawAccuracy(
      {
        way: [],
        before: before[1] ?? [],
        train: curveOf("train_accuracy"),
        test: curveOf("test_accuracy"),
      },
      last,
    );
    const values = { step: steps, epoch: Math.max(0, run.epochs.length - 1), loss: run.losses.at(-1) };
    for (const [name, set] of Object.entries(setNumber)) set({ ...values, ...run.epochs.at(-1) }[name]);
    const time = performance.now();
    if (playing && time - looked < SELDOM) return;
    looked = time;
    drawUnits(run.weights);
    drawTable(run.confusion);
  }

  const key = [
    ["np-curve", "training"],
    ["np-tangent", "test"],
    ["np-rule", "test, the run before"],
  ];
  const [lossPart] = part("The loss", loss, legend([["np-grey np-thin", "mini-batch"], ...key]));
  const [accuracyPart] = part("Share of the digits that are read right", accuracy, legend(key));
  const [tablePart] = part("Test digits: true down, answer across", table);
  const [unitsPart] = part(
    `Weights into ${given.units.length} hidden units, red above 0, blue below`,
    units,
    html("p", { class: "np-note" }, "Each image has its own scale, up to the number below it."),
  );
  body.append(
    html("div", { class: "np-row" }, play, one, again),
    verdict,
    list,
    html("div", { class: "np-parts" }, lossPart, accuracyPart, tablePart, unitsPart),
  );
  return ({ rate, batch_size, momentum, std }) => {
    const now = [rate, batch_size, momentum, std].join();
    const moved = settings !== null && settings !== now;
    if (moved && run.begun && !playing) verdict.textContent = "Step 0: another setting, a new run.";
    if (moved) restart();
    else if (settings === null) show();
    settings = now;
  };
}

export const panel = {
  compute,
  readouts: () => [
    ["steps_per_epoch", "steps an epoch", fixed(0)],
    ["last_batch", "last mini-batch", fixed(0)],
    ["long_rate", "rate in the long run", short(3)],
    ["memory", "steps remembered", fixed(1)],
    ["spread", "first size × 28", short(3)],
  ],
  build,
  sentence: ({ rate, batch_size }, { steps_per_epoch }) =>
    `Learning rate ${short(3)(rate)}, mini-batches of ${batch_size}: ${steps_per_epoch} steps an epoch.`,
};
