import Domain
import Foundation
import Journey

/// The file that keeps a run, for a later one to be compared with.
enum EvalFile {
    /// - Throws: `ValidationError` naming the file.
    static func read(_ path: String) throws(ValidationError) -> EvalReport {
        guard let file = FileManager.default.contents(atPath: path) else { throw ValidationError(field: path, "cannot be read.") }
        guard let report = try? JSONDecoder().decode(EvalReport.self, from: file), report.format == EvalReport.currentFormat else {
            throw ValidationError(field: path, "is no run that this version has kept: make one with --save.")
        }
        return report
    }

    /// - Throws: `ValidationError` naming the file.
    static func write(_ report: EvalReport, to path: String) throws(ValidationError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        do { try encoder.encode(report).write(to: URL(filePath: path), options: .atomic) } catch {
            throw ValidationError(field: path, "cannot be written: choose a folder that is there and that you can write to.")
        }
    }
}
