// The two classes of @lumino/widgets that a box of sliders is made of, from their own files.
// The package is one file of docks, menus and palettes that cannot be tree-shaken: with what they
// need in turn, a third of the runtime. Another control that needs more fails the build, which
// names the class.
export { Panel } from "../node_modules/@lumino/widgets/src/panel.ts";
export { Widget } from "../node_modules/@lumino/widgets/src/widget.ts";
