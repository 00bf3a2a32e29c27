// What can wait until all that is read first is there: the panels' runtime, and the pictures
// further down, which come by themselves since who reads on a train may have no network when
// they are near. Not those of panels, in whose place the panel stands.
addEventListener("load", () => {
  const runtime = document.getElementById("nn-runtime");
  if (runtime) document.head.append(document.importNode(runtime.content, true));
  const later = globalThis.requestIdleCallback ?? setTimeout;
  later(() => {
    for (const image of document.querySelectorAll("img[loading=lazy]")) {
      if (!image.closest(".panel-static")) image.loading = "eager";
    }
  });
});
