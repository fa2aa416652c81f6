import { h } from "./dom.js";
import { chosenContact, contactField } from "./contact-field.js";
import { dateInput } from "./date-input.js";
import { field, select } from "./fields.js";
import { inMajor, typedAmount } from "./money.js";
import { rowDialog } from "./row-dialog.js";

export const STATUSES = [["open", "Open"], ["won", "Won"], ["lost", "Lost"]];

/// Adds a deal, or changes the one given; `changed` is called after a change was stored.
export const dealDialog = (deal, changed) =>
  rowDialog({
    path: "/api/v1/deals",
    noun: "deal",
    row: deal,
    title: `the deal with ${deal.customer}`,
    controls: controls(deal),
    values,
    changed,
    again: (fresh) => dealDialog(fresh, changed),
  });

function controls(deal) {
  const status = select(STATUSES, deal.status ?? "open");
  const why = field({
    name: "reason_failed",
    label: "Why it was lost",
    wide: true,
    control: h("textarea", { value: deal.reason_failed ?? "" }),
  });
  // What is hidden is sent as it was: a deal opened again keeps what was known.
  const onlyWhereLost = () => (why.hidden = status.value !== "lost");
  status.addEventListener("change", onlyWhereLost);
  onlyWhereLost();
  return [...about(deal), field({ name: "status", label: "Status", control: status }), expected(deal), why];
}

function about(deal) {
  const customer = h("input", { value: deal.customer ?? "", autocomplete: "off", required: true });
  return [
    field({ name: "customer", label: "Customer", control: customer }),
    contactField({ row: deal, chosen: namesCustomer(customer, deal) }),
    ...sale(deal),
  ];
}

/// A contact that is chosen gives the customer its name, unless a person wrote another one.
function namesCustomer(customer, deal) {
  let given = deal.contact_name ?? "";
  return ({ name }) => {
    if (["", given].includes(customer.value.trim())) customer.value = name;
    given = name;
  };
}

const sale = (deal) => [
  field({ name: "product", label: "Product", control: h("input", { value: deal.product ?? "", autocomplete: "off" }) }),
  field({
    name: "amount_minor",
    label: "Amount",
    control: h("input", { inputMode: "decimal", value: inMajor(deal), autocomplete: "off" }),
  }),
  field({
    name: "currency",
    label: "Currency",
    control: h("input", { value: deal.currency ?? "", autocomplete: "off", placeholder: "EUR" }),
  }),
];

const expected = (deal) =>
  field({ name: "expected_close_date", label: "Decision expected", control: dateInput(deal.expected_close_date) });

function values(texts) {
  const { product, amount_minor: amount, currency, ...rest } = chosenContact(texts);
  const code = currency?.toUpperCase() ?? null;
  return { ...rest, product: product ?? "", amount_minor: typedAmount(amount, code, "amount_minor"), currency: code };
}
