import { fill, h } from "./dom.js";
import { get, remove } from "./api.js";
import { busy } from "./busy.js";
import { clientName } from "./client-name.js";
import { nextTime } from "./format.js";
import { Panel } from "./panel.js";
import { forgetAndLeave } from "./signed-out.js";
import { state } from "./state.js";
import { sureButton } from "./sure-button.js";
import { toast } from "./toast.js";

/// Where one is signed in: each session can be ended, and all at once.
export class SessionList extends Panel {
  static reloadOn = ["sessions"];
  static freshOnArrival = true;

  build() {
    if (!state.hasAccounts) return;
    const everywhere = sureButton({
      label: "Sign out everywhere",
      sure: "Sign out here too?",
      act: () => this.#act(() => remove("/api/v1/sessions").then(forgetAndLeave)),
    });
    this.append(h("header", {}, h("h2", {}, "My sessions"), everywhere), this.body);
  }

  async fetchData() {
    return state.hasAccounts ? (await get("/api/v1/sessions")).items : [];
  }

  show(sessions) {
    const here = sessions.filter((session) => session.is_current);
    const others = sessions.filter((session) => !session.is_current);
    fill(this.body, h("ul", { className: "entries" }, [...here, ...others].map((session) => this.#row(session))));
  }

  #row(session) {
    const name = session.kind === "api" ? `A program: ${session.client ?? "without a name"}` : clientName(session.client);
    const end = h("button", { type: "button", "aria-label": `End the session of ${name}` }, "End");
    end.addEventListener("click", () => busy(end, () => this.#end(session, name)));
    return h(
      "li",
      { "data-row": session.id },
      h(
        "div",
        {},
        h("h3", {}, name, session.is_current && h("span", { className: "tag" }, "this one")),
        h("p", { className: "small soft numbers" }, [session.address, `last used ${nextTime(session.last_used_at)}`].filter(Boolean).join(" · ")),
      ),
      !session.is_current && end,
    );
  }

  #end(session, name) {
    return this.#act(async () => {
      await remove(`/api/v1/sessions/${session.id}`);
      toast(`${name} is signed out.`);
      await this.reload();
    });
  }

  async #act(action) {
    try {
      await action();
    } catch (error) {
      toast(error.message);
    }
  }
}
