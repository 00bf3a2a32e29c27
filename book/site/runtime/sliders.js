// What the sliders of ipywidgets lack for a keyboard or a screen reader, and where
// they change a value that nobody moved.

import { place, setText } from "../../../nnbook/panels/draw.mjs";
import { decimal, KEYS, onGrid, scaleOf } from "../../../nnbook/panels/handles.mjs";
import { understood } from "../../../nnbook/questions/numbers.mjs";
import { followFingers } from "./touch.js";

// A name of few letters, like W[0,1] or h: no word that a translator knows.
const SYMBOL = /^\p{L}{0,2}(?:[^\p{L}].*)?$/u;

/** A subclass of ipywidgets' FloatSliderView, FloatLogSliderView or IntSliderView. */
export const accessibleSlider = (View) =>
  class extends View {
    render() {
      super.render();
      // What is wrong with what was typed.
      this.complaint = document.createElement("div");
      this.complaint.className = "nnbook-complaint";
      this.complaint.setAttribute("role", "alert");
      this.el.append(this.complaint);
      this.readout.setAttribute("role", "textbox");
      this.readout.setAttribute("inputmode", this.keypad());
      this.readout.setAttribute("enterkeyhint", "done");
      this.readout.setAttribute("autocapitalize", "off");
      this.readout.spellcheck = false;
      this.readout.translate = false;
      if (SYMBOL.test(this.label.textContent)) this.label.translate = false;
      // The base view listens for "blur" on an ancestor, which it does not reach.
      this.readout.addEventListener("blur", () => this.handleTextChange());
      // The view writes a tooltip that is not there as the word null.
      if (this.model.get("tooltip") === null) this.label.removeAttribute("title");
      const withdraw = () => this.complaint.replaceChildren();
      this.readout.addEventListener("input", withdraw);
      this.listenTo(this.model, "change:value", withdraw);
      this.listenTo(this.model, "change", this.describe);
      // Captured, so that noUiSlider's own keys never see it: they count from the
      // handle's rounded position, and a page of theirs is five steps.
      this.$slider.addEventListener("keydown", (event) => this.pressed(event), true);
      followFingers(this.$slider, (event) => this.grabbed(event));
      this.describe();
    }

    // ipywidgets sets all that it can set, and a new text, for each new value.
    update(options) {
      const value = this.model.get("value");
      const { low, high } = this.limits();
      const changed = Object.keys(this.model.changedAttributes() || {});
      if (String(changed) !== "value" || value < low || value > high) super.update(options);
      else setText(this.readout, this.valueToString(value));
    }

    // ipywidgets measures each readout once it is on the page, which lays the whole page
    // out again for each slider, to style one that overflows. None does.
    readout_overflow() {
      return false;
    }

    createSlider() {
      super.createSlider();
      const slider = this.$slider.noUiSlider;
      // "slide" alone is the reader's doing. See handleSliderUpdateEvent.
      slider.on("slide", (values, handle) => {
        if (this.model.get("continuous_update")) this.move(values[handle]);
      });
      // noUiSlider writes aria values of its own, rounded to one decimal, at each
      // "update"; this listener comes after its own.
      slider.on("update", () => this.describe());
    }

    // noUiSlider snaps any value to the slider's step and reports that as an update,
    // when it is made and whenever the model sets it. ipywidgets writes the snapped
    // number back: 0.47355232 would become 0.47 by being shown. Not here.
    handleSliderUpdateEvent() {}

    // At the end of a drag, a tap, or a key.
    handleSliderChangeEvent(values, handle) {
      this.move(values[handle]);
    }

    pressed(event) {
      const steps = KEYS[event.key];
      if (steps === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      event.stopPropagation();
      if (this.model.get("disabled")) return;
      // Without a step, a hundredth of the range.
      const { min, max, step, value } = this.model.attributes;
      this.move(scaleOf(this.model.attributes).place(value) + steps * (step || (max - min) / 100), null);
    }

    /** Set the model; the handle too, unless `updated_view` says that it moved first. */
    move(at, updated_view = this) {
      const { min, max, step } = this.model.attributes;
      const { value: valueAt } = scaleOf(this.model.attributes);
      const value = this._validate_slide_value(valueAt(onGrid(at, min, max, step)));
      if (value === this.model.get("value")) return;
      this.model.set("value", value, { updated_view });
      this.touch();
    }

    /** What a touch does: on the handle it moves it by as much, beside it brings it there. */
    grabbed(event) {
      const { disabled, min, max, value } = this.model.attributes;
      const box = (element) => element.getBoundingClientRect();
      const { left, width } = box(this.$slider.querySelector(".noUi-base"));
      const handle = event.target.closest(".noUi-handle");
      const held = handle ? event.clientX - (box(handle).left + box(handle).right) / 2 : 0;
      return {
        to: (x, last) => {
          const still = handle && last && x === event.clientX; // a tap on the handle
          if (disabled || still || !(last || this.model.get("continuous_update"))) return;
          this.move(min + ((x - held - left) / width) * (max - min), null);
        },
        back: () => {
          this.model.set("value", value);
          this.touch();
        },
      };
    }

    /** The ends of what a reader may type, and how they are written. */
    limits() {
      const { min, max } = this.model.attributes;
      const { value: valueAt } = scaleOf(this.model.attributes);
      const whole = this.model.get("_model_name") === "IntSliderModel";
      return { low: valueAt(min), high: valueAt(max), whole, show: (value) => this.valueToString(value) };
    }

    // The keypads for numbers lack the minus on phones, and an exponent.
    keypad() {
      const { low, whole } = this.limits();
      if (low < 0 || this.model.get("base")) return "text";
      return whole ? "numeric" : "decimal";
    }

    // Leaving the readout untouched must not round the value to its decimals. What is not
    // understood as a whole changes nothing.
    handleTextChange() {
      const before = this.model.get("value");
      // biome-ignore lint/performance/useDomNodeTextContent: two lines are not one number
      const text = this.readout.innerText.trim();
      if (text === this.valueToString(before)) return;
      const { value = before, why = "" } = understood(text, this.limits());
      this.model.set("value", value);
      this.touch();
      this.readout.textContent = this.valueToString(value);
      this.complaint.textContent = why;
    }

    handleKeyDown(event) {
      if (event.key === "Escape") {
        this.readout.textContent = this.valueToString(this.model.get("value"));
        this.complaint.replaceChildren();
      }
      super.handleKeyDown(event);
    }

    /** Name and value, for screen readers. */
    describe() {
      const handle = this.$slider.querySelector(".noUi-handle");
      if (!handle) return;
      const { description, disabled, max, min, value } = this.model.attributes;
      const { value: valueAt } = scaleOf(this.model.attributes);
      const name = description || "value";
      const attributes = {
        "aria-label": name,
        "aria-valuemin": decimal(valueAt(min)),
        "aria-valuemax": decimal(valueAt(max)),
        "aria-valuenow": decimal(value),
        "aria-valuetext": this.valueToString(value),
        "aria-disabled": Boolean(disabled),
      };
      place(handle, attributes);
      place(this.readout, { "aria-label": `${name}, as a number` });
    }
  };
