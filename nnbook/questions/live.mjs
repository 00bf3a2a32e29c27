// The cards in a kernel, as anywidget renders them.
import { html } from "../panels/draw.mjs";
import { besideAnswer, liveCard, written } from "./card.mjs";

const FOLLOW = "Your guess is kept. Run the cells that follow; the answer stands behind them.";

function render({ model, el }) {
  const [root] = written(model.get("html")).filter((one) => one.nodeType === Node.ELEMENT_NODE);
  const guess = () => model.get("guess");
  el.classList.add("nq-alive");
  el.append(root);
  let follow;
  if (root.dataset.answer) {
    root.classList.add("nq-answer");
    follow = () => besideAnswer(root, guess());
  } else {
    root.querySelector("[data-act='show']").remove(); // nothing is folded here
    const show = liveCard(root, {
      key: () => null,
      say: () => [html("span", {}, FOLLOW)],
      change(record) {
        model.set("guess", record?.guess ?? null);
        model.save_changes();
      },
    });
    follow = () => show(guess() === null ? null : { guess: guess() });
  }
  follow();
  model.on("change:guess", follow);
  return () => model.off("change:guess", follow);
}

export default { render };
