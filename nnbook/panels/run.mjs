// A training run of a two-layer network, as nnbook.Training makes it: its arithmetic, and how it
// is asked for work, in a worker or on the page's own thread. Everything long is a generator that
// pauses every few milliseconds, so that the page's thread can do it in slices.
import { along_logits, sigmoid, softmax } from "./maths.mjs";

const M64 = (1n << 64n) - 1n;
const M128 = (1n << 128n) - 1n;
const MULTIPLIER = 0x2360ed051fc65da44385df649fccf645n;

/** NumPy's generator of random numbers, default_rng: PCG64 from a state on. */
export class PCG64 {
  constructor({ state, inc }) {
    Object.assign(this, { state: BigInt(state), inc: BigInt(inc), half: null });
  }

  next64() {
    this.state = (this.state * MULTIPLIER + this.inc) & M128;
    const [high, low] = [this.state >> 64n, this.state & M64];
    const turns = high >> 58n;
    const mixed = high ^ low;
    return ((mixed >> turns) | (mixed << (64n - turns))) & M64;
  }

  /** A 64-bit number gives two of 32 bits, the lower half first. */
  next32() {
    if (this.half !== null) {
      const kept = this.half;
      this.half = null;
      return kept;
    }
    const both = this.next64();
    this.half = both >> 32n;
    return both & 0xffffffffn;
  }

  /** From 0 to 1, as Generator.random. */
  random() {
    return Number(this.next64() >> 11n) / 2 ** 53;
  }

  /** From 0 to `last`: bits are drawn until they make such a number. */
  below(last) {
    const mask = (1n << BigInt(last.toString(2).length)) - 1n;
    for (;;) {
      const value = Number(this.next32() & mask);
      if (value <= last) return value;
    }
  }

  /** The numbers below n in another order, as Generator.permutation. */
  permutation(n) {
    const order = Array.from({ length: n }, (_, k) => k);
    for (let k = n - 1; k > 0; k--) {
      const other = this.below(k);
      [order[k], order[other]] = [order[other], order[k]];
    }
    return order;
  }

  /** Numbers from N(0, std), as Box and Muller (1958) make them. */
  *normals(count, std) {
    const made = new Float64Array(count);
    for (let k = 0; k < count; k++) {
      if (k % 2000 === 1999) yield;
      made[k] = Math.sqrt(-2 * Math.log(1 - this.random()));
    }
    for (let k = 0; k < count; k++) {
      if (k % 2000 === 1999) yield;
      made[k] = std * (made[k] * Math.cos(2 * Math.PI * this.random()));
    }
    return made;
  }
}

const SLICE = 8; // images at once
const CLASSES = 10;
const ONE_HOT = Array.from({ length: CLASSES }, (_, k) =>
  Array.from({ length: CLASSES }, (_, j) => +(j === k)),
);

/** Images as bytes, one after the other: of each its pixels with ink alone, which are few. */
export function* images(bytes, labels) {
  const size = bytes.length / labels.length;
  const made = [];
  for (const [n, label] of labels.entries()) {
    if (n % 50 === 49) yield;
    const at = [];
    for (let i = 0; i < size; i++) if (bytes[n * size + i]) at.push(i);
    made.push({
      label,
      at: Uint16Array.from(at),
      ink: Float64Array.from(at, (i) => bytes[n * size + i] / 255),
    });
  }
  return made;
}

// Nearly all the time of a run is spent in these two. Four rows at once save half of the first's.

/** Add rows of a matrix to `to`, each as often as `times` says. */
function addRows(to, matrix, rows, times) {
  const count = to.length;
  let p = 0;
  for (; p + 3 < rows.length; p += 4) {
    const [a, b, c, d] = [rows[p] * count, rows[p + 1] * count, rows[p + 2] * count, rows[p + 3] * count];
    const [ta, tb, tc, td] = [times[p], times[p + 1], times[p + 2], times[p + 3]];
    for (let j = 0; j < count; j++)
      to[j] += ta * matrix[a + j] + tb * matrix[b + j] + tc * matrix[c + j] + td * matrix[d + j];
  }
  for (; p < rows.length; p++)
    for (let j = 0; j < count; j++) to[j] += times[p] * matrix[rows[p] * count + j];
}

/** Add `row` to rows of a matrix, as often to each as `times` says. */
function addToRows(matrix, rows, times, row) {
  const count = row.length;
  for (let p = 0; p < rows.length; p++) {
    const [start, often] = [rows[p] * count, times[p]];
    for (let j = 0; j < count; j++) matrix[start + j] += often * row[j];
  }
}

/** nnbook.Training for the panel: a network inputs-hidden-10, and `images` to train and test it on. */
export class Training {
  constructor({ inputs, hidden, rate, batch_size, momentum, std, delta, rng }, { train, test }) {
    Object.assign(this, { inputs, hidden, rate, batch_size, momentum, std, delta, train, test });
    this.random = new PCG64(rng);
    this.sizes = { W1: inputs * hidden, b1: hidden, W2: hidden * CLASSES, b2: CLASSES };
    [this.params, this.gradient, this.velocity] = [this.zeros(), this.zeros(), this.zeros()];
    this.good = this.zeros(); // the parameters before the last step
    this.order = [];
    this.next = train.length;
    this.losses = []; // of each step's mini-batch
    this.epochs = []; // what was measured before the first and after each
    this.confusion = new Uint16Array(CLASSES * CLASSES); // of the test digits: true, answer
    this.stopped = null; // why, if it was
  }

  zeros() {
    return Object.fromEntries(
      Object.entries(this.sizes).map(([name, size]) => [name, new Float64Array(size)]),
    );
  }

  /** The first weights, and what a network with them is worth. */
  *start() {
    for (const name of ["W1", "W2"])
      this.params[name] = yield* this.random.normals(this.sizes[name], this.std);
    yield* this.measure();
  }

  /** Activations of the hidden units, and probabilities, of one image. */
  forward({ at, ink }) {
    const { hidden, params } = this;
    const { W1, W2 } = params;
    const z = params.b1.slice();
    addRows(z, W1, at, ink);
    for (let j = 0; j < hidden; j++) z[j] = sigmoid(z[j]);
    const logits = Array.from(params.b2);
    for (let j = 0; j < hidden; j++)
      for (let k = 0; k < CLASSES; k++) logits[k] += z[j] * W2[j * CLASSES + k];
    return { z, y: softmax(logits) };
  }

  /** One step, on the next mini-batch; at the end of an epoch what it has come to. */
  *step() {
    if (this.next >= this.train.length) {
      this.order = this.random.permutation(this.train.length);
      this.next = 0;
    }
    const batch = this.order.slice(this.next, this.next + this.batch_size);
    const { params, gradient, velocity } = this;
    for (const slopes of Object.values(gradient)) slopes.fill(0);
    let loss = 0;
    for (const [done, n] of batch.entries()) {
      if (done % SLICE === SLICE - 1) yield;
      loss += this.backward(this.train[n], batch.length);
    }
    loss /= batch.length;
    if (!Number.isFinite(loss)) {
      this.diverge(`the loss is ${loss}`);
      return;
    }
    for (const name of Object.keys(params)) {
      this.good[name].set(params[name]);
      const [value, slope, speed] = [params[name], gradient[name], velocity[name]];
      for (let k = 0; k < value.length; k++) {
        speed[k] = this.momentum * speed[k] - this.rate * slope[k];
        value[k] += speed[k];
      }
    }
    this.losses.push(loss);
    this.next += batch.length;
    if (this.next >= this.train.length) {
      if (Object.values(params).every((one) => one.every(Number.isFinite))) yield* this.measure();
      else this.diverge("a weight is not finite");
    }
  }

  /** Add one image's slopes, exact for the loss with delta; returns its loss. */
  backward(image, count) {
    const { hidden, params, gradient, delta } = this;
    const { z, y } = this.forward(image);
    const { label, at, ink } = image;
    const along = along_logits(y, ONE_HOT[label], delta).map((slope) => slope / count);
    const back = new Float64Array(hidden);
    for (let j = 0; j < hidden; j++) {
      let sum = 0;
      for (let k = 0; k < CLASSES; k++) {
        sum += along[k] * params.W2[j * CLASSES + k];
        gradient.W2[j * CLASSES + k] += z[j] * along[k];
      }
      back[j] = sum * (z[j] * (1 - z[j]));
      gradient.b1[j] += back[j];
    }
    for (let k = 0; k < CLASSES; k++) gradient.b2[k] += along[k];
    addToRows(gradient.W1, at, ink, back);
    return 0 - Math.log(y[label] + delta);
  }

  /** Loss and accuracy on both parts, and which test digits are taken for which. */
  *measure() {
    const found = {};
    this.confusion.fill(0);
    for (const part of ["train", "test"]) {
      let [loss, right] = [0, 0];
      for (const [n, image] of this[part].entries()) {
        if (n % (2 * SLICE) === 0) yield;
        const { y } = this.forward(image);
        const answer = y.indexOf(Math.max(...y));
        loss -= Math.log(y[image.label] + this.delta);
        right += answer === image.label;
        if (part === "test") this.confusion[image.label * CLASSES + answer]++;
      }
      found[`${part}_loss`] = loss / this[part].length;
      found[`${part}_accuracy`] = right / this[part].length;
    }
    this.epochs.push(found);
  }

  diverge(why) {
    for (const name of Object.keys(this.params)) this.params[name].set(this.good[name]);
    this.stopped = `${why} at step ${this.losses.length}`;
  }

  /** The weights into some hidden units as signed bytes, 127 for the largest of each. */
  weights(units) {
    const { hidden, inputs, params } = this;
    const reaches = units.map((j) => {
      let reach = 0;
      for (let i = 0; i < inputs; i++) reach = Math.max(reach, Math.abs(params.W1[i * hidden + j]));
      return reach;
    });
    const bytes = new Int8Array(units.length * inputs);
    units.forEach((j, u) => {
      for (let i = 0; i < inputs; i++)
        bytes[u * inputs + i] = Math.round((127 * params.W1[i * hidden + j]) / (reaches[u] || 1));
    });
    return { reaches, bytes };
  }
}

/**
 * Do what one message asks for, in slices. `data` are the digits, once; `begin` makes a run; `steps`
 * are taken at most, for `time` milliseconds at most if there is a limit. Returns what is new.
 */
export function* answer(scope, { data, begin, steps, time = Infinity, units }) {
  if (data) {
    const [train, test] = [
      yield* images(data.train_x, data.train_t),
      yield* images(data.test_x, data.test_t),
    ];
    scope.images = { train, test };
  }
  if (begin) {
    scope.run = new Training(begin, scope.images);
    scope.known = [0, 0];
    yield* scope.run.start();
  }
  const { run, known } = scope;
  const until = performance.now() + time;
  for (let taken = 0; taken < steps && !run.stopped && performance.now() < until; taken++) yield* run.step();
  scope.known = [run.losses.length, run.epochs.length];
  return {
    losses: run.losses.slice(known[0]),
    epochs: run.epochs.slice(known[1]),
    confusion: run.confusion.slice(),
    weights: run.weights(units),
    stopped: run.stopped,
  };
}

/** In a worker: answer messages, each at once. */
export function serve(worker) {
  const scope = {};
  worker.onmessage = ({ data }) => {
    const work = answer(scope, data);
    let next = work.next();
    while (!next.done) next = work.next();
    worker.postMessage({ id: data.id, ...next.value });
  };
}

/** On the page's thread: answer messages in slices that leave each frame its time. */
function inSlices(hear) {
  const LONGEST = 6; // milliseconds of a slice
  const scope = {};
  let gone = false;
  function go(work, id) {
    if (gone) return;
    const until = performance.now() + LONGEST;
    let next = work.next();
    while (!next.done && performance.now() < until) next = work.next();
    if (next.done) hear({ id, ...next.value });
    else setTimeout(go, 0, work, id); // what waits comes first
  }
  return {
    post: (message) => setTimeout(go, 0, answer(scope, message), message.id),
    end: () => (gone = true),
  };
}

/**
 * What does the work: a worker made of `source`, or the page's own thread where the host lets no
 * worker be (a policy without `blob:`), which it says only once it is asked for one. One message
 * at a time: the next when `hear` got the answer.
 */
export function engine(source, hear) {
  let waiting = null; // for an answer
  const heard = (reply) => {
    waiting = null;
    hear(reply);
  };
  const made = { kind: "worker", post: null, end: null };
  function instead() {
    Object.assign(made, { kind: "slices" }, inSlices(heard));
    if (waiting) made.post(waiting);
  }
  try {
    const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    const worker = new Worker(url);
    worker.onmessage = ({ data }) => heard(data);
    worker.onerror = (event) => {
      event.preventDefault();
      worker.terminate();
      instead();
    };
    made.post = (message) => {
      waiting = message;
      worker.postMessage(message);
    };
    made.end = () => {
      worker.terminate();
      URL.revokeObjectURL(url);
    };
  } catch {
    instead();
  }
  return made;
}
