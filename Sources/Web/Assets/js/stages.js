import { words } from "./format.js";

const STAGES = ["lead", "contacted", "qualified", "proposal", "negotiation", "customer", "lost"];

/// The stages to choose from: the usual ones, and the contact's own where it has another. None means no pipeline.
export function stageOptions(own) {
  const all = own && !STAGES.includes(own) ? [own, ...STAGES] : STAGES;
  return [["", "No pipeline"], ...all.map((stage) => [stage, words(stage)])];
}
