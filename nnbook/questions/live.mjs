// The cards in a kernel, as anywidget renders them.

import { liveTask } from "../exercises/task.mjs";
import { html } from "../panels/draw.mjs";
import { besideAnswer, liveCard, written } from "./card.mjs";

const FOLLOW = "Your guess is kept. Run the cells that follow; the answer stands behind them.";

function question(root, change) {
  root.querySelector("[data-act='show']").remove(); // nothing is folded here
  return liveCard(root, {
    key: () => null,
    say: () => [html("span", {}, FOLLOW)],
    change,
  });
}

function answer(root) {
  root.classList.add("nq-answer");
  return (record) => besideAnswer(root, record?.guess);
}

const task = (root, change) => liveTask(root, { links: false, change });

function render({ model, el }) {
  const root = written(model.get("html")).find((one) => one.nodeType === Node.ELEMENT_NODE);
  const change = (record) => {
    model.set("record", record);
    model.save_changes();
  };
  const { dataset } = root;
  const wake = dataset.answer ? answer : dataset.exercise ? task : question;
  el.classList.add("nq-alive");
  el.append(root);
  const put = wake(root, change);
  const follow = () => put(model.get("record"));
  follow();
  model.on("change:record", follow);
  return () => model.off("change:record", follow);
}

export const live = { render };
