import { h, fill } from "./dom.js";
import { remove } from "./api.js";
import { keep, kept, state } from "./state.js";
import { sureButton } from "./sure-button.js";
import { toast } from "./toast.js";

/// Says that the business on show is a sample, and takes it out, for those who may set up the workspace.
export class SampleBanner extends HTMLElement {
  connectedCallback() {
    if (!state.status.sample || !state.may("configure") || kept("sample-banner") === "closed") return;
    fill(
      this,
      h(
        "div",
        { role: "region", "aria-label": "Sample business" },
        h("p", {}, "You are looking at a sample business. It can go at any time; what you added stays."),
        sureButton({ label: "Remove the sample", sure: "Remove all of it?", className: "quiet", act: () => this.#takeOut() }),
        h("button", { type: "button", className: "quiet", onclick: () => this.#close() }, "Hide"),
      ),
    );
  }

  async #takeOut() {
    try {
      await remove("/api/v1/sample");
      location.reload();
    } catch (error) {
      toast(error.message);
    }
  }

  #close() {
    keep("sample-banner", "closed");
    fill(this);
  }
}
