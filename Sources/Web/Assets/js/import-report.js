import { h } from "./dom.js";
import { number } from "./format.js";

const SHOWN = 50;

/// What an import did, or would do: in numbers, how columns were understood, and which rows are bad and why.
export const importReport = (report) => [
  h("p", { className: "report-sum" }, h("strong", {}, report.dry_run ? "This would happen: " : "Done: "), sum(report)),
  report.errors.length > 0 && badRows(report),
  notes(report).map((words) => h("p", { className: "hint" }, words)),
  h("details", {}, h("summary", {}, "How the columns are understood"), columns(report)),
];

function sum({ rows, created, updated, unchanged, bad }) {
  if (rows === 0) return "the file has no rows below its first line.";
  const parts = [[created, "new"], [updated, "changed"], [unchanged, "unchanged"], [bad, "bad"]];
  const told = parts.filter(([count]) => count > 0).map(([count, word]) => `${number(count)} ${word}`);
  return `${number(rows)} ${rows === 1 ? "row" : "rows"}: ${told.join(", ")}.`;
}

function badRows({ errors, bad, dry_run: isDryRun }) {
  const more = bad - Math.min(errors.length, SHOWN);
  return h(
    "section",
    { "aria-label": "Bad rows" },
    h("h3", {}, isDryRun ? "Bad rows, which would stay out" : "Bad rows, which stayed out"),
    h("ul", { className: "bad-rows", tabIndex: 0 }, errors.slice(0, SHOWN).map(({ line, message }) => h("li", {}, h("strong", {}, `Line ${line}`), ` ${message}`))),
    more > 0 && h("p", { className: "soft" }, `and ${number(more)} more`),
  );
}

function notes({ linked, unknown_contacts: unknown, ambiguous_contacts: ambiguous, own_stages: stages, dry_run: isDryRun }) {
  const [own, namesakes] = [Object.keys(stages), Object.keys(ambiguous)];
  return [
    linked > 0 && `${number(linked)} ${isDryRun ? "would belong" : "belong"} to a contact.`,
    namesakes.length > 0 && `Several contacts are called ${listed(namesakes)}: what names them ${isDryRun ? "would go" : "went"} in without a contact.`,
    unknown > 0 && `${number(unknown)} name a contact that is not known: they ${isDryRun ? "would go" : "went"} in without it.`,
    own.length > 0 && `Stages of your own, which agents take for the middle of the pipeline: ${listed(own)}.`,
  ].filter(Boolean);
}

const listed = (names) => names.slice(0, 10).join(", ") + (names.length > 10 ? " and more" : "");

const columns = ({ columns: matched, ignored_columns: ignored }) =>
  h(
    "ul",
    { className: "columns" },
    matched.map(({ column, field }) => h("li", {}, h("strong", {}, column), ` is read as ${field.replaceAll("_", " ")}`)),
    ignored.map((column) => h("li", {}, h("strong", {}, column), " is left out")),
  );
