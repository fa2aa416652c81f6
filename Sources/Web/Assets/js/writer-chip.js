import { h, fill, icon } from "./dom.js";
import { writerName } from "./format.js";
import { state } from "./state.js";

/// The writer in the page's head, a link to what it means.
export class WriterChip extends HTMLElement {
  connectedCallback() {
    state.addEventListener("status", () => this.#show());
    this.#show();
  }

  #show() {
    const { writer } = state.status;
    const isOffline = writer.kind === "offline";
    const [verb, name] = isOffline ? ["Writes", "offline"] : [
      "Writes with",
      writer.model ?? writerName(writer.name),
    ];
    fill(
      this,
      h(
        "a",
        { className: isOffline ? "chip" : "chip model", href: "#/writer" },
        icon("pen"),
        h("span", {}, h("span", { className: "verb" }, `${verb} `), name),
      ),
    );
  }
}
