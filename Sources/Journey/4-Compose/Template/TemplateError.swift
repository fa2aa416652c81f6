package import Domain

/// Why a template cannot be used: what is wrong, where, and what would be right.
package struct TemplateError: Error, Equatable, Sendable {
    /// Counted from 1, in lines and in characters of that line.
    package let line: Int
    package let column: Int
    package let problem: String

    package var description: String { "prompt is wrong at line \(line), character \(column): \(problem)" }

    package var validation: ValidationError { ValidationError(field: "prompt", description) }
}
