import { fixed, html, legend, part, place, quantity } from "./draw.mjs";
import { canvas, heatOf, inkOf, paintImage, pictureOf } from "./images.mjs";
import { plot, roundUp, ticks } from "./plot.mjs";

function compute({ t, accuracies, losses, largest, best, certainty, epoch }) {
  return {
    train_accuracy: accuracies[0][epoch],
    test_accuracy: accuracies[1][epoch],
    train_loss: losses[0][epoch],
    test_loss: losses[1][epoch],
    right: t.filter((wanted, n) => best[epoch][n] === wanted).length,
    predictions: best[epoch],
    probabilities: certainty[epoch],
    reaches: largest[epoch],
  };
}

/** A curve for each part of the data, with a cursor. Epoch 0 may lie outside: it is held at the edge. */
function curves(label, yLabel, last, endsOf) {
  const axes = plot({ label, xLabel: "epoch", yLabel });
  const cursor = axes.line("np-rule");
  const lines = [axes.line("np-curve"), axes.line("np-tangent")];
  const dots = [axes.dot("np-dot np-blue", 5), axes.dot("np-dot", 5)];
  return [
    axes.node,
    (both, epoch) => {
      const [low, high] = endsOf(both.flatMap((values) => values.slice(1)));
      axes.frame(0, last, low, high, { xTicks: ticks(0, last, Math.min(4, last)) });
      cursor([
        [epoch, low],
        [epoch, high],
      ]);
      both.forEach((values, k) => {
        lines[k](values.map((value, at) => [at, value]));
        dots[k](epoch, Math.max(low, Math.min(high, values[epoch])));
      });
    },
  ];
}

/** The weights into some hidden units, each as an image of its own scale. */
function hiddenUnits(units) {
  const made = units.map((unit, k) => {
    const picture = canvas(`Weights into hidden unit ${unit}, red above 0, blue below`);
    const number = html("span");
    const node = html("div", {}, picture, html("span", { class: "np-tiny" }, "±", number));
    return { node, picture, set: quantity(number, `reach-${k}`, fixed(2)) };
  });
  return [
    html("div", { class: "np-batch np-few" }, ...made.map(({ node }) => node)),
    (state, { reaches }) => {
      made.forEach(({ picture, set }, k) => {
        set(reaches[k]);
        const weights = pictureOf(state.weights, state.epoch * units.length + k);
        paintImage(picture, weights, (byte) => heatOf(byte / 127));
      });
    },
  ];
}

/** Some digits, what the network takes each for, and how sure it is. */
function digits(t) {
  const made = t.map((wanted, n) => {
    const picture = canvas(`A handwritten ${wanted}`);
    const [guess, mark, number] = [html("b"), html("span"), html("span", { class: "np-tiny" })];
    const fill = html("span", { class: "np-fill" });
    const node = html(
      "div",
      {},
      picture,
      html("span", { class: "np-tiny" }, guess, mark),
      html("span", { class: "np-meter" }, fill),
      number,
    );
    const set = [
      quantity(guess, `prediction-${n}`, fixed(0)),
      quantity(number, `probability-${n}`, fixed(3)),
    ];
    return { picture, mark, fill, node, set };
  });
  let drawn;
  return [
    html("div", { class: "np-batch" }, ...made.map(({ node }) => node)),
    (state, { predictions, probabilities }) => {
      made.forEach(({ picture, mark, fill, set }, n) => {
        set[0](predictions[n]);
        set[1](probabilities[n]);
        const right = predictions[n] === t[n];
        mark.textContent = right ? " ✓" : ` ✗ is ${t[n]}`;
        place(fill, {
          style: `width: ${(100 * probabilities[n]).toFixed(2)}%`,
          class: right ? "np-fill" : "np-fill np-wrong",
        });
        if (drawn !== state.pixels)
          paintImage(picture, pictureOf(state.pixels, n), (byte) => inkOf(byte / 255));
      });
      drawn = state.pixels;
    },
  ];
}

const percent = (value) => `${fixed(1)(100 * value)} %`;

function build(body, { given, ranges }) {
  const last = ranges.epoch.high;
  const [accuracy, drawAccuracy] = curves("Accuracy after each epoch", "accuracy", last, (values) => [
    Math.min(0.9, Math.floor(10 * Math.min(...values)) / 10),
    1,
  ]);
  const [loss, drawLoss] = curves("Loss after each epoch", "loss", last, (values) => [
    0,
    roundUp(Math.max(0.01, ...values)),
  ]);
  const key = () =>
    legend([
      ["np-curve", "training"],
      ["np-tangent", "test"],
    ]);
  const [units, drawUnits] = hiddenUnits(given.units);
  const [images, drawDigits] = digits(given.t);
  const [accuracyPart, setTitle] = part("", accuracy, key());
  const [lossPart] = part("The loss", loss, key());
  const [unitsPart] = part(
    `Weights into ${given.units.length} hidden units, red above 0, blue below`,
    units,
    html("p", { class: "np-note" }, "Each image has its own scale, up to the number below it."),
  );
  const [digitsPart] = part("What the network takes each digit for, and how sure it is", images);
  body.append(html("div", { class: "np-parts" }, accuracyPart, lossPart), unitsPart, digitsPart);
  return (state, results) => {
    setTitle(
      state.epoch ? `The accuracy, with epoch ${state.epoch} marked` : "The accuracy; nothing is learnt yet",
    );
    drawAccuracy(state.accuracies, state.epoch);
    drawLoss(state.losses, state.epoch);
    drawUnits(state, results);
    drawDigits(state, results);
  };
}

export const panel = {
  compute,
  readouts: ({ t }) => [
    ["train_accuracy", "accuracy, training", percent],
    ["test_accuracy", "accuracy, test", percent],
    ["train_loss", "loss, training", fixed(4)],
    ["test_loss", "loss, test", fixed(4)],
    ["right", `right of the ${t.length} digits`, fixed(0)],
  ],
  build,
  sentence: ({ epoch }, { test_accuracy, test_loss }) =>
    `Epoch ${epoch}: ${percent(test_accuracy)} of the test part right, loss ${fixed(3)(test_loss)}.`,
};
