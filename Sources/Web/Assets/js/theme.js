// Classic script in the head: the saved choice must count before the first paint.
try {
  const saved = localStorage.getItem("theme");
  if (saved) document.documentElement.dataset.theme = saved;
} catch {
  // Storage can be switched off in the browser; the system's colours then apply.
}
