import { fill, h, icon } from "./dom.js";
import { get, remove } from "./api.js";
import { keyDialog } from "./key-dialog.js";
import { dayKey, nextTime } from "./format.js";
import { Panel } from "./panel.js";
import { state } from "./state.js";
import { sureButton } from "./sure-button.js";
import { toast } from "./toast.js";

/// One's API keys: what each may do and when it was used; made and deleted here.
export class KeyList extends Panel {
  static reloadOn = ["sessions"];
  static freshOnArrival = true;

  build() {
    if (!state.hasAccounts) return;
    const add = h("button", { type: "button", onclick: () => keyDialog(() => this.reload()) }, icon("plus"), "Make a key");
    const about = h("p", {}, "For programs that work in your name, see ", h("a", { href: "/docs" }, "the API"), ".");
    this.append(h("header", {}, h("h2", {}, "API keys"), add, about), this.body);
  }

  async fetchData() {
    return state.hasAccounts ? (await get("/api/v1/api-keys")).items : null;
  }

  show(keys) {
    if (!keys) return;
    const list = h("ul", { className: "entries" }, keys.map((key) => this.#row(key)));
    fill(this.body, keys.length ? list : h("p", { className: "empty" }, "No keys yet."));
  }

  #row(key) {
    const away = sureButton({
      label: "Delete",
      sure: "Delete for good?",
      name: `the key ${key.name}`,
      act: () => this.#delete(key),
    });
    return h(
      "li",
      { "data-row": key.id },
      h(
        "div",
        {},
        h("h3", {}, key.name),
        h("p", { className: "small" }, h("code", {}, `${key.prefix}…`), ` may ${key.scopes.join(", ")}`),
        h("p", { className: "small soft numbers" }, [used(key), expiry(key)].join(" · ")),
      ),
      away,
    );
  }

  async #delete(key) {
    try {
      await remove(`/api/v1/api-keys/${key.id}`);
      toast(`The key ${key.name} counts no more.`);
    } catch (error) {
      toast(error.message);
    }
    this.reload();
  }
}

const used = ({ last_used_at: last }) => (last ? `last used ${nextTime(last)}` : "not used yet");

function expiry({ expires_at: end }) {
  if (!end) return "does not end";
  return Date.parse(end) < Date.now() ? "has ended" : `ends on ${dayKey(end)}`;
}
