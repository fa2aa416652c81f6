import { fill, h } from "./dom.js";
import { get, post } from "./api.js";
import { forgottenForm } from "./forgotten-form.js";
import { linkForm } from "./link-form.js";
import { problemNotice } from "./panel.js";
import { awaitsCode, providerButtons, providerProblem } from "./providers.js";
import { providerCodeForm } from "./second-factor.js";
import { signInForm } from "./sign-in-form.js";
import { wayBack } from "./way-back.js";

const door = document.getElementById("door");

/// Shows what the address asks for: the way in by a link, or by a password.
async function start() {
  try {
    const token = takeToken();
    if (token) await openLink(token);
    else open(await get("/api/v1/session"));
  } catch (error) {
    fill(door, h("h1", {}, "Sign in"), problemNotice(error, start));
  }
}

/// What a link holds after #. It leaves the address at once: an address is looked at, copied and kept.
function takeToken() {
  const token = location.hash.slice(1);
  if (token) history.replaceState(null, "", location.pathname + location.search);
  return token;
}

async function openLink(token) {
  try {
    const link = await post("/api/v1/links/look", { link: token });
    show(linkForm(token, link, enter));
  } catch (error) {
    if (error.status !== 404 && error.status !== 422) throw error;
    const other = h("button", { type: "button", onclick: start }, "Sign in with a password");
    fill(door, h("h1", {}, "This link is not open any more"), h("p", {}, "It was used, or has expired. Ask for a new one."), other);
    other.focus();
  }
}

function open(session) {
  if (session.is_signed_in) return enter();
  if (!session.has_accounts) return show(notSetUp());
  if (awaitsCode()) return show([h("h1", {}, "One more thing"), providerCodeForm(enter)]);
  show([signInForm(enter, session.sends_mail && forgot), providerProblem(), providerButtons(session)].flat().filter(Boolean));
}

const forgot = (email) => show([forgottenForm(email, start)]);

function show(nodes) {
  fill(door, nodes);
  door.querySelector("input:not([readonly])")?.focus();
}

// What the person came for is behind the door: going back does not lead here again.
const enter = () => location.replace(wayBack());

const notSetUp = () => [
  h("h1", {}, "There are no accounts yet"),
  h("p", {}, "Open the set-up link that the server printed when it started: whoever does becomes the owner."),
  h("p", {}, "Or make the first account on the machine itself: ", h("code", {}, "crm-agent user create you@example.com")),
];

addEventListener("hashchange", start);
start();
