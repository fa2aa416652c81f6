import Domain
import Storage

/// What must hold of an agent's values, taken together.
struct AgentRules {
    private let values: Table.Values
    private let isBuiltIn: Bool
    private var issues: [ValidationError.Issue] = []

    /// - Throws: `ValidationError` with everything that is wrong.
    static func check(_ values: Table.Values, isBuiltIn: Bool) throws(ValidationError) {
        var rules = AgentRules(values, isBuiltIn: isBuiltIn)
        rules.checkSchedule()
        rules.checkDays()
        rules.checkPrompt("prompt", for: .person)
        rules.checkPrompt("contact_prompt", for: .contact)
        rules.checkFilter()
        rules.issues += triggerIssues(values) + stepIssues(values)
        guard rules.issues.isEmpty else { throw ValidationError(rules.issues) }
    }

    private init(_ values: Table.Values, isBuiltIn: Bool) {
        self.values = values
        self.isBuiltIn = isBuiltIn
    }

    private mutating func checkSchedule() {
        do throws(ScheduleSyntaxError) {
            _ = try Schedule(parsing: values.text("schedule_rule"))
        } catch {
            report("schedule_rule", "schedule_rule cannot be read: \(error).")
        }
    }

    private mutating func checkDays() {
        if let issue = values.holidayIssue { issues.append(issue) }
        if let first = values.rules.startDate, let last = values.rules.endDate, last < first {
            report("end_date", "end_date must not be before start_date.")
        }
    }

    private mutating func checkPrompt(_ field: String, for reader: TemplateReader) {
        guard let prompt = values.optionalText(field) else {
            if !isBuiltIn, writes(to: reader) { report(field, "\(field) is missing: an own agent has no words of its own to fall back on.") }
            return
        }
        do throws(TemplateError) {
            _ = try MessageTemplate(given: prompt, for: reader)
        } catch {
            issues += error.validation(of: field).issues
        }
    }

    private func writes(to reader: TemplateReader) -> Bool {
        reader == .person ? recipients.includesUsers : recipients.includesContacts
    }

    private var recipients: Recipients { Recipients(rawValue: values.text("recipients")) ?? .user }

    private mutating func checkFilter() {
        guard let filter = values.optionalText("filter") else {
            if !isBuiltIn, recipients.includesContacts {
                report("filter", "filter is missing: an own agent that writes to contacts says to which; everyone has it write to all.")
            }
            return
        }
        do throws(FilterError) {
            _ = try AudienceSubject.contacts.filter(filter)
        } catch {
            issues += error.validation.issues
        }
    }

    private mutating func report(_ field: String, _ message: String) {
        issues.append(ValidationError.Issue(field: field, message: message))
    }
}
