import { keep, kept, keptNames } from "./state.js";

/// What a person wrote and the server may not have, in the browser's storage. Each message has an entry of its own: windows write at the
/// same time, as when the server goes away, and none writes over what another has kept.
export class UnsentMessages {
  #start;

  // Named as the composer's drafts are: signing out forgets them too.
  constructor(userID) {
    this.#start = `draft-unsent-${userID}-`;
  }

  /// Oldest first.
  all() {
    const messages = keptNames(this.#start).map((name) => JSON.parse(kept(name)));
    return messages.filter(Boolean).sort((a, b) => a.at - b.at);
  }

  put(message) {
    keep(this.#start + message.key, JSON.stringify(message));
  }

  drop({ key }) {
    keep(this.#start + key, null);
  }
}
