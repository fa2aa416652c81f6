import Foundation

/// usage: embed-assets FOLDER OUTPUT.swift
///
/// Writes every UTF-8 file below FOLDER as a raw string literal into one Swift dictionary, path to text, and the same
/// compressed. A raw literal compiles at once, where an array of bytes takes the type checker minutes.
@main
enum EmbedAssets {
    static func main() throws {
        let output = URL(filePath: CommandLine.arguments[2])
        try source(of: files(below: URL(filePath: CommandLine.arguments[1]))).write(to: output, atomically: true, encoding: .utf8)
    }

    private struct File {
        var path: String
        var text: String
    }

    private static func files(below folder: URL) throws -> [File] {
        try FileManager.default.subpathsOfDirectory(atPath: folder.path()).sorted().compactMap { path in
            let file = folder.appending(path: path)
            guard !file.lastPathComponent.hasPrefix("."), !path.hasPrefix(".") else { return nil }
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: file.path(), isDirectory: &isFolder)
            return isFolder.boolValue ? nil : File(path: path, text: try String(contentsOf: file, encoding: .utf8))
        }
    }

    private static func source(of files: [File]) throws -> String {
        let fingerprint = fingerprint(of: files)
        let shown = files.map { versioned($0, fingerprint) }
        let texts = shown.map { "\"\($0.path)\": \(literal($0.text)),\n" }
        let compressed = try shown.compactMap(compressed)
        return """
            enum EmbeddedAssets {
                /// Changes with any file.
                static let fingerprint = "\(fingerprint)"
                static let files: [String: String] = [
            \(texts.joined())
                ]
                /// By gzip, as Base64; without those that this makes no smaller.
                static let compressed: [String: String] = [
            \(compressed.joined())
                ]
            }

            """
    }

    /// Pages name the files of their own version: these may be kept for good.
    private static func versioned(_ file: File, _ fingerprint: String) -> File {
        guard file.path.hasSuffix(".html") else { return file }
        return File(path: file.path, text: file.text.replacingOccurrences(of: "\"/assets/", with: "\"/assets/\(fingerprint)/"))
    }

    private static func compressed(_ file: File) throws -> String? {
        let bytes = try Gzip.compress(Array(file.text.utf8))
        guard bytes.count < file.text.utf8.count else { return nil }
        return "\"\(file.path)\": \"\(Data(bytes).base64EncodedString())\",\n"
    }

    /// FNV-1a over all paths and texts.
    private static func fingerprint(of files: [File]) -> String {
        let bytes = files.map { "\($0.path)\u{0}\($0.text)\u{0}" }.joined().utf8
        return String(bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }, radix: 36)
    }

    private static func literal(_ text: String) -> String {
        var fence = "#"
        while text.contains("\"\"\"" + fence) || text.contains("\\" + fence) { fence += "#" }
        return "\(fence)\"\"\"\n\(text)\n\"\"\"\(fence)"
    }
}
