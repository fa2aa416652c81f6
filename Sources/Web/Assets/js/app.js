import { fill } from "./dom.js";
import { get, onProofNeeded, onUnauthorized } from "./api.js";
import { watchConnection } from "./connection.js";
import { problemNotice } from "./panel.js";
import { fetchParts, moduleOf, startParts } from "./parts.js";
import { keepPastedLinesApart } from "./pasted-lines.js";
import { fitPage } from "./permissions.js";
import { startRouter } from "./router.js";
import { leave, lookWhetherSignedOut, signedInAgain } from "./signed-out.js";
import { state } from "./state.js";

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
      return (await moduleOf("second-factor-gate")).askForSecondFactor(problem);
    }
    await state.load(session);
    problem.hidden = true;
    fitPage();
    await startParts();
    document.body.dataset.ready = "";
  } catch (error) {
    problem.hidden = false;
    fill(problem, problemNotice(error, start));
  }
}

const askForProof = async () => (await moduleOf("proof-dialog")).askForProof();

// A desk left open over night, or a server started again with another writer: looking at the page brings it up to date.
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && state.status) state.refreshStatus().then(signedInAgain).catch(() => {});
});

watchConnection();
keepPastedLinesApart();
startRouter();
fetchParts();
start();
