import ArgumentParser
import Domain
import Foundation
import Journey
import Storage
import Web

struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Bring in contacts, deals, tasks, targets or products from a CSV file.",
        usage: "crm-agent import <kind> <file> [<options>]",
        discussion: """
            Examples:
              crm-agent import contacts people.csv --dry-run   to see what would happen
              crm-agent import contacts people.csv             to do it

            The first line names the columns; "E-mail", "Full name" or "Lead status" are understood as well as email, \
            name and stage. Rows are known again by external_id, else contacts by e-mail address, or by name and company where they \
            have none, deals by customer and product, tasks by title and due date, targets by product, products by SKU or name: importing a file \
            twice changes nothing, and an empty cell keeps what is stored. A deal or task belongs to the contact whose e-mail address, external id or name is in its \
            column contact (or contact_email), else to the only contact who is called as its customer. Bad rows are named by line while the good ones go in.

            Exit status: 0 where every row is in, 1 where some are bad, 2 where the file or the database cannot be used.
            """
    )

    private static let shownProblems = 100

    @Argument(help: "What the file holds: \(ImportKind.allCases.map(\.rawValue).joined(separator: ", ")).") var kind: ImportKind
    @Argument(help: "The CSV file: UTF-8, separated by commas, semicolons or tabs.") var file: String
    @OptionGroup var options: WorkspaceOptions
    @Flag(help: "Tell what would happen and write nothing.") var dryRun = false
    @Option(help: "The id of the user who gets the rows that name none.") var user: Int64 = 1
    @Flag(help: "Print JSON.") var json = false

    func run() async throws {
        let result = try await report { try await stoppable { try await load() } }
        json ? sayJSON(result) : tell(result)
        if result.bad > 0 { throw ExitCode(1) }
    }

    private func load() async throws -> ImportReport {
        let file = try CSVFile(path: file)
        let wiring = try await Wiring(options, mayCreate: !dryRun)
        return try await closing(wiring) {
            let bar = ProgressBar(title: "Importing \(kind.rawValue)")
            defer { bar.clear() }
            return try await Importer(store: wiring.store, clock: wiring.clock, workspace: options.id).run(
                kind, file: file, user: user, isDryRun: dryRun
            ) {
                bar.show($0.fraction, "\($0.rows) rows")
            }
        }
    }

    private func stoppable(_ work: () async throws -> ImportReport) async throws -> ImportReport {
        do {
            return try await work()
        } catch let error as UnusableFile {
            throw stopped(error.sentence)
        } catch let error as Domain.ValidationError where error.issues.contains(where: { $0.field == "DATA_DIR" }) {
            throw stopped(error.issues.map(\.line).joined(separator: "; "))
        } catch let error as StoreError {
            throw stopped("\(error.sentence) What was imported so far is in; run the same import again.")
        }
    }

    private func stopped(_ sentence: String) -> ExitCode { failed(sentence, code: 2) }

    private func tell(_ report: ImportReport) {
        let prefix = report.isDryRun ? "Dry run, nothing was written: " : ""
        say("\(prefix)\(report.rows) rows: \(report.created) created, \(report.updated) changed, \(report.unchanged) unchanged, \(report.bad) bad")
        for problem in report.problems.prefix(Self.shownProblems) { say("line \(problem.line): \(problem.message)") }
        if report.bad > Self.shownProblems { say("and \(report.bad - Self.shownProblems) more bad rows") }
        if !report.ignoredColumns.isEmpty { say("Ignored columns: \(report.ignoredColumns.joined(separator: ", "))") }
        if !report.ownStages.isEmpty { say(stageHint(report)) }
        if report.linked > 0 { say("Rows that belong to a contact: \(report.linked)") }
        if !report.ambiguousContacts.isEmpty { say(ambiguityHint(report)) }
        if report.unknownContacts > 0 { say("Rows that name an unknown contact and went in without it: \(report.unknownContacts)") }
    }
}

private func stageHint(_ report: ImportReport) -> String {
    "Stages of your own, which the agents take for the middle of the pipeline: \(listed(report.ownStages)). "
        + "They know \(Contacts.usualStages.joined(separator: ", "))."
}

private func ambiguityHint(_ report: ImportReport) -> String {
    "Several contacts have the name, so these rows belong to none: \(listed(report.ambiguousContacts)). "
        + "Name the contact by e-mail address or external id in a column contact_email, or choose it on the page."
}

/// What occurs most first, such as `prospect (12), cold (3)`.
private func listed(_ counts: [String: Int]) -> String {
    let named = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) (\($0.value))" }
    return named.prefix(10).joined(separator: ", ") + (named.count > 10 ? " and \(named.count - 10) more" : "")
}

extension ImportKind: ExpressibleByArgument {}

private func sayJSON(_ report: ImportReport) {
    var json = JSONWriter()
    json.imported(report)
    sayAsIs(String(decoding: json.bytes, as: UTF8.self))
}
