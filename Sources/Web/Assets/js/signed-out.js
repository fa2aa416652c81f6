import { get } from "./api.js";
import { h } from "./dom.js";
import { forgetDrafts } from "./state.js";
import { signInAddress } from "./way-back.js";

let isLeaving = false;

// What is written in a form is in no other place; a chat message is kept as it is typed.
document.addEventListener("input", ({ target }) => {
  const form = target.closest("#main form:not(.compose)");
  if (form) form.dataset.typed = "";
});

/// Goes to sign in, which leads back to this part of the page.
export function leave() {
  if (isLeaving) return;
  isLeaving = true;
  location.replace(signInAddress(location.hash));
}

/// After an answer that nobody is signed in: leaves where that is so, and nothing that was typed is lost by it. Resolves to whether
/// it is so.
export async function lookWhetherSignedOut() {
  const session = await get("/api/v1/session").catch(() => ({ is_signed_in: true }));
  if (session.is_signed_in) return false;
  if (document.querySelector("dialog[open], form[data-typed]")) askToSignIn();
  else leave();
  return true;
}

/// Takes back what `lookWhetherSignedOut` has said.
export function signedInAgain() {
  for (const notice of document.querySelectorAll(".signed-out")) notice.remove();
}

/// Forgets in this browser what the person has left in it, and shows the sign-in page.
export function forgetAndLeave() {
  forgetDrafts();
  isLeaving = true;
  location.replace("/sign-in");
}

function askToSignIn() {
  const place = document.querySelector("dialog[open]") ?? document.getElementById("main");
  if (place.querySelector(".signed-out")) return;
  place.prepend(
    h(
      "div",
      { className: "notice signed-out", role: "alert" },
      h("span", {}, "You are signed out. What you have typed is still here: sign in in another window, then go on."),
      h("a", { href: "/sign-in", target: "_blank", rel: "noopener" }, "Sign in"),
    ),
  );
}
