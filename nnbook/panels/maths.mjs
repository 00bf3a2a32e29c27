// The mathematics of the panels: pure functions that know no page. They bear
// the names of nnbook's Python functions and are held to them by tests.

const sum = (values) => {
  let total = 0;
  for (let k = 0; k < values.length; k++) total += values[k];
  return total;
};

/** Probabilities from logits; the maximum is subtracted so that nothing overflows. */
export function softmax(x) {
  const largest = Math.max(...x);
  const found = x.map((value) => Math.exp(value - largest));
  const total = sum(found);
  for (let k = 0; k < found.length; k++) found[k] /= total;
  return found;
}

/** Logarithms of `softmax`, right where the probability itself is 0 in floats. */
export function log_softmax(x) {
  const largest = Math.max(...x);
  const shifted = x.map((value) => value - largest);
  const log_sum = Math.log(sum(shifted.map(Math.exp)));
  return shifted.map((value) => value - log_sum);
}

/** 1 / (1 + exp(-x)), with an exponential that never overflows. */
export function sigmoid(x) {
  const small = Math.exp(-Math.abs(x));
  return (x >= 0 ? 1 : small) / (1 + small);
}

/** Cross-entropy of one sample: probabilities (or logits) y, labels t. */
export function cross_entropy_error(y, t, { delta = 1e-7, from_logits = false } = {}) {
  const logs = from_logits && delta === 0 ? log_softmax(y) : null;
  const probabilities = from_logits && !logs ? softmax(y) : y;
  let total = 0;
  for (let k = 0; k < t.length; k++) {
    // A class that is not wanted costs nothing, even where its logarithm is -Infinity.
    if (t[k] > 0) total += t[k] * (logs ? logs[k] : Math.log(probabilities[k] + delta));
  }
  return -total;
}

/** Central differences of f in each entry of the (nested) array x, which is changed meanwhile. */
export function numerical_gradient(f, x, h = 1e-4) {
  return x.map((kept, k) => {
    if (Array.isArray(kept)) return numerical_gradient(f, kept, h);
    const [above, below] = [kept + h, kept - h];
    if (above === kept || below === kept) throw new RangeError("h is too small to change x");
    try {
      x[k] = above;
      const f_above = f(x);
      x[k] = below;
      // The distance as stored, which is 2h up to rounding.
      return (f_above - f(x)) / (above - below);
    } finally {
      x[k] = kept;
    }
  });
}

/** SimpleNet.predict for one sample: the logits x W. */
export function predict(W, x) {
  const scores = W[0].map(() => 0);
  for (let i = 0; i < x.length; i++) for (let j = 0; j < scores.length; j++) scores[j] += x[i] * W[i][j];
  return scores;
}

/** SimpleNet.loss for one sample. */
export function loss(W, x, t, delta = 1e-7) {
  return cross_entropy_error(predict(W, x), t, { delta, from_logits: true });
}

/** Functions of one number: itself, its derivative, its third derivative. */
export const FUNCTIONS = {
  "x**2": [(x) => x * x, (x) => 2 * x, () => 0],
  "x**3": [(x) => x * x * x, (x) => 3 * x * x, () => 6],
  sin: [Math.sin, Math.cos, (x) => -Math.cos(x)],
  exp: [Math.exp, Math.exp, Math.exp],
  sigmoid: [
    sigmoid,
    (x) => sigmoid(x) * (1 - sigmoid(x)),
    (x) => {
      const s = sigmoid(x);
      return s * (1 - s) * (1 - 6 * s * (1 - s));
    },
  ],
};

export const mean = (values) => sum(values) / values.length;

/** Slopes of one sample's loss along its logits, for probabilities y. */
export function along_logits(y, t, delta) {
  const found = y.map((value, k) => (delta === 0 ? t[k] : (t[k] * value) / (value + delta)));
  const total = sum(found);
  for (let k = 0; k < found.length; k++) found[k] = y[k] * total - found[k];
  return found;
}

/** Exact gradient of SimpleNet's loss for one sample, delta included. */
export function gradient(W, x, t, delta = 1e-7) {
  const along = along_logits(softmax(predict(W, x)), t, delta);
  return x.map((value) => along.map((slope) => value * slope));
}

/** A two-layer network with given parameters, for batches: rows x, soft labels t. */
export class TwoLayerNet {
  constructor({ W1, b1, W2, b2 }, delta = 1e-7) {
    Object.assign(this, { params: { W1, b1, W2, b2 }, delta });
  }

  /** Activations of the hidden units, and logits, of one sample. */
  forward(row) {
    const { W1, b1, W2, b2 } = this.params;
    const hidden = predict(W1, row);
    for (let j = 0; j < hidden.length; j++) hidden[j] = sigmoid(hidden[j] + b1[j]);
    const logits = predict(W2, hidden);
    for (let k = 0; k < logits.length; k++) logits[k] += b2[k];
    return { hidden, logits };
  }

  predict(x) {
    return x.map((row) => softmax(this.forward(row).logits));
  }

  loss(x, t) {
    const { delta } = this;
    return mean(
      x.map((row, n) => cross_entropy_error(this.forward(row).logits, t[n], { delta, from_logits: true })),
    );
  }

  /** By backpropagation, exact for the loss with delta. */
  gradient(x, t) {
    const { W1, b1, W2, b2 } = this.params;
    const found = {
      W1: W1.map((row) => row.map(() => 0)),
      b1: b1.map(() => 0),
      W2: W2.map((row) => row.map(() => 0)),
      b2: b2.map(() => 0),
    };
    // Plain loops: a panel that trains does this some hundred times between two frames.
    for (let n = 0; n < x.length; n++) {
      const row = x[n];
      const { hidden, logits } = this.forward(row);
      const along = along_logits(softmax(logits), t[n], this.delta);
      for (let k = 0; k < along.length; k++) {
        along[k] /= x.length;
        found.b2[k] += along[k];
      }
      for (let j = 0; j < hidden.length; j++) {
        const [active, to, slopes] = [hidden[j], W2[j], found.W2[j]];
        let back = 0;
        for (let k = 0; k < along.length; k++) {
          back += along[k] * to[k];
          slopes[k] += active * along[k];
        }
        back *= active * (1 - active);
        found.b1[j] += back;
        for (let i = 0; i < row.length; i++) found.W1[i][j] += row[i] * back;
      }
    }
    return found;
  }
}

/** Operations of a gradient in three ways; what is counted is said in nnbook.panels.gradient_costs. */
export function gradient_costs(inputs, hidden, outputs, batch) {
  const first = (inputs + 1) * hidden;
  const second = (hidden + 1) * outputs;
  const parameters = first + second;
  const forward = batch * parameters;
  const curved = batch * (hidden + outputs + 1);
  return {
    parameters,
    forward_passes: 2 * parameters,
    notebook_multiply_adds: 2 * parameters * forward,
    reuse_multiply_adds: forward + 2 * batch * (first * (outputs + 1) + second),
    backpropagation_multiply_adds: 2 * forward + batch * hidden * outputs,
    notebook_functions: 2 * parameters * curved,
    reuse_functions: curved + 2 * batch * (first * (outputs + 2) + second * (outputs + 1)),
    backpropagation_functions: curved,
  };
}

/** Where a grid of values crosses a level: pairs of points [column, row] in units of cells. */
export function contour(grid, level) {
  const found = [];
  for (let row = 0; row + 1 < grid.length; row++) {
    for (let column = 0; column + 1 < grid[row].length; column++) {
      const [near, far] = [grid[row], grid[row + 1]];
      const above = near[column] > level;
      const cut = [near[column + 1], far[column + 1], far[column]].some((one) => one > level !== above);
      if (!cut) continue; // most are not, and need no more than that
      const corners = [
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 1],
      ].map(([dx, dy]) => [column + dx, row + dy, grid[row + dy][column + dx] - level]);
      const crossings = corners.flatMap((a, k) => {
        const b = corners[(k + 1) % 4];
        if (a[2] > 0 === b[2] > 0) return [];
        const share = a[2] / (a[2] - b[2]);
        return [[a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])]];
      });
      for (let k = 0; k + 1 < crossings.length; k += 2) found.push([crossings[k], crossings[k + 1]]);
    }
  }
  return found;
}

// ---- Digits

export const SIDE = 28; // pixels of an image
const PEN = 1.2; // from the middle of a line to its edge
const MIDDLES = Array.from({ length: SIDE }, (_, k) => k + 0.5);

/** Each pixel by its distance from the nearest line. */
function ink(lines) {
  const nearest = new Array(SIDE * SIDE).fill(Infinity);
  for (const line of lines) {
    const parts = line.length > 1 ? line.slice(1).map((end, k) => [line[k], end]) : [[line[0], line[0]]];
    for (const [[ax, ay], [bx, by]] of parts) {
      const [dx, dy] = [bx - ax, by - ay];
      const length = dx * dx + dy * dy;
      let at = 0;
      for (const y of MIDDLES) {
        for (const x of MIDDLES) {
          const along = (x - ax) * dx + (y - ay) * dy;
          const share = length > 0 ? Math.min(1, Math.max(0, along / length)) : 0;
          const [offX, offY] = [x - ax - share * dx, y - ay - share * dy];
          nearest[at] = Math.min(nearest[at], offX * offX + offY * offY);
          at++;
        }
      }
    }
  }
  return nearest.map((one) => Math.min(1, Math.max(0, PEN + 0.5 - Math.sqrt(one))));
}

/** The strokes as large and where MNIST's digits are. */
function fitted(lines) {
  const ends = [0, 1].map((axis) => {
    const values = lines.flatMap((line) => line.map((point) => point[axis]));
    return [Math.min(...values), Math.max(...values)];
  });
  const extent = Math.max(...ends.map(([low, high]) => high - low));
  const room = 20 - 2 * PEN;
  const scale = extent * 4 <= room ? 4 : room / extent;
  const larger = lines.map((line) =>
    line.map((point) => point.map((one, axis) => (one - (ends[axis][0] + ends[axis][1]) / 2) * scale + 14)),
  );
  const image = ink(larger);
  const mass = sum(image);
  const middle = [(k) => k % SIDE, (k) => Math.floor(k / SIDE)].map(
    (place) => sum(image.map((one, k) => one * MIDDLES[place(k)])) / mass,
  );
  return larger.map((line) => line.map((point) => point.map((one, axis) => one + (14.5 - middle[axis]))));
}

/** What a pen went through, points [x, y] a stroke, in the form of MNIST's digits, or where it is. */
export function draw_digit(strokes, { fit = true } = {}) {
  if (!strokes.length) return new Array(SIDE * SIDE).fill(0);
  return ink(fit ? fitted(strokes) : strokes);
}
