import { get } from "./api.js";

/// What the assistant has proposed to a person, and the kinds of change that it makes unasked.
export class Proposals {
  #items = [];
  #permissions = [];

  constructor(userID) {
    this.address = `/api/v1/users/${userID}`;
  }

  async refresh() {
    const [proposals, permissions] = await Promise.all([
      get(`${this.address}/proposals`, { limit: 100 }),
      get(`${this.address}/tool-permissions`),
    ]);
    this.#items = proposals.items.reverse();
    this.#permissions = permissions.items;
  }

  /// What the person's message of an id has led to, each with the permission for its kind: on its latest card only.
  of(messageID) {
    return this.#items.filter((item) => item.message_id === messageID)
      .map((proposal) => ({ proposal, permission: this.#permission(proposal) }));
  }

  #permission(proposal) {
    const isSame = (other) => other.tool === proposal.tool && other.conversation_id === proposal.conversation_id;
    return this.#items.findLast(isSame) === proposal ? this.#permissions.find(isSame) : undefined;
  }
}
