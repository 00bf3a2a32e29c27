// A copied text holds each formula once, as TeX. The page has it twice, as MathML for screen
// readers and as the letters that are seen, and a browser copies both, the fractions of the
// latter fallen to pieces. So while the browser reads what is selected, TeX stands there.
addEventListener("copy", () => {
  const selection = getSelection();
  const formulas = [...document.querySelectorAll(".katex")].filter((one) =>
    selection.containsNode(one, true),
  );
  // A formula of which a part is selected is taken whole.
  for (let at = 0; at < selection.rangeCount && formulas.length; at++) {
    const range = selection.getRangeAt(at);
    for (const formula of formulas) {
      if (formula.contains(range.startContainer)) range.setStartBefore(formula);
      if (formula.contains(range.endContainer)) range.setEndAfter(formula);
    }
  }
  const stead = formulas.map((formula) => {
    const sign = formula.closest(".katex-display") ? "$$" : "$";
    const tex = formula.querySelector("annotation").textContent.trim();
    return Object.assign(document.createElement("span"), { textContent: sign + tex + sign });
  });
  formulas.forEach((formula, at) => formula.replaceWith(stead[at]));
  const back = () => stead.forEach((tex, at) => tex.replaceWith(formulas[at]));
  // The browser reads at once when this listener is done, and draws afterwards.
  setTimeout(back);
});
