// Pictures of 28 x 28 numbers, which panels take from Python as bytes.
import { html } from "./draw.mjs";
import { SIDE } from "./maths.mjs";

/** The numbers of one picture among several that lie one after the other. */
export const pictureOf = (values, k) => values.slice(SIDE * SIDE * k, SIDE * SIDE * (k + 1));

export const canvas = (label) =>
  html("canvas", { width: SIDE, height: SIDE, role: "img", "aria-label": label });

/** Draw 28 x 28 numbers into a canvas; `paint` turns one into red, green, blue. */
export function paintImage(canvas, values, paint) {
  const image = new ImageData(SIDE, SIDE);
  const { data } = image;
  for (let k = 0; k < values.length; k++) {
    const [red, green, blue] = paint(values[k]);
    data[4 * k] = red;
    data[4 * k + 1] = green;
    data[4 * k + 2] = blue;
    data[4 * k + 3] = 255;
  }
  canvas.getContext("2d").putImageData(image, 0, 0);
}

function mix(share, [red, green, blue]) {
  const part = (full) => Math.round(255 + (full - 255) * share);
  return [part(red), part(green), part(blue)];
}

/** From white, 0, to black, 1. */
export const inkOf = (share) => mix(Math.max(0, Math.min(1, share)), [0, 0, 0]);

/** From blue, -1, through white, 0, to red, 1. */
export const heatOf = (share) => mix(Math.abs(share), share > 0 ? [178, 40, 20] : [0, 90, 160]);
