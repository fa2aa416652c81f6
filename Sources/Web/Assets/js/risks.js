import { h } from "./dom.js";

/// What keeps a guarded agent from sending by itself, in words; `name` is how it is called, `reason` how it is told of a draft.
export const RISKS = {
  new_contact: { name: "A new contact", reason: "Nothing was sent to this contact yet." },
  large_deal: { name: "A large deal", reason: "An open deal with this contact is a large one." },
  complaint: { name: "A complaint", reason: "What the contact wrote lately sounds like a complaint." },
  legal_or_medical_words: {
    name: "Legal or medical words",
    reason: "The message, or what the contact wrote lately, has legal or medical words.",
  },
  first_use: { name: "The first use of a template", reason: "No message by this template has been sent as it was written yet." },
};

/// Why an agent that may send by itself left this message to a person; nothing where it had no reason.
export const riskList = (risks) =>
  risks.length > 0 && h("ul", { className: "findings" }, ...risks.map((risk) => h("li", {}, RISKS[risk]?.reason ?? risk)));
