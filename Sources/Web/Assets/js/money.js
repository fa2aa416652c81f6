/// How many decimals a currency counts, ISO 4217; two where none is named.
function digits(currency) {
  try {
    return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits;
  } catch {
    return 2;
  }
}

/// The amount of a row as a person types it, "1250.50"; empty where there is none.
export function inMajor({ amount_minor: amount, currency }) {
  if (amount === undefined || amount === null) return "";
  const places = digits(currency);
  return (amount / 10 ** places).toFixed(places);
}

/// What was typed in minor units; null for nothing, NaN for what is no amount.
export function inMinor(text, currency) {
  if (!text) return null;
  const plain = text.replace(/[\s\u00A0]/g, "").replace(",", ".");
  return /^\d+(\.\d+)?$/.test(plain) ? Math.round(Number(plain) * 10 ** digits(currency)) : NaN;
}

/// "€1,250.50", or the bare number without a currency.
export function money(row, language) {
  const text = inMajor(row);
  if (!text) return "";
  const places = digits(row.currency);
  const style = row.currency ? { style: "currency", currency: row.currency } : {};
  return new Intl.NumberFormat(language, { ...style, minimumFractionDigits: places }).format(Number(text));
}
