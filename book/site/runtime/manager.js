// The widget manager of the built site: no kernel, no comms, three modules of classes.
//
// It takes the place of @jupyter-widgets/html-manager, which brings require.js, a
// CDN loader and every widget there is.

import anywidget from "virtual:anywidget";
import * as base from "@jupyter-widgets/base";
import { ManagerBase } from "@jupyter-widgets/base-manager";
// By file, since the package's index cannot be tree-shaken (it calls `require` for
// its version). A chapter that wants another control adds its file here.
import * as box from "@jupyter-widgets/controls/lib/widget_box";
import * as description from "@jupyter-widgets/controls/lib/widget_description";
import * as float from "@jupyter-widgets/controls/lib/widget_float";
import * as int from "@jupyter-widgets/controls/lib/widget_int";
import * as link from "@jupyter-widgets/controls/lib/widget_link";
import { accessibleSlider } from "./sliders.js";
import { turn } from "./turns.js";

const MODULES = {
  "@jupyter-widgets/base": base,
  "@jupyter-widgets/controls": {
    ...box,
    ...description,
    ...float,
    ...int,
    ...link,
    FloatSliderView: accessibleSlider(float.FloatSliderView),
    FloatLogSliderView: accessibleSlider(float.FloatLogSliderView),
    IntSliderView: accessibleSlider(int.IntSliderView),
  },
  anywidget: anywidget(base),
};

export class SiteManager extends ManagerBase {
  // Before each model and each view that is made: a panel is some thirty of both.
  async loadClass(className, moduleName) {
    await turn();
    const found = MODULES[moduleName]?.[className];
    if (!found) throw new Error(`the site's runtime has no ${className} of ${moduleName}`);
    return found;
  }

  // No kernel: no comms to find again, and none to open.
  async _get_comm_info() {
    return {};
  }

  async _create_comm() {
    throw new Error("the built site has no kernel");
  }
}

/** Whether `view`, or any view inside it, stands for a widget that failed. */
export async function hasFailed(view) {
  if (view instanceof base.ErrorWidgetView) return true;
  const children = await Promise.all(view.children_views?.views ?? []);
  return (await Promise.all(children.map(hasFailed))).includes(true);
}
