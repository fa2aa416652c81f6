import Domain
import Storage

extension AgentRules {
    /// What is wrong with the trigger, with the place.
    static func triggerIssues(_ values: Table.Values) -> [ValidationError.Issue] {
        guard let text = values.optionalText("trigger") else { return [] }
        do throws(ScheduleSyntaxError) {
            _ = try Trigger(parsing: text)
            return []
        } catch {
            return [ValidationError.Issue(field: "trigger", message: "trigger cannot be read: \(error).")]
        }
    }
}
