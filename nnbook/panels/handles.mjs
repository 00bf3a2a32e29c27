// Handles: parts of a drawing that set inputs of the panel, by pointer, finger or keys. The
// sliders stay, and what a handle sets is what they could: their ends, their steps.
import { place, svg } from "./draw.mjs";

export const KEYS = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -10,
  PageUp: 10,
  Home: -Infinity,
  End: Infinity,
};

/** `value` moved to the slider's grid, `min` + n `step`, without the dust of binary fractions. */
export function onGrid(value, min, max, step) {
  if (value >= max) return max; // which need not be on the grid
  if (value <= min) return min;
  const snapped = step ? min + Math.round((value - min) / step) * step : value;
  return Math.min(max, Number(snapped.toPrecision(12)));
}

/**
 * The way between a slider's values and the places of its handle: the exponents of its base on a
 * logarithmic one, else the values themselves.
 */
export function scaleOf({ base }) {
  if (!base) return { place: (value) => value, value: (place) => place };
  return {
    place: (value) => Math.log(value) / Math.log(base),
    value: (place) => Number((base ** place).toPrecision(12)),
  };
}

/** A number in the only form that ARIA knows, without an exponent: 0.0000001 and not 1e-7. */
export function decimal(number) {
  const [, digit, more = "", zeros] = String(number).match(/^(\d)(?:\.(\d+))?e-(\d+)$/) ?? [];
  return zeros ? `0.${"0".repeat(zeros - 1)}${digit}${more}` : String(number);
}

/** The value that a slider takes instead of another, so many of its steps further on. */
export function settled(value, { low, high, step, log }, steps = 0) {
  const scale = scaleOf({ base: log ? 10 : 0 });
  const inside = (one) => Math.max(low, Math.min(high, one));
  const [at, least, most] = [inside(value), low, high].map(scale.place);
  return inside(scale.value(onGrid(at + steps * step, least, most, step)));
}

// Of one handle for two inputs the second element is for keys and screen readers alone.
export const HOLDS = ["np-hold", "np-hold np-second"];

/**
 * Discs to take hold of, one for each of `count` inputs, all in one place, put into `frame`, a drawing of
 * that size or the part of it that is given. Returns a grip (see below) that is a function: it places them.
 */
export function disc(frame, size, { into = frame, count = 1 } = {}) {
  // At least 24 pixels wide on the smallest screen.
  const holds = HOLDS.slice(0, count).map((kind) => svg("circle", { class: kind, r: 16 }));
  into.append(...holds);
  let here = [0, 0];
  const to = (...point) => {
    here = point;
    for (const one of holds) place(one, { cx: point[0].toFixed(2), cy: point[1].toFixed(2) });
  };
  return Object.assign(to, { holds, frame, size, at: () => here });
}

const PER_UNIT = 40; // of a drawing's units: how far a number is dragged to rise by 1

/**
 * A number in a drawing, in a box at a place, that rises when it is dragged to the right or upwards.
 * Returns the text that shows it, and makes a handle of the box for the input of `turn`.
 */
export function scrub({ hold, frame, size, at: [x, y], box: [width, height] }, turn) {
  const shape = { x: x - width / 2, y: y - height / 2, width, height, rx: 8 };
  const held = svg("rect", { ...shape, class: "np-hold" });
  const text = svg("text", { x, y: y + 4, "text-anchor": "middle", class: "np-held" });
  frame.append(svg("rect", { ...shape, class: "np-ground" }), held, text);
  hold(
    { holds: [held], frame, size, at: () => [x, y], from: (now) => [PER_UNIT * now[turn.input], 0] },
    { value: ([right, down]) => (right - down) / PER_UNIT, ...turn },
  );
  return text;
}

const TREMBLE = 4; // pixels that a tap may be off without being a drag
const near = new WeakMap(); // the handles of each drawing: two may lie so close that they overlap

/**
 * Make a handle of what `grip` draws.
 *
 * Of a grip, `holds` are the elements to take hold of, one for each input, all in one place; `frame`
 * is the drawing they are in, `size` its width and height in units of its own, `at()` the place of the
 * grip in them, `from(state)` what a drag counts from if not from there, and `units(place)` a place in
 * units of the data. Of `turns`, one for each input,
 * `input` is the input's name and `name` the handle's (texts, or functions of the state),
 * `value(point, state)` the value that brings the grip to a point, `words(state, results)` what a
 * screen reader says of it. Of two, the first goes across and the second upwards, or `down`.
 *
 * Returns the function to call with state and results when they are drawn anew.
 */
export function takeHold(grip, turns, { ranges, state, set }) {
  const { holds, frame, size, at, from = at, units = (point) => point } = grip;
  const of = (text, now) => (typeof text === "function" ? text(now) : text);
  let drag = null;

  function change(values) {
    const now = state();
    if (Object.entries(values).some(([input, value]) => value !== now[input])) set(values);
  }

  const where = ({ clientX, clientY }) => {
    const box = frame.getBoundingClientRect();
    return [((clientX - box.left) / box.width) * size[0], ((clientY - box.top) / box.height) * size[1]];
  };

  function begin(event, point) {
    const now = state();
    const inputs = turns.map(({ input }) => of(input, now));
    const before = Object.fromEntries(inputs.map((input) => [input, now[input]]));
    const { pointerId: id, clientX, clientY } = event;
    drag = { id, inputs, before, point, at: from(now), start: [clientX, clientY], moved: false };
    holds[0].setPointerCapture(id); // so that it follows outside of the drawing and the window too
    (holds.find((one) => one.getAttribute("tabindex") === "0") ?? holds[0]).focus({ preventScroll: true });
  }

  function move(event) {
    if (event.pointerId !== drag?.id) return;
    const [dx, dy] = [event.clientX - drag.start[0], event.clientY - drag.start[1]];
    drag.moved ||= Math.hypot(dx, dy) >= TREMBLE;
    if (!drag.moved) return;
    const now = state();
    const [x, y] = where(event);
    const point = units([drag.at[0] + x - drag.point[0], drag.at[1] + y - drag.point[1]]);
    const found = turns.map(({ value }, k) => [drag.inputs[k], value(point, now)]);
    change(
      Object.fromEntries(
        found
          .filter(([, value]) => !Number.isNaN(value))
          .map(([input, value]) => [input, settled(value, ranges[input])]),
      ),
    );
  }

  // The browser made something else of it, or there is a second finger: all is as it was.
  function cancel() {
    const { before } = drag;
    drag = null;
    change(before);
  }

  function end(event) {
    if (event.pointerId === drag?.id) drag = null;
  }

  function press(event) {
    const held = near.get(frame).find((one) => one.held());
    if (held) return held.cancel(); // a second finger, on whichever handle of the drawing
    if (!event.isPrimary || event.button !== 0 || event.ctrlKey) return;
    const point = where(event);
    const away = (one) => Math.hypot(one.at()[0] - point[0], one.at()[1] - point[1]);
    const nearest = near.get(frame).reduce((best, one) => (away(one) < away(best) ? one : best));
    nearest.begin(event, point);
  }

  function pressed(event, k) {
    const steps = KEYS[event.key] * (event.shiftKey ? 10 : 1);
    if (Number.isNaN(steps) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const upward = /^Arrow(Up|Down)$/.test(event.key);
    const which = turns.length > 1 && /^Arrow/.test(event.key) ? Number(upward) : k;
    const now = state();
    const input = of(turns[which].input, now);
    change({ [input]: settled(now[input], ranges[input], upward && turns[which].down ? -steps : steps) });
    // One of the two is in the order of the tab key: the one that was moved last.
    holds.forEach((one, at) => place(one, { tabindex: at === which ? 0 : -1 }));
    if (which !== k) holds[which].focus({ preventScroll: true });
  }

  const [first] = holds;
  near.set(frame, [...(near.get(frame) ?? []), { at, begin, cancel, held: () => drag !== null }]);
  first.addEventListener("pointerdown", press);
  first.addEventListener("pointermove", move);
  first.addEventListener("pointerup", end);
  first.addEventListener("pointercancel", (event) => event.pointerId === drag?.id && cancel());
  first.addEventListener("lostpointercapture", end);
  // Where a browser does not know `touch-action` in drawings: the page is not to scroll with it.
  first.addEventListener("touchmove", (event) => event.cancelable && event.preventDefault(), {
    passive: false,
  });
  holds.forEach((one, k) => {
    place(one, { role: "slider", tabindex: k ? -1 : 0 });
    place(one, { "data-lm-suppress-shortcuts": "true" }); // JupyterLab's own arrow keys
    if (turns.length > 1) place(one, { "aria-orientation": k ? "vertical" : "horizontal" });
    one.addEventListener("keydown", (event) => pressed(event, k));
  });

  return (now, results) =>
    turns.forEach(({ input, name, words }, k) => {
      const value = now[of(input, now)];
      const { low, high } = ranges[of(input, now)];
      place(holds[k], {
        "aria-label": of(name, now),
        "aria-valuemin": decimal(low),
        "aria-valuemax": decimal(high),
        "aria-valuenow": decimal(value),
        "aria-valuetext": words(now, results),
      });
    });
}
