import { get, onReach } from "./api.js";
import { fill, h } from "./dom.js";
import { state } from "./state.js";
import { toast } from "./toast.js";

const PAUSES = [2_000, 4_000, 8_000, 15_000];

let failures = 0;
let timer;

/// From now on the page says when the server can't be reached, and looks for it; what could not be loaded meanwhile is once it is back.
export function watchConnection() {
  onReach((isReached) => (isReached ? found() : lost()));
  addEventListener("online", lookForServer);
  addEventListener("offline", lookForServer);
}

/// Whether the server can be reached shows in what follows.
export const lookForServer = () => get("/api/v1/session").catch(() => {});

// It may be a server that starts again: it is said once it is still away at the next look. What fails until then is the same failure.
function lost() {
  if (timer) return;
  timer = setTimeout(() => ((timer = undefined), lookForServer()), PAUSES[Math.min(failures, PAUSES.length - 1)]);
  if (++failures === 2) fill(place(), notice());
}

function found() {
  if (!failures) return;
  timer = clearTimeout(timer);
  const wasSaid = failures > 1;
  failures = 0;
  fill(place());
  if (wasSaid) toast("The server is back.");
  state.tell("reconnected");
}

const place = () => document.getElementById("connection");

const notice = () =>
  h(
    "div",
    { className: "notice" },
    h("span", {}, "The server can’t be reached. What you have typed stays here; the page goes on by itself once it is back."),
    h("button", { type: "button", onclick: lookForServer }, "Look now"),
  );
