package import Domain
import Foundation

/// The cases of one folder.
package struct EvalSuite: Sendable {
    package let name: String
    package let cases: [EvalCase]

    package init(name: String, cases: [EvalCase]) {
        self.name = name
        self.cases = cases
    }

    /// Reads a folder of cases, or one whose folders are suites.
    ///
    /// - Throws: `ValidationError` naming the file and what in it is wrong.
    package static func read(_ folder: String) throws(ValidationError) -> [EvalSuite] {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder))?.sorted() ?? []
        let files = entries.filter { $0.hasSuffix(".json") }
        if !files.isEmpty { return [try suite(folder, files)] }
        var suites: [EvalSuite] = []
        for entry in entries {
            let inner = "\(folder)/\(entry)"
            let files = ((try? FileManager.default.contentsOfDirectory(atPath: inner)) ?? []).filter { $0.hasSuffix(".json") }.sorted()
            if !files.isEmpty { suites.append(try suite(inner, files)) }
        }
        guard !suites.isEmpty else {
            throw ValidationError(field: folder, "holds no cases: name a folder with files that end in .json, or one whose folders hold some.")
        }
        return suites
    }

    private static func suite(_ folder: String, _ files: [String]) throws(ValidationError) -> EvalSuite {
        var cases: [EvalCase] = []
        for file in files {
            let path = "\(folder)/\(file)"
            guard let data = FileManager.default.contents(atPath: path) else { throw ValidationError(field: path, "cannot be read.") }
            do { cases.append(try EvalCase(name: String(file.dropLast(5)), file: data)) } catch {
                throw ValidationError(field: path, "is wrong: \(error.issues.map(\.message).joined(separator: " "))")
            }
        }
        return EvalSuite(name: URL(filePath: folder).lastPathComponent, cases: cases)
    }
}
