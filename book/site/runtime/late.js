// What comes late: bytes in scripts of their own, which a page names in templates. Panels take
// arrays so, and the coding exercises their cases and Python. A script and no `fetch`, since a page
// that is opened as a file may load nothing else. Panels and questions come in bundles of their
// own, each of which holds this: the one that runs first serves both.

const waiting = new Map(); // by file: what takes over the parts when the script runs
const known = new Map(); // by file: the promise of its arrays

globalThis.nnbookData ??= (file, parts) => waiting.get(file)?.(parts);

/** The bytes of each array of a file, by name. */
globalThis.nnbookLoad ??= (file) => {
  if (!known.has(file)) {
    const coming = run(file).then(unpack);
    known.set(file, coming);
    coming.catch(() => known.delete(file)); // who asks again gets another try
  }
  return known.get(file);
};

function run(file) {
  return new Promise((resolve, reject) => {
    const tags = [...document.querySelectorAll("template.nn-late")].map(({ content }) => content);
    const named = tags.find((one) => one.querySelector("script").getAttribute("src").includes(file));
    if (!named) throw new Error(`no tag names ${file}`);
    const script = document.importNode(named, true).querySelector("script");
    const done = (settle, value) => {
      waiting.delete(file);
      script.remove(); // a page that is saved now loads it again when it is needed
      settle(value);
    };
    waiting.set(file, (parts) => done(resolve, parts));
    script.addEventListener("error", () => done(reject, new Error(`${file} did not come`)));
    script.addEventListener("load", () => done(reject, new Error(`${file} holds something else`)));
    document.head.append(script);
  });
}

async function unpack(parts) {
  const made = Object.entries(parts).map(async ([name, text]) => {
    const packed = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
    return [name, new Uint8Array(await new Response(stream).arrayBuffer())];
  });
  return Object.fromEntries(await Promise.all(made));
}
