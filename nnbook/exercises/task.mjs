// The card of an exercise: a form, a verdict, hints. A verdict is the one that check gives in a
// kernel: see _answers.py.
import { html, minus } from "../panels/draw.mjs";
import { written } from "../questions/card.mjs";
import { typed } from "../questions/fields.mjs";

const said = ({ message, see }) => ({ right: false, message, see });

function near({ atol, rtol }, mine, other, times = 1) {
  return mine === other || Math.abs(mine - other) <= times * (atol + rtol * Math.abs(other));
}

/** The misconception whose numbers these are, with that many times the tolerance. */
function slipOf(known, got, times = 1) {
  return known.misconceptions.find(({ wrong }) =>
    wrong.every((one, k) => one === null || near(known, got[k], Number(one), times)),
  );
}

function numbers(known, got) {
  const rights = known.right.map(Number);
  const good = got.map((one, k) => near(known, one, rights[k]));
  if (good.every(Boolean)) return { right: true };
  const slip = slipOf(known, got);
  if (slip) return said(slip);
  const close = got.every((one, k) => near(known, one, rights[k], known.nearly));
  const like = !close && !good.some(Boolean) && slipOf(known, got, known.nearly);
  if (like) return said({ ...like, message: `Perhaps this: ${like.message}` });
  const shares = rights.some(Boolean) && rights.every((one) => Math.abs(one) <= 1);
  if (shares && got.every((one, k) => near(known, one / 100, rights[k])))
    return said({ message: "That is right in per cent. The number itself is a hundredth of it." });
  const wrong = got.flatMap((one, k) => (good[k] ? [] : [[one, rights[k]]]));
  const nearly =
    known.atol + known.rtol > 0 && wrong.every(([mine, other]) => near(known, mine, other, known.nearly));
  if (good.some(Boolean)) {
    const these = good.flatMap((one, k) => (one ? [k + 1] : [])).join(", ");
    const more = nearly ? " The rest nearly: was something rounded too early, or are digits missing?" : "";
    return said({ message: `Right so far: number ${these}.${more}` });
  }
  if (nearly) return said({ message: "Nearly. Was something rounded too early, or are digits missing?" });
  const sorted = (numbers) => [...numbers].sort((a, b) => a - b);
  const ordered = sorted(rights);
  if (sorted(got).every((one, k) => near(known, one, ordered[k])))
    return said({ message: "These are the right numbers, in another order." });
  return said({ message: good.length === 1 ? "That is not it." : "None of them is right." });
}

const same = (a, b) => a.length === b.length && a.every((one) => b.includes(one));

function choice(known, chosen) {
  if (same(chosen, known.right)) return { right: true };
  const slip = known.misconceptions.find(({ wrong }) => same(chosen, wrong));
  if (slip) return said(slip);
  const missing = known.right.some((one) => !chosen.includes(one));
  const many = chosen.some((one) => !known.right.includes(one));
  const parts = [...(missing ? ["something is missing"] : []), ...(many ? ["something is too much"] : [])];
  const text = parts.join(" and ");
  return said({ message: `${text[0].toUpperCase()}${text.slice(1)}.` });
}

const JUDGES = { numbers, choice };

/** What an answer comes to: { right }, or with a message and where the matter is explained. */
export const judge = (kind, known, answer) => JUDGES[kind](known, answer);

function readNumbers(inputs) {
  const found = inputs.map((one) => typed(one.value, { infinite: true }));
  const k = found.findIndex(({ why }) => why);
  if (k < 0) return { answer: found.map(({ value }) => value) };
  inputs[k].focus();
  const some = found.some(({ why }) => !why);
  return { why: some && !inputs[k].value.trim() ? "Type a number into each field." : found[k].why };
}

function readChoice(inputs, { options }) {
  const answer = options.filter((_, k) => inputs[k].checked);
  // Of boxes none may be the answer.
  return answer.length || inputs[0].type === "checkbox" ? { answer } : { why: "Choose one first." };
}

const READ = { numbers: readNumbers, choice: readChoice };

/** Put an answer into the form; null empties it. */
function write(inputs, kind, known, answer) {
  inputs.forEach((one, k) => {
    if (kind === "choice") one.checked = answer?.includes(known.options[k]) ?? false;
    else one.value = answer ? minus(String(answer[k])).replace("Infinity", "∞") : "";
  });
}

/** What is kept may be of another edition: whether it is an answer to this exercise. */
function fits(kind, known, answer) {
  if (!Array.isArray(answer)) return false;
  if (kind === "choice") return answer.every((one) => known.options.includes(one));
  return answer.length === known.right.length && answer.every((one) => typeof one === "number");
}

/**
 * Bring a card to life. `host.links` says whether where a matter is explained can be linked to;
 * `host.change(record)` is called with { answer, right } when an answer was checked.
 *
 * Returns the function that puts the card into the state of a record, or of none.
 */
export function liveTask(root, host) {
  const { kind } = root.dataset;
  const known = JSON.parse(root.querySelector("script[type='application/json']").textContent);
  openHints([...root.querySelectorAll(".nq-hint")]);
  const form = root.querySelector("form");
  if (!form) return () => {}; // a program: an editor's business
  const inputs = [...root.querySelectorAll("input")];
  const status = root.querySelector(".nq-status");

  function say({ right, message, see }) {
    status.replaceChildren(html("strong", {}, right ? "Right." : "Not yet."));
    if (message) status.append(" ", ...written(message));
    if (see) {
      const where = host.links ? html("a", { href: see.link }) : html("em");
      where.append(...written(see.section));
      status.append(
        " Explained under ",
        where,
        host.links && !onPage(see.link) ? " in another chapter." : ".",
      );
    }
    root.dataset.verdict = right ? "right" : "wrong";
    root.dataset.state = "committed";
  }
  function open() {
    status.replaceChildren();
    delete root.dataset.verdict;
    root.dataset.state = "open";
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { answer, why } = READ[kind](inputs, known);
    if (why) {
      open();
      status.textContent = why;
      return;
    }
    const found = judge(kind, known, answer);
    say(found);
    host.change({ answer, right: found.right });
  });
  form.addEventListener("input", open);

  return (record) => {
    const { answer } = record ?? {};
    if (fits(kind, known, answer)) {
      write(inputs, kind, known, answer);
      say(judge(kind, known, answer));
    } else {
      write(inputs, kind, known, null);
      open();
    }
  };
}

/** Whether a place is on the page that is open, however a server writes its address. */
function onPage(link) {
  const page = link.replace(/\.html#.*/, "");
  return new RegExp(`/${page}(?:\\.html|/)?$`).test(location.pathname);
}

/** One after the other: the second is offered when the first has been opened. */
function openHints([first, ...others]) {
  for (const one of others) one.hidden = !first.open;
  first.addEventListener("toggle", () => {
    for (const one of others) one.hidden = !(first.open || one.open);
  });
}
