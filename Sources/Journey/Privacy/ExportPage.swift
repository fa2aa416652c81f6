package import Domain
import Storage

/// An export for people to read: one page of HTML without a script, every value escaped.
package struct ExportPage: Sendable {
    private let style: String
    private var isOpen = false

    /// - Parameter style: markup for the head: what the page looks like depends on where it is read.
    package init(style: String) { self.style = style }

    package func begin(_ contact: Int64, now: Timestamp) -> String {
        """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Contact \(contact)</title>
        \(style)</head>
        <body><main><h1>Everything about contact \(contact)</h1><p>As of \(now.rfc3339).</p>

        """
    }

    package mutating func text(of part: ContactExport.Part) -> String {
        var text = ""
        if part.isFirst {
            text += (isOpen ? "</section>\n" : "") + "<section><h2>\(Self.words(part.table))</h2>\n"
            isOpen = true
            if part.rows.isEmpty { text += "<p>Nothing.</p>\n" }
        }
        for row in part.rows { text += article(row, part.fields) }
        return text
    }

    package func end() -> String { (isOpen ? "</section>" : "") + "</main></body></html>\n" }

    private func article(_ row: Row, _ fields: [Field]) -> String {
        let shown = zip(fields, row.values).filter { $1 != .null && $1 != .text("") && $0.name != "version" }
        return "<dl>" + shown.map { "<dt>\(Self.words($0.name))</dt><dd>\(Self.escaped(Self.shown($1, $0.kind)))</dd>" }.joined() + "</dl>\n"
    }

    private static func shown(_ value: SQLValue, _ kind: Field.Kind) -> String {
        switch (value, kind) {
        case (.integer(let number), .time): Timestamp(milliseconds: number).rfc3339
        case (.integer(let number), .boolean): number == 0 ? "no" : "yes"
        case (.integer(let number), _): "\(number)"
        case (.real(let number), _): "\(number)"
        case (.text(let text), _): text
        case (.null, _): ""
        }
    }

    private static func words(_ name: String) -> String {
        let words = name.replacing("_", with: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
            .replacing("'", with: "&#39;")
    }
}
