// The pictures further down come by themselves once all that is read first is there, since who
// reads on a train may have no network when they are near: at the latest two seconds after, on
// a page that is never idle because it trains a network. Not those of panels, in whose place
// the panel stands. On paper those stand too: printed before any other script is there as well.
addEventListener("beforeprint", () => {
  for (const image of document.querySelectorAll("img[loading=lazy]")) image.loading = "eager";
});
addEventListener("load", () => {
  const ask = () => {
    for (const image of document.querySelectorAll("img[loading=lazy]")) {
      if (!image.closest(".panel-static")) image.loading = "eager";
    }
  };
  if (globalThis.requestIdleCallback) requestIdleCallback(ask, { timeout: 2000 });
  else setTimeout(ask);
});
