import ArgumentParser
import Domain
import Foundation
import Journey
import Storage
import Web

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Look at who did what, hand it out, and work out whether nothing is missing from it.",
        discussion: "docs/audit.md says what is entered, and how the chain is made.",
        subcommands: [List.self, Export.self, Verify.self], defaultSubcommand: List.self)

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List entries, the newest first.")
        @OptionGroup var options: WorkspaceOptions
        @Option(help: "How many at most.") var limit: Int64 = 50
        @Option(help: "Only this action, such as draft.approved.") var action: String?
        @Option(help: "Only what this one did: an e-mail address, \"address (key's name)\", an agent's key, terminal or system.") var actor: String?
        @Option(help: "Only what was done to such ones, such as contact.") var subject: String?
        @Option(help: "Only what was done to the one of this id.") var id: Int64?
        @Flag(help: "Print one JSON object a line.") var json = false

        func run() async throws {
            try await report {
                var question = AuditQuestion(limit: max(1, limit))
                (question.action, question.actor, question.kind, question.subject) = (action, actor, subject, id)
                let statement = question.statement(options.id)
                let wiring = try await Wiring(options)
                let rows = try await closing(wiring) { try await wiring.store.read(statement) }
                for entry in rows.prefix(Int(question.limit)).map(AuditEntries.entry) { json ? sayJSON(entry) : say(line(entry).onOneLine) }
                if json { return }
                if rows.isEmpty { say("There is none.") }
                if rows.count > question.limit { say("There are more: --limit shows them.") }
            }
        }

        private func sayJSON(_ entry: AuditEntries.Entry) {
            var json = JSONWriter()
            json.auditEntry(entry)
            sayAsIs(String(decoding: json.bytes, as: UTF8.self))
        }

        private func line(_ entry: AuditEntries.Entry) -> String {
            let place = entry.actor.address.map { " from \($0)" } ?? ""
            let subject = entry.subject.id.map { "\(entry.subject.kind) \($0)" } ?? entry.subject.kind
            return "\(entry.at.rfc3339)  \(entry.action)  \(subject)  by \(entry.actor.name) (\(entry.actor.means.rawValue))\(place)\(remarks(entry))"
        }

        /// What the entry says of why, and of what somebody decided against.
        private func remarks(_ entry: AuditEntries.Entry) -> String {
            guard let body = entry.after, case .object(let after)? = try? JSONDecoder().decode(JSONValue.self, from: Data(body.utf8)) else {
                return ""
            }
            var remarks: [String] = []
            if after["despite_findings"] == .boolean(true) { remarks.append("despite findings") }
            for name in ["rejected_because", "reason"] {
                if case .string(let reason)? = after[name], !reason.isEmpty {
                    remarks.append("reason: \(reason.split(whereSeparator: \.isNewline).joined(separator: " "))")
                }
            }
            return remarks.isEmpty ? "" : "  (\(remarks.joined(separator: "; ")))"
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print the trail in the order of its chain, one JSON object a line.")
        @OptionGroup var options: WorkspaceOptions
        @Option(help: "Only entries after the one of this sequence.") var after: Int64 = 0

        func run() async throws {
            try await report {
                let wiring = try await Wiring(options)
                try await closing(wiring) {
                    let export = AuditExport(store: wiring.store, clock: wiring.clock, workspace: options.id)
                    try await export.pages(after: max(0, after), through: export.begin(after: max(0, after))) { entries in
                        Output.standard.write(entries.flatMap(JSONWriter.auditLine))
                    }
                }
            }
        }
    }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Work out whether entries have been removed, changed or exchanged; names the first one.",
            discussion: """
                Prints where the chain ends, as SEQUENCE:HASH. Whoever keeps that elsewhere can have it checked later with --anchor: then also \
                an end that was cut off, or a chain that was made anew, shows. Exit status: 0 where the chain holds, 1 where it does not.
                """)
        @OptionGroup var options: DataOptions
        @Option(help: "Where the chain ended once, as SEQUENCE:HASH; of the first workspace, or of --workspace.") var anchor: String?
        @Option(help: "Only this workspace's; all unless told.") var workspace: Int64?

        func run() async throws {
            try await report {
                let anchor = try anchor.map(head)
                let wiring = try await Wiring(options)
                try await closing(wiring) {
                    let all = try await wiring.store.read(Workspaces.names).map { $0.integer(0) }
                    let chosen = workspace.map { [$0] } ?? all
                    guard chosen.allSatisfy(all.contains) else {
                        throw Refused(sentence: "There is no workspace \(workspace ?? 0): `crm-agent workspace list` shows them.")
                    }
                    for id in chosen { try await verify(WorkspaceID(id), id == chosen.first ? anchor : nil, isOne: all.count == 1, wiring) }
                }
            }
        }

        private func verify(_ workspace: WorkspaceID, _ anchor: AuditHead?, isOne: Bool, _ wiring: Wiring) async throws {
            let finding = try await AuditVerifier(store: wiring.store).verify(workspace, through: anchor)
            let place = isOne ? "" : "Workspace \(workspace.value): "
            if let fault = finding.fault { throw Refused(sentence: "\(place)\(fault.sentence) The \(finding.held) before it hold.") }
            let erased = finding.erased == 0 ? "" : " (\(finding.erased) with an erased body)"
            say("\(place)\(finding.held) entries\(erased), each as it was sealed. The chain ends with:\n\(finding.held):\(finding.hash)")
        }

        private func head(_ text: String) throws -> AuditHead {
            let parts = text.split(separator: ":")
            guard parts.count == 2, let sequence = Int64(parts[0]), sequence >= 0, parts[1].count == 64 else {
                throw Domain.ValidationError(field: "--anchor", "must be SEQUENCE:HASH, as `crm-agent audit verify` prints it.")
            }
            return AuditHead(sequence: sequence, hash: String(parts[1]))
        }
    }
}
