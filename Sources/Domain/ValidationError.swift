/// Input that breaks a rule: names the field and says what would be right.
package struct ValidationError: Error, Equatable, Sendable {
    package struct Issue: Equatable, Sendable {
        package var field: String
        /// A sentence that ends with what to do.
        package var message: String

        package init(field: String, message: String) {
            self.field = field
            self.message = message
        }
    }

    package var issues: [Issue]

    package init(_ issues: [Issue]) { self.issues = issues }
    package init(field: String, _ message: String) { issues = [Issue(field: field, message: message)] }
}
