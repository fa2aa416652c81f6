package import Domain

/// Where each contact is in an agent's sequence: one row from the agent's first message to it, for ever, so that no contact goes
/// through a sequence twice.
///
/// States: `active` -> `done` after the last step, or `stopped` with why: `replied`, `person`, `rejected`, `failed`, `deleted`, or the
/// rule that keeps the contact out for good.
package enum SequencePositions {
    package static let states = ["active", "done", "stopped"]

    package static let table = Table(
        "sequence_positions", noun: "sequence position",
        fields: [
            .readOnly("agent_id", .integer(Field.identifiers), "The agent's id.").filterable(),
            .readOnly("agent_type", .text(1...40), "The agent's key.").filterable(),
            .readOnly("contact_id", .integer(Field.identifiers), "The contact.").filterable(),
            .readOnly("user_id", .integer(Field.identifiers), "Whose contact it is.").filterable(),
            .readOnly("step", .integer(0...Int64(MessageSequence.most)), "The last step taken; 0 is the agent's own message.").filterable(),
            .readOnly(
                "next_step", .integer(1...Int64(MessageSequence.most)), "The step that is waited for; null where the sequence has ended.", nullable: true),
            .readOnly("state", .choice(states), "How far it is.").filterable(),
            .readOnly("wake_at", .time, "When the next step is looked at.", nullable: true).sortable(),
            .readOnly("replied_at", .time, "When the contact first answered the last step.", nullable: true),
            .readOnly("why", .text(1...40), "Why it was stopped, or the rule that the next step waits for (docs/sequences.md).", nullable: true).filterable(),
        ]
    )

    /// How many contacts an agent has at each step: `step, state, count`.
    package static func counts(_ workspace: WorkspaceID, agent: Int64) -> SQL {
        SQL(
            """
            SELECT step, state, COUNT(*) FROM sequence_positions WHERE workspace_id = $1 AND agent_id = $2
            GROUP BY step, state ORDER BY step, state
            """, [.workspace(workspace), .integer(agent)]
        ).byStatistics()
    }

    /// Ends a sequence that is under way by a person's wish: one row `id` where it was.
    package static func stop(_ workspace: WorkspaceID, id: Int64, now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE sequence_positions SET \(ended("stopped", why: "'person'", now: "$3"))
            WHERE workspace_id = $1 AND id = $2 AND state = 'active' RETURNING id
            """, [.workspace(workspace), .integer(id), .time(now)])
    }

    /// Ends all sequences of an agent that is going.
    package static func stopAll(_ workspace: WorkspaceID, agent: Int64, now: Timestamp) -> SQL {
        SQL(
            """
            UPDATE sequence_positions SET \(ended("stopped", why: "'deleted'", now: "$3")) WHERE workspace_id = $1 AND agent_id = $2 AND state = 'active'
            """, [.workspace(workspace), .integer(agent), .time(now)])
    }

    /// Assignments that end a sequence.
    static func ended(_ state: String, why: String, now: String) -> String {
        "state = '\(state)', why = \(why), next_step = NULL, wake_at = NULL, updated_at = \(now), version = sequence_positions.version + 1"
    }
}
