/// Runs an action once at a time for a button, which stays focusable and says that it is busy.
export async function busy(button, action) {
  if (button.getAttribute("aria-disabled") === "true") return;
  setDisabled(button, true);
  try {
    return await action();
  } finally {
    setDisabled(button, false);
  }
}

/// A button that does nothing for now says so, and keeps the focus it may have.
export function setDisabled(button, isDisabled) {
  if (isDisabled) button.setAttribute("aria-disabled", "true");
  else button.removeAttribute("aria-disabled");
}
