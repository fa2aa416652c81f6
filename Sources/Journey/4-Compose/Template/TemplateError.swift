package import Domain

/// Why a template cannot be used: what is wrong, where, and what would be right.
package struct TemplateError: Error, Equatable, Sendable {
    /// Counted from 1, in lines and in characters of that line.
    package let line: Int
    package let column: Int
    package let problem: String

    package var description: String { description(of: "prompt") }

    /// - Parameter field: what the template was given as.
    package func validation(of field: String) -> ValidationError { ValidationError(field: field, description(of: field)) }

    private func description(of field: String) -> String { "\(field) is wrong at line \(line), character \(column): \(problem)" }
}
