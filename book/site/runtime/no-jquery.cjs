// In the place of jQuery, of which the runtime's libraries use this much: Backbone, the
// base view and the box wrap an element and read it back, and anywidget empties it. (The
// views' events go through base's NativeView, without jQuery.) Another control that needs
// more fails loudly: then `jquery` comes back in build.mjs, 25 kB gzipped.
module.exports = $;

function $(element) {
  if (!(this instanceof $)) return new $(element);
  this[0] = element;
}

$.prototype.empty = function () {
  this[0].replaceChildren();
  return this;
};
