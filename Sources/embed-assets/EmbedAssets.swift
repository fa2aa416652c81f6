import Foundation

/// usage: embed-assets FOLDER OUTPUT.swift
///
/// Writes every UTF-8 file below FOLDER as a raw string literal into one Swift dictionary, path to text. A raw literal
/// compiles at once, where an array of bytes takes the type checker minutes.
@main
enum EmbedAssets {
    static func main() throws {
        let folder = URL(filePath: CommandLine.arguments[1])
        let output = URL(filePath: CommandLine.arguments[2])
        var source = "enum EmbeddedAssets {\n    static let files: [String: String] = [\n"
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path()).sorted() {
            let file = folder.appending(path: path)
            guard !file.lastPathComponent.hasPrefix("."), !path.hasPrefix(".") else { continue }
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: file.path(), isDirectory: &isFolder)
            guard !isFolder.boolValue else { continue }
            source += "\"\(path)\": \(literal(try String(contentsOf: file, encoding: .utf8))),\n"
        }
        source += "    ]\n}\n"
        try source.write(to: output, atomically: true, encoding: .utf8)
    }

    private static func literal(_ text: String) -> String {
        var fence = "#"
        while text.contains("\"\"\"" + fence) || text.contains("\\" + fence) { fence += "#" }
        return "\(fence)\"\"\"\n\(text)\n\"\"\"\(fence)"
    }
}
