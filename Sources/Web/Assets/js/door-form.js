import { h } from "./dom.js";
import { busy } from "./busy.js";
import { clearFaults, showFaults, tell } from "./fields.js";
import { codeField, wantsCode } from "./second-factor.js";

/// A form of the sign-in page: `controls` and one button that says `verb`. `send` gets the values as they were typed, `done` the
/// server's answer. What is wrong stands at its field, or above the button. Where a second factor is asked for, its field is added.
export function doorForm({ verb, controls, send, done }) {
  const main = h("button", { className: "main" }, verb);
  const problem = h("p", { className: "fault", role: "alert" });
  const form = h("form", { noValidate: true }, controls, problem, main);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    busy(main, () => submit());
  });
  return form;

  async function submit() {
    clearFaults(form);
    problem.textContent = "";
    try {
      done(await send(Object.fromEntries(new FormData(form))));
    } catch (error) {
      if (wantsCode(error) && !form.elements.code) problem.before(codeField());
      const rest = showFaults(form, error);
      if (!rest) return;
      tell(problem, rest);
      (form.elements.code ?? form.elements.password ?? form.elements.email).select();
    }
  }
}
