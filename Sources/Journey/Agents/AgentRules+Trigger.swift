import Domain
import Storage

extension AgentRules {
    /// What is wrong with the trigger, with the place.
    static func triggerIssues(_ values: Table.Values) -> [ValidationError.Issue] {
        guard let text = values.optionalText("trigger") else { return [] }
        do throws(ScheduleSyntaxError) {
            let trigger = try Trigger(parsing: text)
            guard trigger == .targetBehindPlan, values.text("recipients") == Recipients.contact.rawValue else { return [] }
            return [
                ValidationError.Issue(
                    field: "trigger",
                    message: "trigger target_behind_plan is about no contact: let recipients be user or both, or take another trigger.")
            ]
        } catch {
            return [ValidationError.Issue(field: "trigger", message: "trigger cannot be read: \(error).")]
        }
    }
}
