import Domain
import Storage

extension AgentRules {
    /// What is wrong with the steps of the sequence, each named by its number.
    static func stepIssues(_ values: Table.Values) -> [ValidationError.Issue] {
        let steps = SequenceSteps.rows(values.text("steps"))
        guard !steps.isEmpty else { return [] }
        if values.text("recipients") == Recipients.user.rawValue {
            return [issue("steps", "steps are messages to contacts: let recipients be contact or both, or leave the steps out.")]
        }
        return steps.indices.flatMap { index in
            let (step, field) = (steps[index], "steps[\(index + 1)]")
            return waitIssues(step.after, "\(field).after") + promptIssues(step.prompt, "\(field).prompt")
                + branchIssues(step, index + 1, of: steps) + reachIssues(step, index + 1, of: steps)
        }
    }

    private static func waitIssues(_ text: String, _ field: String) -> [ValidationError.Issue] {
        do throws(ScheduleSyntaxError) {
            _ = try WaitTime(parsing: text)
            return []
        } catch {
            return [issue(field, "\(field) cannot be read: \(error).")]
        }
    }

    private static func promptIssues(_ text: String, _ field: String) -> [ValidationError.Issue] {
        do throws(TemplateError) {
            _ = try MessageTemplate(given: text, for: .contact)
            return []
        } catch {
            return error.validation(of: field).issues
        }
    }

    /// An answer leads forward, and to a step that an answer may lead to.
    private static func branchIssues(_ step: SequenceSteps.Step, _ number: Int, of steps: [SequenceSteps.Step]) -> [ValidationError.Issue] {
        guard let target = step.onReply else { return [] }
        let field = "steps[\(number)].on_reply"
        guard step.condition == .noReply else { return [issue(field, "\(field) belongs to a step whose when is no_reply: leave it out.")] }
        guard number < steps.count else {
            return [issue(field, "\(field) must name a later step, and there is none: leave it out to end the sequence.")]
        }
        guard target > number, target <= steps.count else {
            return [issue(field, "\(field) must be the number of a later step, \(number + 1) to \(steps.count), or null to end the sequence.")]
        }
        guard steps[target - 1].condition != .noReply else {
            return [issue(field, "\(field) leads to step \(target), which waits for no reply: let its when be replied or always.")]
        }
        return []
    }

    private static func reachIssues(_ step: SequenceSteps.Step, _ number: Int, of steps: [SequenceSteps.Step]) -> [ValidationError.Issue] {
        guard step.condition == .replied, !steps.contains(where: { $0.onReply == number }) else { return [] }
        let field = "steps[\(number)].when"
        return [issue(field, "\(field) is replied, but nothing leads to the step: let on_reply of an earlier step be \(number).")]
    }

    private static func issue(_ field: String, _ message: String) -> ValidationError.Issue {
        ValidationError.Issue(field: field, message: message)
    }
}
