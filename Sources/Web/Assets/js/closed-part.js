import { h } from "./dom.js";
import { state } from "./state.js";

/// What stands in a part of the page that is not for whoever came to it: whom it is for, and where to go on. `way` is `{ href, text }`.
export const closedPart = (subject, way) =>
  h(
    "div",
    { className: "prose" },
    h("p", {}, `${subject} is for those with the role admin or owner. Yours is ${state.session.role}: if you need something here, ask one of them.`),
    h("p", {}, h("a", { href: way.href }, way.text)),
  );
