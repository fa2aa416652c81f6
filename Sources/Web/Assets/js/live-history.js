const LONGEST_PAUSE = 30_000;

/// Calls `onNews` whenever the history of the person followed has grown, and after each time the connection was away; `onWords` with
/// what there is of an answer that is being written; `onDrafts` with how many drafts wait, at first and whenever some come or go; `onCut` when the connection has gone, and whenever it can't be had again.
export class LiveHistory {
  #socket = null;
  #pause = 0;
  #followed;

  constructor({ onNews, onWords, onDrafts, onCut }) {
    Object.assign(this, { onNews, onWords, onDrafts, onCut });
  }

  /// Whether what happens is told as it does.
  get isOpen() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  follow(userID) {
    this.#followed = userID;
    this.#socket?.close();
    const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}/api/v1/ws?user_id=${userID}&words=true&drafts=true`);
    this.#socket = socket;
    socket.onopen = () => {
      this.#pause = 0;
      this.onNews();
    };
    socket.onmessage = ({ data }) => {
      if (socket !== this.#socket) return;
      const news = JSON.parse(data);
      if (news.type === "answer") this.onWords(news.answer);
      else if (news.type === "drafts") this.onDrafts(news.drafts);
      else this.onNews();
    };
    socket.onclose = () => this.#again(socket, userID);
  }

  /// At once, where the next try is some time off.
  reopen() {
    if (this.#socket && this.#socket.readyState === WebSocket.CLOSED) this.follow(this.#followed);
  }

  // Another person's socket has taken the place of one that was closed for it.
  #again(socket, userID) {
    // Each time: a server that is about to stop may still have answered the look before.
    if (socket === this.#socket) this.onCut();
    this.#pause = Math.min(LONGEST_PAUSE, this.#pause * 2 || 1000);
    setTimeout(() => {
      if (socket === this.#socket) this.follow(userID);
    }, this.#pause);
  }
}
