const PAUSE = 600;

/// Calls `act` once something is chosen in a select. By arrow keys it passes every option on the way, and what nobody meant would be
/// stored: the choice counts after a pause, or where the keyboard goes on.
export function whenChosen(select, act) {
  let known = select.value;
  let byKeys = false;
  let timer;
  let acting = Promise.resolve();
  const settle = () => {
    timer = clearTimeout(timer);
    if (select.value === known) return;
    known = select.value;
    acting = acting.then(act);
  };
  select.addEventListener("keydown", () => (byKeys = true));
  select.addEventListener("pointerdown", () => (byKeys = false));
  select.addEventListener("blur", () => timer !== undefined && settle());
  select.addEventListener("change", () => {
    clearTimeout(timer);
    if (byKeys) timer = setTimeout(settle, PAUSE);
    else settle();
  });
}
