const BROWSERS = [["Edg/", "Edge"], ["OPR/", "Opera"], ["Firefox/", "Firefox"], ["Chrome/", "Chrome"], ["Safari/", "Safari"]];
const SYSTEMS = [["Android", "Android"], ["iPhone", "iPhone"], ["iPad", "iPad"], ["Windows", "Windows"], ["Mac OS", "Mac"], ["Linux", "Linux"]];

/// "Firefox on Windows": what a browser's User-Agent says, as far as people tell browsers apart.
export function clientName(text) {
  if (!text) return "A browser";
  const found = (table) => table.find(([sign]) => text.includes(sign))?.[1];
  const [browser, system] = [found(BROWSERS), found(SYSTEMS)];
  if (!browser) return text.slice(0, 60);
  return system ? `${browser} on ${system}` : browser;
}
