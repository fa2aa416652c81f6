import { h, fill } from "./dom.js";
import { offered } from "./permissions.js";
import { state } from "./state.js";

/// Who writes the messages, how to change that, and where everything else is found.
export class WriterPage extends HTMLElement {
  connectedCallback() {
    state.addEventListener("status", () => this.#show());
    this.#show();
  }

  #show() {
    const offline = state.status.writer.kind === "offline";
    fill(
      this,
      h("header", {}, h("h2", {}, "How messages are written")),
      h("div", { className: "prose" }, offline ? aboutOffline() : aboutModel(), h("h3", {}, "This server"), facts()),
    );
  }
}

const ENVIRONMENT = `LLM_PROVIDER=openai
LLM_API_KEY=your-key
# or anthropic, gemini, azure, compatible; the model, if not the usual one:
# LLM_MODEL=gpt-4o-mini
# only for azure and compatible servers, such as Ollama:
# LLM_BASE_URL=http://127.0.0.1:11434/v1`;

const aboutOffline = () => [
  h(
    "p",
    {},
    "The built-in offline writer is active. It composes each message from your own tasks, contacts, deals and targets; ",
    "nothing leaves this machine. It answers questions about your data, but it can't discuss or draft freely.",
  ),
  h("h3", {}, "Let a model write"),
  h(
    "ol",
    {},
    h(
      "li",
      {},
      "Open the file ",
      h("code", {}, ".env"),
      " in the folder you start CRM Agent from and add your key:",
      h("pre", { tabindex: "0", "aria-label": "Lines for the file .env" }, h("code", {}, ENVIRONMENT)),
    ),
    h("li", {}, "Stop CRM Agent and start it again. The sign at the top of this page then names the model."),
  ),
  h(
    "p",
    {},
    "Each message's facts are then sent to that service: your profile, tasks and targets; contacts' names, companies, stages and notes; deals with ",
    "their amounts; and what the chat looks up for you, such as e-mail addresses, phone numbers and correspondence. ",
    h("code", {}, "crm-agent doctor"),
    " checks that the key works.",
  ),
];

const aboutModel = () => [
  h(
    "p",
    {},
    "The model ",
    h("strong", {}, state.status.writer.model ?? state.status.writer.name),
    " writes the messages. For each one it receives the profile, today's tasks, the contacts, deals and targets ",
    "that matter, and the last messages, so that it does not repeat itself.",
  ),
  h(
    "p",
    {},
    "If the model can't be reached you are told so; a failure is never shown as a message. To write offline again, remove the lines of ",
    "the model (",
    h("code", {}, "LLM_PROVIDER"),
    " or ",
    h("code", {}, "LLM_CHAIN"),
    ", and the keys) from the file ",
    h("code", {}, ".env"),
    " and restart CRM Agent.",
  ),
];

function facts() {
  const { version, database, workspace } = state.status;
  const rows = { Version: version, Workspace: workspace.name, "Time zone": workspace.time_zone, Database: database };
  return [
    h(
      "dl",
      { className: "facts" },
      Object.entries(rows).map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]),
    ),
    h("p", {}, h("a", { href: "/docs" }, "The API, for your scripts")),
    offered("accounts", h("p", {}, h("a", { href: "#/accounts" }, "Who may sign in"))),
  ];
}
