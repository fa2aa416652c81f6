import ArgumentParser
import Domain
import Journey
import NIOCore
import ServiceLifecycle
import Storage
import UnixSignals
import Web

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the page and the API, and run the agents on their schedules.",
        usage: "crm-agent serve [<options>]",
        discussion: "A new database gets a sample business, and each agent writes once, so that there is something to see."
    )

    @OptionGroup var options: DataOptions
    @Option(help: "The port (PORT; 8080 by default; 0 for any free one).") var port: Int?
    @Option(help: "The address (HOST; 127.0.0.1 by default).") var host: String?
    @Option(
        help: "all, web (the page and the API) or worker (schedules, runs, deliveries) (ROLE; all by default). Two roles need PostgreSQL.")
    var role: ProcessRole?
    @Flag(help: "Leave a new database empty.") var noSample = false

    func run() async throws {
        try await report { try await Actor.$current.withValue(.system) { try await serve() } }
    }

    private func serve() async throws {
        Output.makeOptional()
        ProcessMemory.keepFreed()
        OpenFiles.raise()
        say("CRM Agent \(CRMAgent.version)")
        for slip in try await Environment.load().slips { say(slip) }
        let wiring = try await Wiring(options, mayCreate: true, mayWait: true) { settings in
            if let port { settings.port = port }
            if let host { settings.host = host }
            if let role { settings.role = role }
            try settings.role.check(isDatabaseShared: settings.postgres != nil)
            try settings.check()
            // Else it would be found out by the backup at night.
            _ = try settings.backupKey.get()
            try await PortProbe.check(host: settings.host, port: settings.port)
            if settings.postgres == nil { try DataFolder(path: settings.dataFolder).lock() }
        }
        // Whatever ends the services or keeps them from starting, the database closes after the last of them.
        try await closing(wiring) {
            let isWanted = !noSample && wiring.settings.role.servesPage && wiring.migration.gate.isOpen
            let firstLook = try await FirstLook(wiring: wiring, isWanted: isWanted)
            try await firstLook.showBeforeServing()
            try await serve(wiring, firstLook)
        }
    }

    private func serve(_ wiring: Wiring, _ firstLook: FirstLook) async throws {
        do {
            let services = try services(wiring, firstLook)
            // Each says for itself whose rows it works with; what forgets to sees none.
            try await WorkspaceScope.$current.withValue(.none) { try await services.run() }
        } catch let error as IOError {
            throw PortProbe.fault(error, port: wiring.settings.port)
        }
    }

    private func drainingSwitch(_ wiring: Wiring) -> DrainingSwitch {
        DrainingSwitch(wiring.draining, delay: wiring.settings.shutdownDelay, clock: wiring.clock)
    }

    private func services(_ wiring: Wiring, _ firstLook: FirstLook) throws -> ServiceGroup {
        let host = wiring.settings.host
        let address = host.contains(":") ? "[\(host)]" : host
        let role = wiring.settings.role
        let edge = wiring.settings.edge.settings(host: host)
        let identity = try wiring.tlsIdentity(edge)
        let origin = "\(identity == nil ? "http" : "https")://\(address)"
        let web = try WebServer.make(
            wiring.web, onlyHealth: !role.servesPage, host: host, port: wiring.settings.port, edge: edge, identity: identity,
            drainLimit: wiring.settings.shutdownLimit
        ) { port in
            say("CRM Agent is ready on \(origin):\(port)")
            if !wiring.migration.gate.isOpen { say("The database is not there yet: until it is, calls are answered with 503.") }
            await SetUpLink(wiring: wiring).print(address: edge.names.publicOrigin ?? "\(origin):\(port)")
        }
        let workers: [any Service] =
            role.works
            ? [
                wiring.outbox, wiring.worker, wiring.pacer, wiring.scheduler, wiring.lostCalls, wiring.draftExpiry, wiring.erasures,
                wiring.retention, wiring.auditSealing,
            ] + (wiring.accountMailer.map { [$0] } ?? []) : []
        let memory: [any Service] = role.servesPage ? [wiring.memory] : []
        // They start in this order and stop in the reverse one, each having drained.
        let certificates: [any Service] = identity.map { [$0] } ?? []
        let services =
            [wiring.migration, wiring.signals] + certificates + workers.map(AcrossWorkspaces.init) + memory
            + [web, AcrossWorkspaces(firstLook), drainingSwitch(wiring), IdleMemory(clock: wiring.clock), StopLimit(wiring)]
        var configuration = ServiceGroupConfiguration(
            services: services.map { .init(service: NamedService($0)) }, gracefulShutdownSignals: [.sigterm, .sigint], logger: wiring.logger)
        // A cancellation that takes too long would trap here: `StopLimit` bounds it.
        configuration.maximumGracefulShutdownDuration = StopLimit.graceful(wiring.settings)
        return ServiceGroup(configuration: configuration)
    }
}
