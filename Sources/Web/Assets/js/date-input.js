import { h } from "./dom.js";
import { Problem } from "./api.js";

const FIRST = "2000-01-01";
const LAST = "2099-12-31";

const PARTLY = "Fill in the day, the month and the year, or leave the date empty.";
const FAR_OFF = `The year must be from ${FIRST.slice(0, 4)} to ${LAST.slice(0, 4)}.`;

/// Where a day is chosen. As its default, the value that was there before can be told from a new one.
export const dateInput = (value) => h("input", { type: "date", min: FIRST, max: LAST, defaultValue: value ?? "" });

/// Refuses the days of a form that nobody can mean: half of one, which would be sent as none, and a year such as 0202. What was stored
/// before, perhaps brought from elsewhere, may stay.
export function refuseOddDates(form) {
  const errors = [...form.querySelectorAll('[type="date"]')].flatMap(fault);
  if (errors.length) throw new Problem(422, { detail: errors[0].message, errors });
}

function fault({ name, value, defaultValue, validity }) {
  if (validity.badInput) return [{ field: name, message: PARTLY }];
  const isFarOff = validity.rangeUnderflow || validity.rangeOverflow;
  return isFarOff && value !== defaultValue ? [{ field: name, message: FAR_OFF }] : [];
}
