// In the place of sanitize-html, with which ipywidgets cleans descriptions that hold
// HTML. The book's hold none, and 60 kB gzipped is much for that; so everything is
// escaped, and a description with a tag shows the tag.
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

export default (text) => text.replace(/[&<>"]/g, (character) => ENTITIES[character]);
