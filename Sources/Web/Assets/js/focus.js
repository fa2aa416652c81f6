const CONTROLS = 'button, a[href], input:not([type="hidden"]), select, textarea, summary';

/// Where the keyboard is: to be called before its place is drawn anew or taken away. What it returns puts a lost focus back: on the
/// same control of the same row (`data-row`), on the row that has come into its place, or on the heading.
export function placeOf(node) {
  const part = partOf(node);
  const row = node.closest("[data-row]");
  const rank = row && rowsOf(part).indexOf(row);
  const control = row && controlsOf(row, node).indexOf(node);
  return () => {
    if (!isLost()) return;
    if (isSeen(node)) return goTo(node);
    const rows = rowsOf(part);
    const next = rows.find((other) => other.dataset.row === row?.dataset.row) ?? rows[Math.min(rank, rows.length - 1)];
    const controls = row && next ? controlsOf(next) : [];
    if (controls.length) goTo(controls[Math.min(Math.max(control, 0), controls.length - 1)]);
    else focusHeading(part);
  };
}

/// The keyboard or a screen reader goes on where a part begins; without one, where the page in sight does.
export function focusHeading(part = document) {
  const headings = [...part.querySelectorAll("h2"), ...document.querySelectorAll("[data-view]:not([hidden]) h2")];
  const heading = headings.find(isSeen);
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
}

// A row may have moved far away. It is brought into sight as a whole, and nothing moves where it is in sight.
function goTo(control) {
  control.focus({ preventScroll: true });
  (control.closest("[data-row]") ?? control).scrollIntoView({ block: "nearest" });
}

/// What has just been hidden keeps the focus a moment longer.
const isLost = () => document.activeElement === document.body || !isSeen(document.activeElement);

const isSeen = (node) => node.isConnected && node !== document.body && node.checkVisibility({ visibilityProperty: true });

const rowsOf = (part) => [...part.querySelectorAll("[data-row]")].filter(isSeen);

/// A control that can't be used now is no place to go on, but for the one that was just pressed. A row may be a control itself.
const controlsOf = (row, pressed) =>
  [row, ...row.querySelectorAll(CONTROLS)].filter((node) => node.matches(CONTROLS) && (node === pressed || isUsable(node)));

const isUsable = (control) => isSeen(control) && control.ariaDisabled !== "true";

/// The part of the page that a node is in: parts are elements of our own, and dialogs.
function partOf(node) {
  while (node && !node.localName.includes("-") && node.localName !== "dialog") node = node.parentElement;
  return node ?? document;
}
