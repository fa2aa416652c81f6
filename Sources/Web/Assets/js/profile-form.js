import { h, fill, freshID } from "./dom.js";
import { get, post } from "./api.js";
import { busy } from "./busy.js";
import { clearFaults, field, lines, showFaults } from "./fields.js";
import { Panel } from "./panel.js";
import { changeableWith } from "./permissions.js";
import { state } from "./state.js";
import { toast } from "./toast.js";
import { workspaceForm } from "./workspace-form.js";

const TONES = ["professional", "friendly", "strict", "playful"];

/// What the agents know of the business: kind, products, tone, daily goal, keywords.
export class ProfileForm extends Panel {
  build() {
    this.append(
      h(
        "header",
        {},
        h("h2", {}, "Your business"),
        h("p", {}, "Every agent reads this before it writes. The clearer it is, the more a message sounds like you."),
      ),
      this.body,
    );
  }

  async fetchData(userID) {
    const [profile, workspace] = await Promise.all([
      get(`/business-profile/${userID}`).catch(nothingYet),
      get("/api/v1/workspace"),
    ]);
    return { profile, workspace };
  }

  show({ profile, workspace }) {
    const workspacePart = changeableWith("configure", workspaceForm(workspace));
    fill(this.body, changeableWith("write", this.#form(profile ?? {})), h("h3", {}, "Workspace"), workspacePart);
  }

  #form(profile) {
    const save = h("button", { className: "main" }, "Save");
    const form = h(
      "form",
      { className: "form", noValidate: true },
      controls(profile),
      h("div", { className: "row" }, save),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      busy(save, () => submit(form));
    });
    return form;
  }
}

function nothingYet(error) {
  if (error.status === 404) return null;
  throw error;
}

function controls(profile) {
  const tones = freshID("tones");
  const list = h("textarea", { rows: 3, value: (profile.products ?? []).join("\n") });
  const keywords = h("textarea", { rows: 3, value: (profile.keywords ?? []).join("\n") });
  return [
    field({
      name: "business_type",
      label: "Kind of business",
      control: h("input", { value: profile.business_type ?? "", required: true, maxLength: 200 }),
    }),
    field({
      name: "tone",
      label: "Tone",
      hint: "Choose one, or describe your own.",
      control: h("input", { value: profile.tone ?? "professional", list: tones, autocomplete: "off" }),
    }),
    h("datalist", { id: tones }, TONES.map((tone) => h("option", { value: tone }))),
    field({ name: "products", label: "Products and services", hint: "One a line.", control: list }),
    field({ name: "keywords", label: "Words that matter to you", hint: "One a line.", control: keywords }),
    field({
      name: "daily_goal",
      label: "Goal of each day",
      wide: true,
      control: h("input", { value: profile.daily_goal ?? "", placeholder: "Two visits and five calls" }),
    }),
  ];
}

async function submit(form) {
  clearFaults(form);
  const values = Object.fromEntries(new FormData(form));
  const profile = { ...values, products: lines(values.products), keywords: lines(values.keywords) };
  try {
    await post(`/business-profile/${state.userID}`, profile);
    toast("Saved. The next message will follow it.");
  } catch (error) {
    const rest = showFaults(form, error);
    if (rest) toast(rest);
  }
}
