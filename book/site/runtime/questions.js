// The questions of a page: their cards, what they fold, and what is kept of the answers.
//
// Kept in this browser alone, under one name: { off: true } for who reads without questions, and
// `of`, by question: { guess, right, missed } or { shown: true }, and what was said; exercises and the tasks of panels
// have their entries there too. The script in layout.html reads
// it too, to fold before the first paint.

import { liveTask } from "../../../nnbook/exercises/task.mjs";
import { html } from "../../../nnbook/panels/draw.mjs";
import { besideAnswer, ended, liveCard, saidOf, written } from "../../../nnbook/questions/card.mjs";
import { fits, verdict } from "../../../nnbook/questions/verdict.mjs";
import "../python/begin.mjs";
import "./questions.css";

const NAME = "nnbook-questions";
const root = document.documentElement;

/** What is kept, as it is now: another window may have changed it. */
function kept() {
  try {
    const { off, of } = JSON.parse(localStorage.getItem(NAME)) ?? {};
    return { off: off === true, of: typeof of === "object" && of ? of : {} };
  } catch {
    return { off: false, of: {} }; // something else, by that name
  }
}

function keep(change) {
  const all = kept();
  change(all);
  localStorage.setItem(NAME, JSON.stringify(all));
}

const button = (act, label, what) => {
  const made = html("button", { type: "button", class: "nq-button", "data-act": act }, label);
  made.addEventListener("click", what);
  return made;
};

/** A question of this page: its card, what it folds, its answer. */
class Question {
  constructor(card) {
    this.card = card;
    this.name = card.dataset.question;
    this.fold = document.querySelector(`[data-answer-of="${this.name}"]`);
    this.answer = document.querySelector(`[data-answer="${this.name}"]`);
    this.key = JSON.parse(this.answer.dataset.key);
    this.lines = JSON.parse(card.querySelector("[data-chart]")?.dataset.chart ?? "{}").lines;
    this.put = liveCard(card, {
      key: () => this.key,
      say: (record) => this.say(record),
      change: (record) => this.change(record),
    });
  }

  /** What is kept of it, if that still makes sense. */
  record() {
    const found = kept().of[this.name];
    if (found?.shown === true) return { shown: true };
    return found && fits(this.key, found.guess) ? found : null;
  }

  say({ guess }) {
    const below = [
      "Below is what happens, then ",
      html("a", { href: `#${this.answer.id}` }, "the answer"),
      ".",
    ];
    if (guess === undefined) return below;
    const { right, words } = verdict(this.key, guess);
    return [
      "You said: ",
      ...written(ended(words)),
      right ? " So it is. " : " It comes out otherwise. ",
      ...below,
    ];
  }

  change(record) {
    const { guess } = record ?? {};
    if (guess !== undefined) {
      const { right } = verdict(this.key, guess);
      record = { guess, right, missed: !right };
    }
    this.open(record);
    keep(({ of }) => {
      if (record) of[this.name] = { ...record, ...this.said() };
      else delete of[this.name];
    });
    end();
  }

  /** What is said of it now, as text: it has its place before this script runs, see layout.html. */
  said() {
    const yours = this.answer.querySelector(".nq-yours");
    const lines = yours && [...yours.querySelectorAll(":scope > p")].map(({ textContent }) => textContent);
    const chart = yours?.querySelector(".np-plot") && this.card.querySelector(".nq-chart").className;
    return {
      said: this.card.querySelector(".nq-status").textContent,
      ...(yours && { beside: { lines, chart } }),
    };
  }

  /** Fold, or show what is folded and what had been guessed. */
  open(record) {
    if (record) this.fold.removeAttribute("hidden");
    else this.fold.setAttribute("hidden", "until-found");
    besideAnswer(this.answer, record?.guess, this.lines);
  }

  /** As it is kept. */
  restore(off) {
    const record = this.record() ?? (off ? { shown: true } : null);
    this.put(record);
    this.open(record);
  }

  /** For who was led here by a link or a search: nothing is kept of that. */
  reveal() {
    if (!this.fold.hasAttribute("hidden")) return;
    this.put({ shown: true });
    this.open({ shown: true });
  }
}

let questions = [];
let tasks = []; // what puts each exercise into the state that is kept

function liveExercise(card) {
  const name = card.dataset.exercise;
  const change = (record) => keep(({ of }) => (of[name] = record));
  const put = liveTask(card, { links: true, change });
  return () => put(kept().of[name]);
}

const place = document.querySelector(".nq-end");

function missed() {
  const { of } = kept();
  return questions.filter(({ name }) => of[name]?.missed === true);
}

/** A second card for a question that was missed: its answer is said at once. */
function askAgain(question) {
  const card = question.card.cloneNode(true);
  const key = question.key;
  delete card.dataset.question;
  card.dataset.again = question.name;
  for (const one of card.querySelectorAll("input[type=radio]")) one.name = `${question.name}-again`;
  card.querySelector("[data-act='show']").remove();
  card.querySelector(".nq-note")?.remove();
  const back = html("a", { href: `#${question.name}` }, "Back to where it stands");
  liveCard(card, {
    key: () => key,
    say: ({ guess }) => [...saidOf(key, guess), html("p", {}, back, ".")],
    change(record) {
      if (!record) return;
      if (!verdict(key, record.guess).right) return;
      keep(({ of }) => {
        if (of[question.name]) of[question.name].missed = false;
      });
      sayHowMany();
    },
  });
  return card;
}

let howMany;
function sayHowMany() {
  const records = questions.map((one) => one.record()).filter((one) => one?.guess !== undefined);
  const right = records.filter((one) => one.right).length;
  const open = missed().length;
  howMany.textContent =
    `You have answered ${records.length} of ${questions.length} questions here, ${right} as it came out.` +
    (open || right === records.length ? "" : " What you missed you have answered since.");
}

/** What stands at the chapter's end: what was missed, and how to forget. */
function end() {
  if (!place) return;
  const { off, of } = kept();
  place.replaceChildren();
  if (off || !Object.keys(of).length) return;
  const again = missed();
  if (again.length)
    place.append(
      html("h2", {}, "Once more"),
      html("p", {}, "These came out otherwise than you said. What do you say now?"),
      ...again.map(askAgain),
    );
  howMany = html("p", { role: "status" });
  place.append(
    howMany,
    html("p", { class: "nq-row" }, button("forget-all", "Forget all I have done in this book", forgetAll)),
  );
  sayHowMany();
}

function forgetAll() {
  keep((all) => (all.of = {}));
  dispatchEvent(new Event("nnbook-forgotten")); // what panels keep by the same name
  refresh();
  questions[0].card.querySelector("legend").scrollIntoView({ block: "center" });
  questions[0].card.querySelector("input, select, [tabindex='0'], button").focus({ preventScroll: true });
}

/** The switch, in the first card of a page. */
function turn() {
  const off = !kept().off;
  keep((all) => (all.off = off));
  refresh();
}

function refresh() {
  const { off } = kept();
  root.classList.toggle("nn-asks-not", off);
  for (const one of questions) one.restore(off);
  for (const put of tasks) put();
  for (const one of document.querySelectorAll("[data-act='off']"))
    one.textContent = off ? "Ask me the questions" : "Read without questions";
  end();
}

const foldsOf = (element) => questions.filter(({ fold }) => fold.contains(element));

function follow() {
  const id = location.hash.slice(1);
  let target = document.getElementById(id);
  try {
    target ??= document.getElementById(decodeURIComponent(id));
  } catch {
    return; // a percent sign that encodes nothing
  }
  const found = target ? foldsOf(target).filter(({ fold }) => fold.hasAttribute("hidden")) : [];
  for (const one of found) one.reveal();
  if (found.length) target.scrollIntoView();
}

// layout.html has set these, unless the host forbids such a script: then it is folded late.
root.classList.add("nn-asks");
root.classList.toggle("nn-findable", "onbeforematch" in root);
questions = [...document.querySelectorAll("[data-question]")].map((card) => new Question(card));
for (const one of questions) one.fold.addEventListener("beforematch", () => one.reveal());
for (const one of document.querySelectorAll("[data-act='off']")) one.addEventListener("click", turn);
tasks = [...document.querySelectorAll("[data-exercise]")].map(liveExercise);
refresh();
follow();
globalThis.nnQuestions = true; // else layout.html opens all
addEventListener("hashchange", follow);
addEventListener("nnbook-led", ({ target }) => foldsOf(target).forEach((one) => one.reveal()));
addEventListener("storage", ({ key }) => key === NAME && refresh());
// What a search on the site has found is marked a moment after the page is read.
setTimeout(() => {
  for (const word of document.querySelectorAll(".bd-article .highlighted"))
    for (const one of foldsOf(word)) one.reveal();
}, 20);
