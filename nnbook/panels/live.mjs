// The life of a view between the model's traits and the screen, and links that
// carry a panel's state.
import { button, html, readouts } from "./draw.mjs";
import { takeHold } from "./handles.mjs";
import { keepDone, keptDone, taskList } from "./tasks.mjs";

const isFinite_ = (value) => {
  if (typeof value === "number") return Number.isFinite(value);
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return value.every(isFinite_);
  return value !== null && value !== undefined;
};

// JSON has no name for numbers that are not finite.
const forModel = (value) => {
  if (Array.isArray(value)) return value.map(forModel);
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, forModel(one)]));
};

const alert = (...children) => html("p", { role: "alert", class: "np-alert" }, ...children);

const whenIdle = (what) => (globalThis.requestIdleCallback ?? setTimeout)(what);

const TYPED = { float64: Float64Array, int8: Int8Array, uint8: Uint8Array };

const typed = (dtype, { buffer, byteOffset, byteLength }) =>
  new TYPED[dtype](buffer.slice(byteOffset, byteOffset + byteLength));

/**
 * What Python gave: its arrays come as bytes, from which typed ones are made, flat. Those that a
 * built page keeps in a file of their own are missing.
 */
export function unpack(given) {
  return Object.fromEntries(
    Object.entries(given)
      .filter(([, value]) => !value?.late)
      .map(([name, value]) => [name, value?.dtype ? typed(value.dtype, value.bytes) : value]),
  );
}

/** Those, once their file is there; a page of a kernel has none. */
async function unpackLate(given) {
  const missing = Object.entries(given).filter(([, value]) => value?.late);
  const files = await Promise.all(missing.map(([, { late }]) => globalThis.nnbookLoad(late)));
  return Object.fromEntries(missing.map(([name, { dtype }], k) => [name, typed(dtype, files[k][name])]));
}

/** The name that the page has for a result. Of several numbers each has its own, in the singular. */
export const quantityName = (name) => name.replaceAll("_", "-");

/**
 * Mount a panel: draw it, redraw it in the next frame when an input changes,
 * write its results back. Returns the function that takes it down.
 *
 * Of what a panel exports, `compute(state)` returns the results, or null if that needs
 * what is not loaded yet; `readouts(given)` lists those shown above all else, as [name,
 * label, format]; `build(body, tools)` makes the rest and returns `draw(state, results)`;
 * `sentence(state, results)` is for the live region; `choose(changed, state)` may set
 * further inputs. `tools.hold` makes handles (see handles.mjs), `tools.load()` asks for what
 * comes late, `tools.ends` takes functions that are called when the panel is taken down.
 */
export function mountPanel({ model, el }, { compute, readouts: listed, build, sentence, choose }) {
  const name = model.get("panel_name");
  const ranges = model.get("ranges");
  const names = Object.keys(ranges);
  const ends = []; // what is to be done when the panel is taken down
  const given = unpack(model.get("given"));
  const whole = isFinite_(Object.values(given));
  const body = html("div", { class: "np-body" });
  const status = html("p", { class: "np-hidden", role: "status" });
  const root = html("div", { class: "nnbook-panel", "data-panel": name }, body, status);
  let frame = 0;
  let spoken = 0;
  let said = null;
  const changed = new Set();
  let untouched = true; // Python's results hold
  let lacking = false; // what comes late
  let waiting = false;
  let coming = null;
  let led = false; // the inputs are a link's, and no merit of the reader's

  const set = (values) => {
    model.set(values);
    model.save_changes();
  };
  const state = () => ({ ...given, ...Object.fromEntries(names.map((one) => [one, model.get(one)])) });
  // The last row of buttons, which holds at least the one that shares the panel's state.
  const row = html("div", { class: "np-row" });
  const [numbers, show] = readouts(
    (listed?.(given) ?? []).map(([one, ...rest]) => [quantityName(one), ...rest]),
  );
  if (listed) body.append(numbers);
  const handles = [];
  const hold = (grip, ...turns) => handles.push(takeHold(grip, turns, { ranges, set, state }));
  const draw = build(body, { given, ranges, row, set, state, hold, load, root, ends });
  const paint = (now, results) => {
    draw(now, results);
    for (const place of handles) place(now, results);
  };
  if (handles.length)
    row.append(
      html("span", { class: "np-hint" }, "What lies on grey can be dragged, or moved by the arrow keys."),
    );
  body.append(row);
  const tasks = showTasks({ model, name, root, set, ends });

  const notFinite = alert(
    "This panel was given a number that is not finite. It shows again as soon as all are.",
  );
  function warn(wrong) {
    body.hidden = wrong;
    if (wrong) root.prepend(notFinite);
    else notFinite.remove();
  }

  async function fetchLate() {
    coming ??= unpackLate(model.get("given"));
    try {
      Object.assign(given, await coming);
    } catch (error) {
      coming = null; // who asks again gets another try
      throw error;
    }
  }

  /** Ask for what comes late. Resolves to whether it is there; says so if it does not come. */
  async function load() {
    root.setAttribute("aria-busy", "true");
    failed.remove();
    try {
      await fetchLate();
      return true;
    } catch (error) {
      console.error(error);
      body.append(failed);
      return false;
    } finally {
      root.removeAttribute("aria-busy");
    }
  }
  const loadAndDraw = async () => {
    waiting = true;
    const there = await load();
    waiting = false;
    if (there && root.isConnected) update();
  };
  const failed = alert(
    "A part of this panel could not be loaded, so it shows what it showed before. All else on this page works. ",
    button("Try again", loadAndDraw),
  );

  function update() {
    cancelAnimationFrame(frame);
    frame = 0;
    untouched &&= changed.size === 0;
    let now = state();
    const wrong = !whole || !isFinite_(names.map((one) => now[one]));
    if (wrong || body.hidden) warn(wrong);
    if (wrong) return;
    const further = choose?.(changed, now);
    if (further) {
      model.set(further);
      cancelAnimationFrame(frame); // what that asked for is done here
      frame = 0;
      now = { ...now, ...further };
    }
    changed.clear();
    const computed = compute(now);
    lacking = !computed;
    const results = computed ?? (untouched ? model.get("results") : null);
    if (!results) {
      if (said === null) paint(now, model.get("results")); // opened by a link: not an empty panel
      if (!waiting) loadAndDraw();
      return;
    }
    root.dataset.inputs = JSON.stringify(Object.fromEntries(names.map((one) => [one, now[one]])));
    root.nnbookState = () => ({ ...now, ...results }); // for questions about the panel's state
    for (const [key, value] of Object.entries(results)) show[quantityName(key)]?.(value);
    paint(now, results);
    set({ results: forModel(results) });
    clearTimeout(spoken);
    const text = sentence(now, results);
    if (said === null) said = text; // nobody is told what a panel says before it is touched
    const judged = !led;
    led = false;
    // What is only passed by is neither said nor counts.
    spoken = setTimeout(() => {
      const done = judged ? tasks({ ...now, ...forModel(results) }) : [];
      if (text === said && !done.length) return;
      said = text;
      status.textContent = [text, ...done.map((words) => `Done: ${words}`)].join(" ");
    }, 600);
  }

  const listeners = names.map((one) => [
    `change:${one}`,
    () => {
      changed.add(one);
      frame ||= requestAnimationFrame(update);
    },
  ]);
  for (const [event, listener] of listeners) model.on(event, listener);
  const lead = (values) => {
    set(values);
    led = frame !== 0; // else they are what they were
  };
  const unshare = share({ model, name, ranges, row, root, lead });
  update();
  el.append(root);
  // Who reads on a train may have no network when it is needed. Nobody asked: nothing is said.
  if (lacking) whenIdle(() => fetchLate().catch(() => {}));

  return () => {
    for (const [event, listener] of listeners) model.off(event, listener);
    cancelAnimationFrame(frame);
    clearTimeout(spoken);
    unshare();
    for (const end of ends) end();
    root.remove();
  };
}

// ---- Tasks

/**
 * Show the tasks below all else; returns what judges them. What was done lives as long as the
 * model, and on the site until the reader has it forgotten.
 */
function showTasks({ model, name, root, set, ends }) {
  const asked = model.get("tasks");
  if (!asked.length) return () => [];
  const done = new Set([...model.get("done"), ...keptDone(name)]);
  const [list, judge, forget] = taskList(asked, done, () => {
    set({ done: [...done] });
    keepDone(name, done);
  });
  root.querySelector("[role=status]").before(list);
  const forgotten = () => {
    forget();
    set({ done: [] });
  };
  window.addEventListener("nnbook-forgotten", forgotten);
  ends.push(() => window.removeEventListener("nnbook-forgotten", forgotten));
  return judge;
}

// ---- Links that carry a panel's state, on the built site only

/** A fragment as it was before mail programs and chats encoded it, once or several times. */
function decoded(fragment) {
  let text = fragment;
  for (let times = 0; times < 3; times++) {
    text = text.replace(/(?:%[0-9a-f]{2})+/gi, (bytes) => {
      try {
        return decodeURIComponent(bytes);
      } catch {
        return bytes; // no text in UTF-8
      }
    });
  }
  return text.replaceAll("&amp;", "&");
}

// What a sentence puts behind a link becomes part of its last number: a bracket, a full stop.
const LINKED = /^(-?\d{1,17}(?:\.\d{1,20})?(?:e[-+]?\d{1,3})?)[^\p{L}\p{N}]*$/u;

/**
 * The values in a page's fragment that are for this panel and that a reader could set, or null
 * if there are none. What others have put between them is left out, and what comes twice.
 */
export function parseFragment(fragment, name, place, ranges) {
  if (fragment.length > 10_000) return null;
  const [panel, n, ...pairs] = decoded(fragment).slice(1).split("&");
  if (panel !== `panel=${name}` || n !== `n=${place}`) return null;
  const given = {};
  for (const [key, { low, high, whole, pattern }] of Object.entries(ranges)) {
    const texts = pairs
      .filter((pair) => pair.startsWith(`${key}=`))
      .map((pair) => pair.slice(key.length + 1));
    const linked = pattern === undefined ? LINKED : new RegExp(`^(${pattern})[^\\p{L}\\p{N}]*$`, "u");
    const found = texts.length === 1 ? texts[0].match(linked)?.[1] : undefined;
    const value = Number(found);
    if (pattern !== undefined && found !== undefined) given[key] = found;
    else if (value >= low && value <= high && !(whole && !Number.isInteger(value))) given[key] = value;
  }
  return Object.keys(given).length ? given : null;
}

function share({ model, name, ranges, row, root, lead }) {
  if (globalThis.nnbookSite !== true) return () => {};
  const restore = () => {
    const values = parseFragment(location.hash, name, model.get("place"), ranges);
    if (!values) return;
    lead(values);
    root.dispatchEvent(new Event("nnbook-led", { bubbles: true })); // opens what it is folded in
    requestAnimationFrame(() => root.scrollIntoView({ block: "center" }));
  };
  const address = html("input", {
    class: "np-address",
    readonly: "",
    "aria-label": "Link to this state",
    hidden: "",
  });
  const copy = button("Copy link", async () => {
    const pairs = Object.keys(ranges).map((key) => `${key}=${model.get(key)}`);
    const url = `${location.href.split("#")[0]}#panel=${name}&n=${model.get("place")}&${pairs.join("&")}`;
    try {
      await navigator.clipboard.writeText(url);
      copy.textContent = "Link copied";
      setTimeout(() => (copy.textContent = "Copy link"), 2000);
    } catch {
      // No clipboard here: show the link, ready to be copied by hand.
      address.value = url;
      address.hidden = false;
      address.select();
    }
  });
  row.append(copy, address);
  window.addEventListener("hashchange", restore);
  restore();
  return () => window.removeEventListener("hashchange", restore);
}
