// The form in which a reader makes up an input: what it asks for, reads, and says.
import { html as element } from "../../../nnbook/panels/draw.mjs";
import { button } from "./button.mjs";
import { tuple } from "./numbers.mjs";
import { arrayOf, ends } from "./typed.mjs";

const code = (text) => element("code", { translate: "no" }, text);
/** The label stands before its field: the words of a choice within it would be part of its name. */
function labelled(name, field) {
  field.id = `nn-try-${name}`;
  return element("div", { class: "nn-field" }, element("label", { for: field.id }, code(name)), field);
}

/** `about` is what nnbook_site/breaking.py writes of a function: its form_of. */
export function formOf(about, { send, stop }) {
  const { function: name, arguments: names, choices, begin } = about;
  const [howId, statusId] = [`nn-try-${name}-how`, `nn-try-${name}-status`];
  const fields = names.map((one, k) =>
    element("input", {
      type: "text",
      name: one,
      value: begin.arrays[k],
      autocapitalize: "off",
      spellcheck: "false",
      translate: "no",
      "aria-describedby": howId,
    }),
  );
  const options = Object.entries(choices).map(([one, words]) => element("option", { value: one }, words));
  const choice = element("select", { name: "f", translate: "no" }, ...options);
  if (begin.choice) choice.value = begin.choice;
  const tries = button("try", "Try this input", "nq-first", "submit");
  const stops = button("stop", "Stop");
  stops.hidden = true;
  const status = element("div", { class: "nq-status", role: "status", id: statusId });
  const box = element(
    "form",
    { class: "nq nn-try", autocomplete: "off", novalidate: "", "data-state": "open" },
    element(
      "fieldset",
      {},
      element("legend", {}, "An input of your own for ", code(name)),
      ...(options.length ? [labelled("f", choice)] : []),
      ...fields.map((field, k) => labelled(names[k], field)),
      element("p", { class: "nq-how", id: howId }, ...wanted(about)),
      element("p", { class: "nq-row" }, tries, stops),
      status,
    ),
  );
  box.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  stops.addEventListener("click", stop);

  /** The state is "wrong", "running", "stopped" or "done". A card that is not open has no button. */
  function say(state, ...words) {
    box.dataset.run = state;
    if (state === "wrong") box.dataset.verdict = "wrong";
    else delete box.dataset.verdict;
    status.replaceChildren(element("p", {}, ...words));
  }

  /** What is typed, all of it; or null, and it is said what is wrong. */
  function read() {
    const found = fields.map((field) => arrayOf(field.value, about));
    const [{ shape: first }] = found;
    const other = found.findIndex(({ shape }) => first && shape && tuple(shape) !== tuple(first));
    if (other > 0) {
      const its = tuple(found[other].shape);
      found[other] = { why: `It must have the shape of ${names[0]}, ${tuple(first)}, and has ${its}.` };
    }
    const wrong = found.findIndex(({ why }) => why);
    for (const [k, field] of fields.entries()) {
      field.setAttribute("aria-invalid", String(k === wrong));
      field.setAttribute("aria-describedby", k === wrong ? `${statusId} ${howId}` : howId);
    }
    if (wrong < 0) return { choice: choice.value, given: found.map(({ nested }) => nested) };
    say("wrong", code(names[wrong]), `: ${found[wrong].why} Nothing was run.`);
    fields[wrong].focus();
    return null;
  }

  function busy(on) {
    if (!on && document.activeElement === stops) tries.focus();
    tries.setAttribute("aria-disabled", String(on));
    stops.hidden = !on;
  }
  return { box, read, say, busy };
}

/** What is taken, in words. */
function wanted({ axes, most, arguments: names, ...limits }) {
  const [low, high] = ends(limits);
  const more = axes > 2 ? ", and so on" : "";
  const each = names.length > 1 ? " each, in the same shape" : "";
  return [
    ...["One row is written as ", code("[1, 2]"), ", several as ", code("[[1, 2], [3, 4]]"), `${more}. `],
    ...[`At most ${most} numbers${each}, from `, code(low), " to ", code(high), "; "],
    ...[code("1/3"), " and ", code("1e-3"), " are numbers too. "],
    "MicroPython runs the programs in this page: nothing is sent anywhere.",
  ];
}
