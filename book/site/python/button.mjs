import { html as element } from "../../../nnbook/panels/draw.mjs";

/** A button that looks as those of the cards do. `act` says what it does. */
export const button = (act, words, first = "", type = "button") =>
  element("button", { type, class: `nq-button ${first}`, "data-act": act }, words);
