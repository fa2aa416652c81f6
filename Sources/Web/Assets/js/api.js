import { plainWords, SIGNED_OUT } from "./plain-words.js";

/// The code of a problem that no server told, since none was reached.
export const SERVER_AWAY = "server_away";

/// What the server said went wrong: its sentence, and for validation the fault of each field.
export class Problem extends Error {
  constructor(status, body, retryAfter) {
    super(plainWords(status, body) || body.title || `The server answered ${status}.`);
    this.status = status;
    this.code = body.code;
    this.errors = body.errors ?? (this.code === "second_factor_wrong" ? [{ field: "code", message: this.message }] : []);
    this.retryAfter = retryAfter;
  }

  /// The message for one field, or undefined.
  of(field) {
    return this.errors.find((error) => error.field === field)?.message;
  }
}

let whenUnauthorized = async () => false;

/// What to do when the server takes nobody for signed in (401), before the failure goes to whoever asked; resolves to whether it is so.
export const onUnauthorized = (act) => (whenUnauthorized = act);

let askForProof = async () => false;

/// What to do when a call needs the password once more (403, `proof_needed`): the call is repeated where it resolves to true.
export const onProofNeeded = (act) => (askForProof = act);

let whenReached = () => {};

/// What to do with whether a call has reached the server.
export const onReach = (act) => (whenReached = act);

export const get = (path, query, signal) => request("GET", path + search(query), { signal });
export const post = (path, body, key = freshKey(), signal) => request("POST", path, { body, key, signal });
/// Sends a file as it is, without a key: for what changes nothing more when it is sent again.
export const postFile = (path, query, file, type) => request("POST", path + search(query), { body: file, type });
export const patch = (path, body, version) => request("PATCH", path, { body, version });
export const remove = (path, version) => request("DELETE", path, { version });

/// The rows of a list from as many pages as it has, up to `most` rows.
export async function getAll(path, query, most) {
  const rows = [];
  let cursor;
  do {
    const page = await get(path, { ...query, limit: 100, cursor });
    rows.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor && rows.length < most);
  return rows;
}

/// A key under which the server does a POST once, however often it is sent.
export function freshKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function request(method, path, { body, type = "application/json", key, version, signal } = {}) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = type;
  if (key) headers["Idempotency-Key"] = key;
  if (version !== undefined) headers["If-Match"] = `"${version}"`;
  const sent = body === undefined || type !== "application/json" ? body : JSON.stringify(body);
  const send = async () => read(await reach(path, { method, headers, signal, body: sent }));
  try {
    return await send();
  } catch (error) {
    if (error.code !== "proof_needed" || !(await askForProof())) throw error;
    return send();
  }
}

async function reach(path, options) {
  try {
    const answer = await fetch(path, options);
    whenReached(true);
    return answer;
  } catch (error) {
    if (error.name === "AbortError") throw error;
    whenReached(false);
    throw new Problem(0, { code: SERVER_AWAY, detail: "The server can’t be reached. Try again once it is back." });
  }
}

async function read(response) {
  const text = await response.text();
  const body = parsed(text);
  if (response.status === 401 && await whenUnauthorized()) throw new Problem(401, { detail: SIGNED_OUT });
  if (!response.ok) throw new Problem(response.status, body ?? {}, response.headers.get("Retry-After"));
  if (text && body === null) throw new Problem(response.status, { detail: "The server's answer could not be read." });
  return body;
}

function parsed(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

function search(query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return given.length ? `?${new URLSearchParams(given)}` : "";
}
