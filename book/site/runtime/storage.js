// What the scripts of the theme and of Sphinx keep data in: assets.mjs puts these names in the
// place of localStorage and sessionStorage. Where a browser gives none, or takes nothing (cookies
// blocked, a sandboxed frame, no room left), a page remembers for as long as it is open.
const storageOf = (name) => {
  const known = new Map();
  const attempt = (act) => {
    try {
      return act(globalThis[name]);
    } catch {
      return null;
    }
  };
  return {
    getItem: (key) => known.get(key) ?? attempt((kept) => kept.getItem(key)),
    setItem(key, value) {
      known.set(key, String(value));
      attempt((kept) => kept.setItem(key, value));
    },
    removeItem(key) {
      known.delete(key);
      attempt((kept) => kept.removeItem(key));
    },
  };
};
globalThis.nnLocalStorage = storageOf("localStorage");
globalThis.nnSessionStorage = storageOf("sessionStorage");
