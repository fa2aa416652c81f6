import { Problem } from "./api.js";

// The API's own bound, which it would tell in minor units.
const MOST = 1_000_000_000_000_000;
const THOUSANDS = /^[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/;

// As ISO 4217 counts, and the server with it. Browsers follow CLDR, which has no decimals for the forint, among others.
const WITHOUT_DIGITS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(" ");
const WITH_THREE_DIGITS = "BHD IQD JOD KWD LYD OMR TND".split(" ");

/// How many decimals a currency counts; two where none is named.
function digits(currency) {
  return WITHOUT_DIGITS.includes(currency) ? 0 : WITH_THREE_DIGITS.includes(currency) ? 3 : 2;
}

/// The amount of a row as a person types it, "1250.50"; empty where there is none.
export function inMajor({ amount_minor: amount, currency }) {
  if (amount === undefined || amount === null) return "";
  const places = digits(currency);
  return (amount / 10 ** places).toFixed(places);
}

/// What was typed in minor units; null for nothing, NaN for what is no amount, Infinity for what is too large.
function inMinor(text, currency) {
  if (!text) return null;
  const [, whole, decimals = ""] = /^(\d+)(?:\.(\d+))?$/.exec(plain(text)) ?? [];
  const places = digits(currency);
  if (!whole || decimals.length > places) return NaN;
  const minor = Number(whole + decimals.padEnd(places, "0"));
  return minor <= MOST ? minor : Infinity;
}

/// The largest amount, as a person types it.
const largest = (currency) => inMajor({ amount_minor: MOST, currency });

/// The amount typed in the field of a name, in minor units; what is none is refused as the server would, in the words of the form.
export function typedAmount(text, currency, name) {
  const minor = inMinor(text, currency);
  if (Number.isNaN(minor)) throw refusal(name, `must be a number such as ${inMajor({ amount_minor: 125050, currency })}.`);
  if (minor === Infinity) throw refusal(name, `must be at most ${largest(currency)}.`);
  return minor;
}

function refusal(name, rule) {
  const message = `${name} ${rule}`;
  return new Problem(422, { detail: message, errors: [{ field: name, message }] });
}

// A comma parts thousands as the page itself writes them; any other is a decimal mark.
function plain(text) {
  const dense = text.replace(/\s/g, "");
  return THOUSANDS.test(dense) ? dense.replaceAll(",", "") : dense.replace(",", ".");
}

/// "€1,250.50", or the bare number without a currency.
export function money(row, language) {
  const text = inMajor(row);
  if (!text) return "";
  const places = digits(row.currency);
  const style = row.currency ? { style: "currency", currency: row.currency } : {};
  return new Intl.NumberFormat(language, { ...style, minimumFractionDigits: places, maximumFractionDigits: places }).format(Number(text));
}
