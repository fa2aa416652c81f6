import { fill } from "./dom.js";
import { get, onProofNeeded, onUnauthorized } from "./api.js";
import { problemNotice } from "./panel.js";
import { fitPage } from "./permissions.js";
import { askForProof } from "./proof-dialog.js";
import { startRouter } from "./router.js";
import { leave, lookWhetherSignedOut, signedInAgain } from "./signed-out.js";
import { state } from "./state.js";
import { AccountMenu } from "./account-menu.js";
import { AccountPage } from "./account-page.js";
import { AccountsPage } from "./accounts-page.js";
import { AgentList } from "./agent-list.js";
import { AgentsPage } from "./agents-page.js";
import { AuditView } from "./audit-view.js";
import { BatchList } from "./batch-list.js";
import { ChatComposer } from "./chat-composer.js";
import { ChatView } from "./chat-view.js";
import { ContactList } from "./contact-list.js";
import { CostsPanel } from "./costs-panel.js";
import { DealList } from "./deal-list.js";
import { DraftCount } from "./draft-count.js";
import { DraftsView } from "./drafts-view.js";
import { HistoryView } from "./history-view.js";
import { KeyList } from "./key-list.js";
import { ProfileForm } from "./profile-form.js";
import { ProgressPanel } from "./progress-panel.js";
import { SampleBanner } from "./sample-banner.js";
import { askForSecondFactor } from "./second-factor-gate.js";
import { SessionList } from "./session-list.js";
import { TaskList } from "./task-list.js";
import { ThemeToggle } from "./theme-toggle.js";
import { UserPicker } from "./user-picker.js";
import { WriterChip, WriterPage } from "./writer-page.js";

const elements = {
  "account-menu": AccountMenu,
  "account-page": AccountPage,
  "accounts-page": AccountsPage,
  "agent-list": AgentList,
  "agents-page": AgentsPage,
  "audit-view": AuditView,
  "batch-list": BatchList,
  "chat-composer": ChatComposer,
  "chat-view": ChatView,
  "contact-list": ContactList,
  "costs-panel": CostsPanel,
  "deal-list": DealList,
  "draft-count": DraftCount,
  "drafts-view": DraftsView,
  "history-view": HistoryView,
  "key-list": KeyList,
  "profile-form": ProfileForm,
  "progress-panel": ProgressPanel,
  "sample-banner": SampleBanner,
  "session-list": SessionList,
  "task-list": TaskList,
  "theme-toggle": ThemeToggle,
  "user-picker": UserPicker,
  "writer-chip": WriterChip,
  "writer-page": WriterPage,
};

/// Loads what all parts share, then brings the parts to life; a failure is shown with the way to try again.
async function start() {
  const problem = document.getElementById("start-problem");
  try {
    const session = await get("/api/v1/session");
    if (!session.is_signed_in) return leave();
    onUnauthorized(lookWhetherSignedOut);
    onProofNeeded(askForProof);
    if (session.lacks_second_factor) {
      problem.hidden = false;
      return askForSecondFactor(problem);
    }
    await state.load(session);
    problem.hidden = true;
    fitPage();
    for (const [name, element] of Object.entries(elements)) customElements.define(name, element);
    document.body.dataset.ready = "";
  } catch (error) {
    problem.hidden = false;
    fill(problem, problemNotice(error, start));
  }
}

// A desk left open over night, or a server started again with another writer: looking at the page brings it up to date.
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && state.status) state.refreshStatus().then(signedInAgain).catch(() => {});
});

startRouter();
start();
