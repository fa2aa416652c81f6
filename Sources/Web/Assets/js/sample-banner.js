import { h, fill } from "./dom.js";
import { keep, kept, state } from "./state.js";

/// Says that the business on show is a sample, and how to be rid of it, to those who may set up the workspace.
export class SampleBanner extends HTMLElement {
  connectedCallback() {
    if (!state.status.sample || !state.may("configure") || kept("sample-banner") === "closed") return;
    const words = h(
      "p",
      {},
      "You are looking at a sample business. ",
      h("code", {}, "crm-agent sample remove"),
      " clears it and keeps what you added.",
    );
    fill(
      this,
      h(
        "div",
        { role: "region", "aria-label": "Sample business" },
        words,
        h("button", { type: "button", className: "quiet", onclick: () => this.#close() }, "Hide"),
      ),
    );
  }

  #close() {
    keep("sample-banner", "closed");
    fill(this);
  }
}
