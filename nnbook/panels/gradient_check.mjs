import { fixed, html, legend, part, power, remember, setText, short, ten } from "./draw.mjs";
import { TwoLayerNet } from "./maths.mjs";
import { linspace, plot } from "./plot.mjs";

const NAMES = ["W1", "b1", "W2", "b2"];

/** A network of copies, and each of its parameters as [the row it is in, its index there, its name]. */
function netOf(state) {
  const params = Object.fromEntries(
    NAMES.map((name) => [name, state[name].map((row) => (Array.isArray(row) ? [...row] : row))]),
  );
  const cells = NAMES.flatMap((name) =>
    params[name].flatMap((row, i) =>
      Array.isArray(row)
        ? row.map((_, j) => [row, j, `${name}[${i},${j}]`])
        : [[params[name], i, `${name}[${i}]`]],
    ),
  );
  return { net: new TwoLayerNet(params, state.delta), cells };
}

/** The loss with h added to a parameter, and taken away; and the slope between. */
function nudge(net, [row, at], { x, t }, h) {
  const kept = row[at];
  const lossAt = (value) => {
    row[at] = value;
    return net.loss(x, t);
  };
  const [above, below] = [lossAt(kept + h), lossAt(kept - h)];
  row[at] = kept;
  // The distance as stored, which is 2h up to rounding.
  return { above, below, slope: (above - below) / (kept + h - (kept - h)) };
}

/** Both gradients, entry by entry, with what the check allows between them. */
const everyEntry = (state, h) =>
  compared(
    [...NAMES.map((name) => state[name]), state.x, state.t, state.delta, state.rtol, state.atol, h],
    state,
    h,
  );

// The results and the drawing both ask for it; a move of the entry leaves it as it is.
const compared = remember((state, h) => {
  const { net, cells } = netOf(state);
  const exact = Object.values(net.gradient(state.x, state.t)).flat(2);
  return cells.map((cell, k) => {
    const { slope } = nudge(net, cell, state, h);
    return {
      exact: exact[k],
      numerical: slope,
      difference: Math.abs(exact[k] - slope),
      allowed: state.atol + state.rtol * Math.abs(slope),
    };
  });
});

const relative = (difference, ...slopes) => {
  const scale = Math.max(...slopes.map(Math.abs));
  return scale > 0 ? difference / scale : 0;
};

function compute(state) {
  const { h } = state;
  const { net, cells } = netOf(state);
  const cell = cells[state.entry];
  const { above, below } = nudge(net, cell, state, h);
  const all = everyEntry(state, h);
  const { exact, numerical, difference, allowed } = all[state.entry];
  return {
    h,
    parameter: cell[0][cell[1]],
    above,
    below,
    numerical,
    exact,
    difference,
    allowed,
    error: relative(difference, exact, numerical),
    failing: all.filter((one) => one.difference > one.allowed).length,
  };
}

// Everything smaller is drawn on the lowest line.
const BOTTOM = -14;
const log10 = (value, low = BOTTOM) => Math.max(low, Math.log10(value));

/** The relative error against the step, and where the check passes. */
function vee({ low: least, high: most }, hold) {
  const [low, high] = [Math.log10(least), Math.log10(most)];
  const axes = plot({ label: "The relative error against the step", xLabel: "h", yLabel: "relative error" });
  const [error, allowed, alone] = ["np-curve np-thin", "np-tangent", "np-rule"].map(axes.line);
  const dot = axes.grip("np-dot np-blue");
  hold(dot, {
    input: "h",
    name: "h, on the V",
    value: ([x]) => 10 ** x,
    words: ({ h }, now) => `${short(3)(h)}, relative error ${short(3)(now.error)}`,
  });
  const sample = remember((state, exact) => {
    const { net, cells } = netOf(state);
    return linspace(low, high, 181).map((log10_h) => {
      const { slope } = nudge(net, cells[state.entry], state, 10 ** log10_h);
      return [log10_h, log10(relative(Math.abs(slope - exact), slope, exact))];
    });
  });
  return [
    axes.node,
    (state, results) => {
      const { x, t, delta, rtol, atol, entry } = state;
      axes.frame(low, high, BOTTOM, 2, {
        xTicks: [-12, -8, -4, 0],
        xFormat: ten,
        yTicks: [-12, -8, -4, 0],
        yFormat: ten,
      });
      error(sample([...NAMES.map((name) => state[name]), x, t, delta, entry], state, results.exact));
      const limit = log10(rtol + atol / Math.abs(results.exact));
      allowed([low, high].map((at) => [at, limit]));
      alone([low, high].map((at) => [at, log10(rtol)]));
      dot(Math.log10(state.h), log10(results.error));
    },
  ];
}

/** Every entry's difference as a share of what is allowed: below 1 it passes. */
function shares(names, hold) {
  const axes = plot({
    label: "Every entry against what is allowed",
    xLabel: "entry",
    yLabel: "difference / allowed",
  });
  const limit = axes.line("np-tangent");
  const dots = axes.dots("np-dot np-blue np-step", 3.2);
  const here = axes.grip("np-dot", 6);
  hold(here, {
    input: "entry",
    name: "entry, on the chart",
    value: ([x]) => x,
    words: ({ entry }, now) => `${names[entry]}, relative error ${short(3)(now.error)}`,
  });
  const starts = NAMES.map((name) => names.findIndex((one) => one.startsWith(name)));
  return [
    axes.node,
    (state, { h }) => {
      const points = everyEntry(state, h).map(({ difference, allowed }, k) => [
        k,
        difference > 0 ? Math.min(6, log10(difference / allowed, -6)) : -6,
      ]);
      axes.frame(-0.7, names.length - 0.3, -6, 6, {
        xTicks: starts,
        xFormat: (at) => NAMES[starts.indexOf(at)],
        yTicks: [-6, -3, 0, 3, 6],
        yFormat: ten,
      });
      limit([
        [-0.7, 0],
        [names.length - 0.3, 0],
      ]);
      dots(points);
      here(...points[state.entry]);
    },
  ];
}

function verdict(names, { entry }, { exact, numerical, failing }) {
  const passes =
    failing === 0
      ? "check_gradient passes with this h."
      : `check_gradient refuses ${failing} of ${names.length} entries with this h.`;
  return exact === 0 && numerical === 0 ? `${passes} But ${names[entry]} compares 0 with 0.` : passes;
}

// Many digits, since where two numbers part is what is to be seen.
const long = (value) => (value !== 0 && Math.abs(value) < 1e-3 ? power(5) : fixed(8))(value);

const namesOf = (state) => netOf(state).cells.map(([, , name]) => name);

function build(body, { given, ranges, hold }) {
  const names = namesOf(given);
  const says = html("p", { class: "np-verdict" });
  const [left, drawVee] = vee(ranges.h, hold);
  const [right, drawShares] = shares(names, hold);
  const [leftPart, setTitle] = part(
    "",
    left,
    legend([
      ["np-curve np-thin", "error"],
      ["np-tangent", "most that passes"],
      ["np-rule", "rtol alone"],
    ]),
  );
  const [rightPart] = part(
    "All entries with this h",
    right,
    legend([
      ["np-dot np-blue np-step", "an entry"],
      ["np-dot", "the chosen one"],
      ["np-tangent", "most that passes"],
    ]),
  );
  body.prepend(says);
  body.append(html("div", { class: "np-parts" }, leftPart, rightPart));
  return (now, results) => {
    setText(says, verdict(names, now, results));
    setTitle(`The gradient along ${names[now.entry]}`);
    drawVee(now, results);
    drawShares(now, results);
  };
}

export const panel = {
  compute,
  readouts: (given) => [
    ["exact", "exact gradient", long],
    ["numerical", "central difference", long],
    ["error", "relative error", short(3)],
    ["failing", `of ${namesOf(given).length} entries refused`, fixed(0)],
    ["above", "loss with h more", fixed(8)],
    ["below", "loss with h less", fixed(8)],
  ],
  build,
  sentence: (state, results) =>
    `${namesOf(state)[state.entry]}: relative error ${short(3)(results.error)}. ${verdict(namesOf(state), state, results)}`,
};
