import Domain
import Storage

extension AgentRules {
    /// What is wrong with the trigger, and with the steps of the sequence, each named by its number.
    static func triggerIssues(_ values: Table.Values) -> [ValidationError.Issue] {
        guard let text = values.optionalText("trigger") else { return [] }
        do throws(ScheduleSyntaxError) {
            _ = try Trigger(parsing: text)
            return []
        } catch {
            return [ValidationError.Issue(field: "trigger", message: "trigger cannot be read: \(error).")]
        }
    }

    static func stepIssues(_ values: Table.Values) -> [ValidationError.Issue] {
        let rows = SequenceSteps.rows(values.text("steps"))
        guard !rows.isEmpty else { return [] }
        if values.text("recipients") == "user" {
            return [ValidationError.Issue(field: "steps", message: "steps are messages to contacts: let recipients be contact or both.")]
        }
        return rows.enumerated().flatMap { index, row in
            waitIssues(row, "steps[\(index + 1)]") + branchIssues(row, index + 1, of: rows) + promptIssues(row, "steps[\(index + 1)]")
        }
    }

    private static func waitIssues(_ row: SequenceSteps.Step, _ entry: String) -> [ValidationError.Issue] {
        do throws(ScheduleSyntaxError) {
            _ = try WaitTime(parsing: row.after)
            return []
        } catch {
            return [ValidationError.Issue(field: "\(entry).after", message: "\(entry).after cannot be read: \(error).")]
        }
    }

    /// An answer leads forward, and to a step that an answer may lead to.
    private static func branchIssues(_ row: SequenceSteps.Step, _ number: Int, of rows: [SequenceSteps.Step]) -> [ValidationError.Issue] {
        guard let target = row.onReply else { return [] }
        let entry = "steps[\(number)]"
        func issue(_ remedy: String) -> [ValidationError.Issue] {
            [ValidationError.Issue(field: "\(entry).on_reply", message: "\(entry).on_reply \(remedy).")]
        }
        guard row.when == SequenceStep.Condition.noReply.rawValue else { return issue("belongs to a step whose when is no_reply: leave it out") }
        guard target > number, target <= rows.count else {
            return issue("must be the number of a later step, \(number + 1) to \(rows.count), or null to end the sequence")
        }
        guard rows[target - 1].when != SequenceStep.Condition.noReply.rawValue else {
            return issue("leads to step \(target), which waits for no reply: let its when be replied or always")
        }
        return []
    }

    private static func promptIssues(_ row: SequenceSteps.Step, _ entry: String) -> [ValidationError.Issue] {
        do throws(TemplateError) {
            _ = try MessageTemplate(row.prompt)
            return []
        } catch {
            return error.validation.issues.map { .init(field: "\(entry).prompt", message: "\(entry): \($0.message)") }
        }
    }
}
