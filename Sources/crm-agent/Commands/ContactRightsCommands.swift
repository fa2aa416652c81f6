import ArgumentParser
import Domain
import Journey
import Storage
import Web

struct ContactExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Print everything about a contact, as JSON or as a page (docs/privacy.md).")
    @OptionGroup var options: WorkspaceOptions
    @Argument(help: "The contact's id.") var id: Int64
    @Flag(help: "Print a page to read instead of JSON.") var html = false

    func run() async throws {
        try await report {
            let wiring = try await Wiring(options)
            try await closing(wiring) {
                try await ContactErasure(store: wiring.store, clock: wiring.clock).enterExport(of: id, in: options.id)
                let export = ContactExport(store: wiring.store)
                if html {
                    var page = ExportPage(style: ExportStyle.within)
                    sayAsIs(page.begin(id, now: wiring.clock.now()), terminator: "")
                    try await export.read(id, in: options.id) { sayAsIs(page.text(of: $0), terminator: "") }
                    return sayAsIs(page.end(), terminator: "")
                }
                var json = ExportJSON()
                sayAsIs(json.begin(id, now: wiring.clock.now()), terminator: "")
                try await export.read(id, in: options.id) { sayAsIs(json.text(of: $0), terminator: "") }
                sayAsIs(json.end(), terminator: "")
            }
        }
    }
}

struct ContactEraseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase", abstract: "Erase a contact everywhere, for good (docs/privacy.md).")
    @OptionGroup var options: WorkspaceOptions
    @Argument(help: "The contact's id.") var id: Int64
    @Option(help: "The contact's e-mail address or name; asked for where it is left out.") var confirm: String?

    func run() async throws {
        try await report {
            let wiring = try await Wiring(options)
            try await closing(wiring) {
                let desk = ContactErasure(store: wiring.store, clock: wiring.clock)
                var erasure = try await begun(desk)
                while !erasure.isDone {
                    let before = erasure.version
                    erasure = try await desk.carryOn(erasure, slices: 100)
                    // What is going out in this moment is waited for.
                    if !erasure.isDone, erasure.version == before { try await wiring.clock.sleep(.seconds(1)) }
                }
                say("contact \(id) is erased; receivers of webhooks and older backups may still have it")
            }
        }
    }

    /// Nobody is asked about a contact that is not there, or that is being erased already.
    private func begun(_ desk: ContactErasure) async throws -> Erasures.Erasure {
        if let known = try await desk.find(id, in: options.id) { return known }
        _ = try await desk.identity(of: id, in: options.id)
        return try await desk.request(id, confirmedBy: confirm ?? asked(), in: options.id)
    }

    private func asked() -> String {
        say("This can't be undone. Type the contact's e-mail address or name to erase it: ", terminator: "")
        return readLine() ?? ""
    }
}

struct ContactReadmitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "readmit", abstract: "Let an erased address be written to again, because its owner asks for it.")
    @OptionGroup var options: WorkspaceOptions
    @Argument(help: "The address.") var email: String

    func run() async throws {
        try await report {
            let wiring = try await Wiring(options)
            let rows = try await closing(wiring) { try await wiring.store.commit(ErasedAddresses.forget(email, in: options.id)) }
            guard !rows.isEmpty else { throw Refused(sentence: "The address is not one of an erased contact.") }
            say("readmitted; messages need its consent all the same")
        }
    }
}
