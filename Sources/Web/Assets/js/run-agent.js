import { post } from "./api.js";
import { onTheClock } from "./format.js";
import { state } from "./state.js";
import { toast } from "./toast.js";

/// Lets an agent write to the chosen person now. The chat shows the message; where that is out of sight, a word says so.
export async function runAgent(agent) {
  try {
    await post("/agents/run", { user_id: state.userID, agent_type: agent.agent_type });
    state.tell("messages");
    if (!document.querySelector("chat-view").checkVisibility()) toast(
      `${agent.title} wrote to you.`,
      { href: "#/chat", text: "Read it" },
    );
  } catch (error) {
    if (error.of?.("agent_type")) return gone(agent);
    toast(`${agent.title} could not write. ${onTheClock(error.message)}`);
  }
}

// Somebody else has deleted it since the page learned of it.
async function gone(agent) {
  toast(`${agent.title} has been deleted in the meantime.`);
  await state.refreshStatus();
}
