import ArgumentParser
import Domain

struct ScheduleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schedule", abstract: "Try out schedules: when something is due, and what a schedule means.", subcommands: [Next.self])

    struct Next: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print when a schedule is due next, one time a line.",
            usage: "crm-agent schedule next <schedule> [<options>]",
            discussion: """
                A schedule is a cron expression or a few words:
                  "0 9 * * MON-FRI"
                  "0 9 L * *"
                  "every 2 days from 2026-01-01 at 11:00"
                  "every month from 2026-01-31 at 09:00"
                  "once at 2026-03-01T09:00"

                A time that a clock change skips is due right after the gap; one that comes twice is due at its first. \
                docs/schedules.md has every form.

                With --file each line is answered by one: the times with tabs between them, or `error`, a tab and the reason.
                """)

        @Argument(help: "The schedule, in quotes.") var schedule: String?
        @Option(help: "The time zone's IANA name, such as Europe/Berlin.") var zone = "UTC"
        @Option(help: "Only later than this: 2026-03-01, 2026-03-01T09:00 or 2026-03-01T09:00:00+01:00 (now).") var from: String?
        @Option(help: "How many at most.") var count = 5
        @Flag(help: "Say the schedule in words first.") var explain = false
        @Option(help: "Read many from a file (- is standard input): SCHEDULE, ZONE, FROM, COUNT in each line, with tabs between.") var file: String?

        func validate() throws {
            guard (schedule == nil) != (file == nil) else {
                throw ArgumentParser.ValidationError("Give one schedule in quotes, or --file with many of them.")
            }
        }

        func run() throws {
            if let file { return try ScheduleList(file: file).run() }
            let question = try asked { () throws(ScheduleQuestion.Unclear) in
                try ScheduleQuestion(schedule ?? "", zone: zone, from: from, count: count)
            }
            if explain { say("\(question.schedule.explanation) (\(zone))") }
            let times = question.times
            times.forEach { say($0) }
            if let remark = question.remark(on: times) { Output.error.write("\(remark)\n".utf8) }
        }
    }
}

/// Turns what is unclear about a question into the error of a wrong use, with exit code 64.
private func asked<Result>(_ read: () throws(ScheduleQuestion.Unclear) -> Result) throws -> Result {
    do throws(ScheduleQuestion.Unclear) { return try read() } catch { throw ArgumentParser.ValidationError(error.sentence) }
}
