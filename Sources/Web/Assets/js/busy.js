/// Runs an action once at a time for a button, which stays focusable and says that it is busy.
export async function busy(button, action) {
  if (button.getAttribute("aria-disabled") === "true") return;
  button.setAttribute("aria-disabled", "true");
  try {
    return await action();
  } finally {
    button.removeAttribute("aria-disabled");
  }
}
