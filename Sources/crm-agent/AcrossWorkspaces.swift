import ServiceLifecycle
import Storage

/// A service that works for every workspace.
struct AcrossWorkspaces: Service, CustomStringConvertible {
    let service: any Service
    var description: String { String(describing: type(of: service)) }

    init(_ service: any Service) { self.service = service }

    func run() async throws {
        try await WorkspaceScope.$current.withValue(.everyWorkspace) { try await service.run() }
    }
}
