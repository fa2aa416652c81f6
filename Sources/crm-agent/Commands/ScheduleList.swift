import ArgumentParser
import Foundation

/// Many questions about schedules, read line by line: each is answered by one line, in the same order.
struct ScheduleList {
    private let lines: AnyIterator<String>

    /// `-` is standard input.
    init(file: String) throws {
        guard file != "-" else {
            lines = AnyIterator { readLine() }
            return
        }
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw ArgumentParser.ValidationError("\(file) cannot be read as UTF-8 text: check its name.")
        }
        lines = AnyIterator(text.split(whereSeparator: \.isNewline).lazy.map(String.init).makeIterator())
    }

    /// A line that is unclear is answered by `error`, a tab and the reason, and the exit code is 64 in the end.
    func run() throws {
        var (total, unclear) = (0, 0)
        for line in lines {
            total += 1
            do throws(ScheduleQuestion.Unclear) {
                sayAsIs(try question(line).times.joined(separator: "\t"))
            } catch {
                unclear += 1
                sayAsIs("error\t\(error.sentence)")
            }
        }
        if unclear > 0 { throw failed("\(unclear) of \(total) lines are unclear; each says why.", code: ExitCode.validationFailure.rawValue) }
    }

    private func question(_ line: String) throws(ScheduleQuestion.Unclear) -> ScheduleQuestion {
        let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, let count = Int(parts[3]) else {
            throw ScheduleQuestion.Unclear(sentence: "A line has SCHEDULE, ZONE, FROM and COUNT with tabs between them.")
        }
        return try ScheduleQuestion(parts[0], zone: parts[1], from: parts[2], count: count)
    }
}
