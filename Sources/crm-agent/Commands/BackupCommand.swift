import ArgumentParser
import Connectors
import Domain
import Foundation
import Storage

struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Make, check and bring back backups of the database.", subcommands: [Create.self, Verify.self, Restore.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a backup of the database as it is now; servers may go on.",
            discussion: "With BACKUP_KEY it is encrypted. docs/backups.md says what is in it and how to keep it.")
        @OptionGroup var options: DataOptions
        @Option(help: "The folder for it (BACKUP_DIR; \"backups\" by default).") var to: String?
        @Option(help: "Then remove all but so many of the newest backups in that folder.") var keep: Int?
        @Flag(help: "Print JSON: the file, what was removed, and the manifest.") var json = false

        func validate() throws {
            if let keep, keep < 1 { throw ArgumentParser.ValidationError("--keep is a whole number from 1, such as 14.") }
        }

        func run() async throws {
            try await reportBackup {
                let setup = try await BackupSetup(options)
                let place = try BackupPlace(to ?? setup.folder)
                let creation = BackupCreation(settings: setup.settings, key: setup.key, tools: setup.tools)
                let (file, manifest) = try creation.run(in: place, now: WallClock.system.now())
                let removed = try keep.map(place.keepNewest) ?? []
                if json { return try sayJSON(Printed(file: file.path(), removed: removed, manifest: manifest)) }
                say("\(file.path())  \(manifest.words)\(setup.key == nil ? "  not encrypted" : "")")
                for name in removed { say("removed \(name)") }
            }
        }

        private struct Printed: Encodable {
            var file: String
            var removed: [String]
            var manifest: BackupManifest
        }
    }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Open everything in a backup and count it; nothing is changed.")
        @OptionGroup var options: DataOptions
        @Argument(help: "The backup.") var file: String
        @Flag(help: "Print JSON: the manifest.") var json = false

        func run() async throws {
            try await reportBackup {
                let setup = try await BackupSetup(options)
                let manifest = try setup.file(file).verify()
                if json { return try sayJSON(manifest) }
                say("\(file) is whole: \(manifest.words)")
            }
        }
    }

    struct Restore: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Bring a backup back into an empty place.",
            discussion: "The place is the folder of --data, or the database that DATABASE_URL names; what is there already is never touched.")
        @OptionGroup var options: DataOptions
        @Argument(help: "The backup.") var file: String
        @Flag(help: "Print JSON: the manifest.") var json = false

        func run() async throws {
            try await reportBackup {
                let setup = try await BackupSetup(options)
                let (manifest, place, open) = try await BackupRestoration(file: setup.file(file), settings: setup.settings).run()
                if json { return try sayJSON(manifest) }
                say("restored to \(place): \(manifest.words)")
                if open.deliveries > 0 {
                    say("\(open.deliveries) deliveries may have been sent since and wait for you: crm-agent deliveries list --state unknown")
                }
                if open.runs > 0 {
                    say("\(open.runs) runs may have been carried out since and wait for you: crm-agent runs list --state dead")
                }
            }
        }
    }
}

/// What all commands for backups go by.
struct BackupSetup {
    let settings: Settings
    let key: BackupKey?
    /// The folder of pg_dump and pg_restore; nil for PATH.
    let tools: String?
    let folder: String

    init(_ options: DataOptions) async throws {
        let environment = try await Environment.load()
        var settings = try Settings(environment)
        if let data = options.data { settings.dataFolder = data }
        self.settings = settings
        key = try settings.backupKey.get()
        tools = environment.value("PG_BIN")
        folder = environment.value("BACKUP_DIR") ?? "backups"
    }

    func file(_ path: String) -> BackupFile { BackupFile(path: path, key: key, tools: tools) }
}

/// As `report`, for what can go wrong with programs and files besides.
private func reportBackup(_ work: () async throws -> Void) async throws {
    try await report {
        do { try await work() } catch let error as PostgresTool.Failure {
            throw Refused(sentence: error.sentence)
        } catch let error as CocoaError {
            throw Refused(sentence: "A file cannot be read or written: \(error.localizedDescription)")
        }
    }
}

extension BackupManifest {
    /// `42 rows in 31 tables, schema 16, made 2026-11-28T08:43:00Z by crm-agent 0.1.0`
    fileprivate var words: String { "\(rows) rows in \(tables.count) tables, schema \(schema), made \(created_at) by crm-agent \(version)" }
}
