import { h, icon } from "./dom.js";
import { keep } from "./state.js";

const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

/// Switches between light and dark; the system's own choice is kept as "no choice".
export class ThemeToggle extends HTMLElement {
  #button = h(
    "button",
    { type: "button", onclick: () => this.#choose(!this.#isDark) },
    icon("moon"),
    h("span", { className: "unseen" }, "Dark colours"),
  );

  connectedCallback() {
    this.append(this.#button);
    systemIsDark.addEventListener("change", () => this.#show());
    this.#show();
  }

  get #isDark() {
    const chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === "dark" : systemIsDark.matches;
  }

  #choose(dark) {
    const root = document.documentElement;
    if (dark === systemIsDark.matches) delete root.dataset.theme;
    else root.dataset.theme = dark ? "dark" : "light";
    keep("theme", root.dataset.theme ?? null);
    this.#show();
  }

  #show() {
    this.#button.setAttribute("aria-pressed", String(this.#isDark));
  }
}
