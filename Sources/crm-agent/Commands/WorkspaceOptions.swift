import ArgumentParser
import Domain
import Storage

/// Where the data is, and whose of it a command is about.
struct WorkspaceOptions: ParsableArguments {
    @OptionGroup var data: DataOptions
    @Option(name: .long, help: "Which workspace, by the number that `crm-agent workspace list` shows.") var workspace: Int64 = 1

    var id: WorkspaceID { WorkspaceID(workspace) }
}

extension Wiring {
    /// - Throws: `Refused` where there is no such workspace.
    init(_ options: WorkspaceOptions, mayCreate: Bool = false) async throws {
        try await self.init(options.data, mayCreate: mayCreate)
        do {
            try await store.checkHas(options.id)
        } catch {
            await close()
            throw error
        }
    }
}

extension Store {
    /// - Throws: `Refused` where there is no such workspace.
    func checkHas(_ workspace: WorkspaceID) async throws {
        guard try await read(Workspaces.get(workspace)).isEmpty else { return }
        throw Refused(sentence: "There is no workspace \(workspace.value): `crm-agent workspace list` shows them.")
    }
}
