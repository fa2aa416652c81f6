import Domain
import Foundation

/// The file `.env`: lines `NAME=value`, read as python-dotenv and Docker Compose read them, but without `$NAME` in values.
///
/// The configuration library's own reading keeps quotation marks as part of the value and passes over lines that it does not
/// understand, so that a quoted key is refused by its provider and a mistyped line does nothing.
struct EnvironmentFile {
    struct Entry {
        var line: Int
        var name: String
        var value: String
    }

    let entries: [Entry]

    /// - Throws: `ValidationError` naming the line; it never repeats its text, which may be a secret.
    init(_ text: String) throws {
        let text = text.first == "\u{FEFF}" ? text.dropFirst() : text[...]
        entries = try text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated().compactMap { index, line in
            try Self.entry(line.trimmingCharacters(in: .whitespaces)[...], line: index + 1)
        }
    }

    /// - Returns: Nil where there is no such file.
    static func read(at path: String) throws -> EnvironmentFile? {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return nil }
        guard !isFolder.boolValue, let bytes = FileManager.default.contents(atPath: path), let text = String(validating: bytes, as: UTF8.self) else {
            throw ValidationError(field: ".env", "cannot be read; write lines of the form NAME=value in UTF-8, as in .env.example")
        }
        return try EnvironmentFile(text)
    }

    /// Of a name that stands there twice the last one counts.
    var variables: [String: String] { Dictionary(entries.map { ($0.name, $0.value) }) { $1 } }

    private static func entry(_ line: Substring, line number: Int) throws -> Entry? {
        guard let first = line.first, first != "#" else { return nil }
        let words = line.split(maxSplits: 1, whereSeparator: \.isWhitespace)
        let assignment = words.count == 2 && words[0] == "export" ? words[1] : line
        let parts = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts[0].trimmingCharacters(in: .whitespaces)
        guard parts.count == 2, isName(name) else { throw fault(number, "is not of the form NAME=value") }
        return Entry(line: number, name: name, value: try value(parts[1].trimmingCharacters(in: .whitespaces), line: number))
    }

    private static func isName(_ text: String) -> Bool {
        text.utf8.first.map { !(0x30...0x39).contains($0) } == true
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x5F }
    }

    private static func value(_ text: String, line number: Int) throws -> String {
        guard let mark = text.first, mark == "\"" || mark == "'" else { return withoutRemark(text) }
        var value = ""
        var rest = text.dropFirst()
        while let letter = rest.popFirst() {
            if letter == mark { return try ended(value, rest, line: number) }
            let isEscape = letter == "\\" && mark == "\"" && (rest.first == "\"" || rest.first == "\\")
            value.append(isEscape ? rest.removeFirst() : letter)
        }
        throw fault(number, "opens a quotation mark that it does not close")
    }

    private static func ended(_ value: String, _ rest: Substring, line number: Int) throws -> String {
        let rest = rest.trimmingCharacters(in: .whitespaces)
        guard rest.isEmpty || rest.hasPrefix("#") else { throw fault(number, "goes on after the closing quotation mark") }
        return value
    }

    /// A remark stands apart: `secret#1` is a value.
    private static func withoutRemark(_ text: String) -> String {
        guard !text.hasPrefix("#") else { return "" }
        let remark = text.indices.first { text[$0] == "#" && text[text.index(before: $0)].isWhitespace }
        return text[..<(remark ?? text.endIndex)].trimmingCharacters(in: .whitespaces)
    }

    private static func fault(_ line: Int, _ what: String) -> ValidationError {
        ValidationError(field: ".env", "line \(line) \(what); write for example TIME_ZONE=Europe/Berlin")
    }
}
