import { h, fill, freshID } from "./dom.js";
import { get, patch, post } from "./api.js";
import { busy } from "./busy.js";
import { changesOf } from "./changes.js";
import { clearFaults, field, lines, say, showFaults } from "./fields.js";
import { nameForm } from "./name-form.js";
import { Panel } from "./panel.js";
import { changeableWith } from "./permissions.js";
import { sayStale } from "./stale.js";
import { state } from "./state.js";
import { toast } from "./toast.js";
import { changedPlaces, typed, watchTyped } from "./unsaved.js";
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
    const [profile, workspace] = await Promise.all([profileOf(userID), get("/api/v1/workspace")]);
    return { profile, workspace };
  }

  show({ profile, workspace }) {
    const workspacePart = this.#typedWorkspace() ?? workspaceForm(workspace);
    fill(this.body, profilePart(profile), namePart(profile.user_id), h("h3", {}, "Workspace"), workspacePart);
  }

  // The workspace is the same for every person: what was typed about it stays when another one is chosen.
  #typedWorkspace() {
    return changedPlaces().find((place) => this.contains(place) && !place.matches("[data-of-person]"));
  }
}

// Where people sign in, each has a page of their own for it.
function namePart(userID) {
  const user = state.user(userID);
  return user && !state.hasAccounts && [h("h3", {}, "You"), nameForm(user)];
}

const PATH = "/api/v1/business-profiles";

/// There is none before somebody has said something.
const profileOf = async (userID) => (await get(PATH, { user_id: userID, limit: 1 })).items[0] ?? { user_id: userID };

const profilePart = (profile) => changeableWith("write", profileForm(profile));

function profileForm(profile) {
  const save = h("button", { className: "main" }, "Save");
  const form = h(
    "form",
    { className: "form", noValidate: true, "data-of-person": "" },
    controls(profile),
    h("p", { className: "fault wide", role: "alert" }),
    h("div", { className: "row" }, save),
  );
  watchTyped(form);
  const known = { profile, before: content(form) };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    busy(save, () => submit(form, known));
  });
  return form;
}

function controls(profile) {
  const tones = freshID("tones");
  const list = h("textarea", { rows: 3, value: (profile.products ?? []).join("\n") });
  const keywords = h("textarea", { rows: 3, value: (profile.keywords ?? []).join("\n") });
  return [
    field({
      name: "business_type",
      label: "Kind of business",
      control: h("input", { value: profile.business_type ?? "", required: true }),
    }),
    field({
      name: "tone",
      label: "Tone",
      hint: "Choose one, or describe your own.",
      control: h("input", { value: profile.tone ?? "professional", list: tones, autocomplete: "off" }),
    }),
    h("datalist", { id: tones }, TONES.map((tone) => h("option", { value: tone }))),
    field({ name: "products", label: "Products and services", hint: "One per line.", control: list }),
    field({ name: "keywords", label: "Words that matter to you", hint: "One per line.", control: keywords }),
    field({
      name: "daily_goal",
      label: "Goal of each day",
      wide: true,
      control: h("textarea", { value: profile.daily_goal ?? "", rows: 1, placeholder: "Two visits and five calls" }),
    }),
  ];
}

function content(form) {
  const values = Object.fromEntries(new FormData(form));
  return { ...values, products: lines(values.products), keywords: lines(values.keywords) };
}

/// `known` is the profile as it is stored, and what the form held then.
async function submit(form, known) {
  clearFaults(form);
  const sent = typed(form);
  const now = content(form);
  try {
    known.profile = await store(now, known);
    known.before = now;
    watchTyped(form, sent);
    toast("Saved. The next message will follow it.");
  } catch (error) {
    // The first one of a person may have been made meanwhile, too.
    if ([409, 412].includes(error.status)) sayStale(form, "description", () => showOther(form, known.profile));
    else {
      const rest = showFaults(form, error);
      if (rest) say(form, rest);
    }
  }
}

const store = (now, { profile: { id, user_id: userID, version }, before }) =>
  id ? patch(`${PATH}/${id}`, changesOf(before, now), version) : post(PATH, { ...now, user_id: userID });

async function showOther(form, { user_id: userID }) {
  const other = profilePart(await profileOf(userID));
  form.replaceWith(other);
  other.querySelector("input").focus();
}
