import ServiceLifecycle

/// A service that is known by its type.
///
/// A group of services names each by its description. Without one of its own that is a dump of everything the service
/// reaches, secrets included, made at every start.
struct NamedService: Service, CustomStringConvertible {
    private let service: any Service
    let description: String

    init(_ service: any Service) {
        self.service = service
        description = service is any CustomStringConvertible ? String(describing: service) : String(describing: type(of: service))
    }

    func run() async throws { try await service.run() }
}
