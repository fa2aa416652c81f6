package import Domain

/// Answers that instances are writing, as far as they are: for the readers at the other instances, and gone with the answer.
package enum AnswersUnderWay {
    package struct Answer: Equatable, Sendable {
        package let key: String
        package let question: Int64
        package let conversation: Int64?
        /// Raised where the text is begun anew, such as after a tool's result.
        package var round: Int
        package var text: String
        /// The tools that are at work.
        package var tools: [String]

        package init(key: String, question: Int64, conversation: Int64?, round: Int = 1, text: String = "", tools: [String] = []) {
            self.key = key
            self.question = question
            self.conversation = conversation
            self.round = round
            self.text = text
            self.tools = tools
        }
    }

    package static func keep(_ answer: Answer, of person: Person, by instance: String, now: Timestamp) -> SQL {
        SQL(
            """
            INSERT INTO answers_under_way (key, workspace_id, user_id, conversation_id, question_id, round, body, tools, instance, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (key) DO UPDATE SET round = excluded.round, body = excluded.body, tools = excluded.tools, updated_at = excluded.updated_at
            """,
            [
                .text(answer.key), .workspace(person.workspace), .integer(person.user), .optional(answer.conversation), .integer(answer.question),
                .integer(Int64(answer.round)), .text(answer.text), .text(JSONText.list(answer.tools)), .text(instance), .time(now),
            ])
    }

    /// Takes an answer away, and with it what killed instances have left of the same person's.
    package static func end(_ key: String, of person: Person, now: Timestamp) -> SQL {
        SQL(
            "DELETE FROM answers_under_way WHERE workspace_id = $1 AND user_id = $2 AND (key = $3 OR updated_at < $4)",
            [.workspace(person.workspace), .integer(person.user), .text(key), .time(now.adding(.zero - lifetime))])
    }

    /// What other instances write for a person: rows for `answer`.
    package static func others(_ person: Person, than instance: String, now: Timestamp) -> SQL {
        SQL(
            """
            SELECT key, question_id, conversation_id, round, body, tools FROM answers_under_way
            WHERE workspace_id = $1 AND user_id = $2 AND instance <> $3 AND updated_at > $4 ORDER BY question_id
            """, [.workspace(person.workspace), .integer(person.user), .text(instance), .time(now.adding(.zero - lifetime))])
    }

    package static func answer(_ row: Row) -> Answer {
        Answer(
            key: row.text(0), question: row.integer(1), conversation: row.optionalInteger(2), round: Int(row.integer(3)), text: row.text(4),
            tools: JSONText.texts(row.text(5)))
    }

    /// Nothing is said for so long only where the instance is gone.
    private static let lifetime = Duration.seconds(90)
}
