import { get, post } from "./api.js";
import { clearFaults, field, showFaults, tell } from "./fields.js";
import { fill, h } from "./dom.js";

/// The field for a code: of the app, or a recovery code.
export const codeField = () =>
  field({
    name: "code",
    label: "Code",
    hint: "Of your authenticator app, or a recovery code.",
    control: h("input", {
      type: "text",
      inputMode: "text",
      autocomplete: "one-time-code",
      autocapitalize: "none",
      spellcheck: false,
      required: true,
    }),
  });

/// Whether a refused sign-in wants a code (another one): show `codeField` and send what is typed as `code`.
export const wantsCode = (problem) => ["second_factor_needed", "second_factor_wrong"].includes(problem.code);

/// A form for the code alone, after a provider has signed somebody in with `/sign-in?code=provider`.
export function providerCodeForm(onSignedIn) {
  return form("Sign in", [codeField()], async (values) => onSignedIn(await post("/api/v1/oidc/finish", { code: values.code })));
}

/// The part of the account page for one's second factor. `onChange` is told when it was set up or taken away.
export function secondFactorPanel(onChange = () => {}) {
  const panel = h("section", { className: "second-factor", "aria-live": "polite" });
  const show = async () => {
    const state = await get("/api/v1/second-factor");
    fill(panel, h("h3", {}, "Second factor"), ...(state.since ? present(state, changed) : absent(panel, changed)));
  };
  const changed = async () => {
    await show();
    // The pressed button is gone.
    const heading = panel.querySelector("h3");
    heading.tabIndex = -1;
    heading.focus();
    onChange();
  };
  show().catch((problem) => fill(panel, h("p", { className: "fault" }, problem.message)));
  return panel;
}

function absent(panel, changed) {
  return [
    h("p", {}, "Signing in can ask for a code of an authenticator app on your telephone, besides the password."),
    button("Set up", async () => {
      const made = await post("/api/v1/second-factor");
      fill(panel, h("h3", {}, "Second factor"), ...secretSteps(made), confirmForm(panel, changed));
      panel.querySelector("input").focus();
    }),
  ];
}

function secretSteps({ secret, url }) {
  return [
    h("p", {}, "Enter this key in your app, as one whose codes change with time:"),
    h("p", {}, h("code", { className: "secret" }, secret.match(/.{1,4}/g).join(" "))),
    h("p", {}, h("a", { href: url }, "Open it in an app on this device")),
  ];
}

const confirmForm = (panel, changed) =>
  form("Confirm", [codeField()], async (values) => {
    const { recovery_codes: codes } = await post("/api/v1/second-factor/confirm", { code: values.code });
    fill(
      panel,
      h("h3", {}, "Second factor"),
      h("p", {}, "It is asked for from now on. If you lose your telephone, one of these codes lets you in. Each works once, and they are shown only now: keep them somewhere safe."),
      h("ol", { className: "recovery-codes" }, codes.map((code) => h("li", {}, h("code", {}, code)))),
      button("I have kept them", changed),
    );
    panel.querySelector("button").focus();
  });

function present({ since, recovery_codes_left: left }, changed) {
  return [
    h("p", {}, `Set up on ${new Date(since).toLocaleDateString()}. Recovery codes left: ${left}.`),
    h(
      "details",
      {},
      h("summary", {}, "Do without it"),
      form("Take it away", [codeField()], async (values) => {
        await post("/api/v1/second-factor/delete", { code: values.code });
        await changed();
      }),
    ),
  ];
}

/// A form whose faults are told under its fields, or above its button.
function form(label, fields, send) {
  const notice = h("p", { className: "fault", role: "alert", hidden: true });
  const submit = h("button", { type: "submit" }, label);
  const onsubmit = async (event) => {
    event.preventDefault();
    clearFaults(node);
    submit.disabled = true;
    try {
      await send(Object.fromEntries(new FormData(node)));
    } catch (problem) {
      const rest = showFaults(node, problem);
      if (rest) tell(notice, rest);
    } finally {
      submit.disabled = false;
    }
  };
  const node = h("form", { noValidate: true, onsubmit }, fields, notice, submit);
  return node;
}

function button(label, act) {
  const notice = h("p", { className: "fault", role: "alert", hidden: true });
  const onclick = async () => {
    node.disabled = true;
    try {
      await act();
    } catch (problem) {
      tell(notice, problem.message);
    } finally {
      node.disabled = false;
    }
  };
  const node = h("button", { type: "button", onclick }, label);
  return h("div", {}, node, notice);
}
