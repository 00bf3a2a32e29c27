// Loads the panels' runtime when all that is read first is there. A file of its own, so that a
// page whose other scripts are blocked or throw still has its panels, and the other way.
addEventListener("load", () => {
  if (globalThis.nnbookSite) return; // a page that was saved while it was open: it names the runtime
  const src = document.querySelector("[data-runtime]").dataset.runtime;
  document.head.append(Object.assign(document.createElement("script"), { src }));
  // A line that stalls says nothing: after a while the pictures stand in.
  setTimeout(() => {
    if (!globalThis.nnbookSite) document.documentElement.classList.remove("nn-scripts");
  }, 3000);
});
