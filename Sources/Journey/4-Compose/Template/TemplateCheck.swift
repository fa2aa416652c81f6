import Domain

/// Reads the tags of a template: only variables we know, and sections that are opened and closed in order.
///
/// What else Mustache has (partials, lambdas, other delimiters, raw tags) is refused: a message's text is plain, and a
/// template is all there is to it.
struct TemplateCheck {
    private struct Tag {
        var name: String
        var start: String.Index
    }

    private let text: String
    private let variables: [TemplateVariable]
    private var open: [Tag] = []
    /// Whether there is anything that could become text: comments and sections alone do not.
    private var saysSomething = false

    /// - Returns: whether there is anything that could become text.
    /// - Throws: `TemplateError` for the first thing that is wrong.
    static func check(_ text: String, _ variables: [TemplateVariable]) throws(TemplateError) -> Bool {
        var check = TemplateCheck(text: text, variables: variables)
        try check.run()
        return check.saysSomething
    }

    private init(text: String, variables: [TemplateVariable]) {
        self.text = text
        self.variables = variables
    }

    private mutating func run() throws(TemplateError) {
        var rest = text[...]
        while let start = rest.firstRange(of: "{{") {
            guard let end = rest[start.upperBound...].firstRange(of: "}}") else {
                throw fault(start.lowerBound, "{{ is never closed: write }} after the name.")
            }
            note(rest[..<start.lowerBound])
            try read(text[start.upperBound..<end.lowerBound], at: start.lowerBound)
            rest = text[end.upperBound...]
        }
        if let last = open.last { throw fault(last.start, "the section \(last.name) is never closed: write {{/\(last.name)}} where it ends.") }
        note(rest)
    }

    private mutating func note(_ words: Substring) { saysSomething = saysSomething || !String(words).trimmed.isEmpty }

    /// The sign stands right behind the braces: the library takes none behind a blank.
    private mutating func read(_ tag: Substring, at start: String.Index) throws(TemplateError) {
        let name = String(tag.dropFirst()).trimmed
        switch tag.first {
        case "!": return
        case "#", "^":
            try checkName(name, at: start)
            open.append(Tag(name: name, start: start))
        case "/":
            guard let last = open.popLast() else { throw fault(start, "{{/\(name)}} closes a section that is not open.") }
            guard last.name == name else { throw fault(start, "{{/\(name)}} stands where {{/\(last.name)}} must come first.") }
        default:
            try checkName(String(tag).trimmed, at: start)
            saysSomething = true
        }
    }

    private func checkName(_ name: String, at start: String.Index) throws(TemplateError) {
        let known = variables.map(\.name)
        guard !known.contains(name) else { return }
        guard let first = name.unicodeScalars.first, first.properties.isAlphabetic else {
            throw fault(start, "{{\(name)}} is no variable: only {{name}}, {{#name}}, {{^name}}, {{/name}} and {{! a comment}} can be used.")
        }
        let hint = suggestion(for: name, among: known, otherwise: "there are \(known.joined(separator: ", ")).")
        throw fault(start, "unknown variable \(name): \(hint)")
    }

    private func fault(_ place: String.Index, _ problem: String) -> TemplateError {
        let before = text[..<place]
        let lineStart = before.lastIndex(where: \.isNewline).map(before.index(after:)) ?? before.startIndex
        return TemplateError(
            line: before.count(where: \.isNewline) + 1, column: before.distance(from: lineStart, to: place) + 1, problem: problem)
    }
}
