import Domain
import HTTPTypes
import Hummingbird
import Journey
import Logging
import NIOCore
import Storage

/// Puts operations behind addresses, and around each: the edge, the body's limit, idempotency and the mapping of errors.
final class OperationRouter: Sendable {
    let services: WebServices
    let operations: [Operation]
    let edge: Edge
    let callers: Callers
    private let methods: [(pattern: [Substring], method: HTTPRequest.Method)]

    private let addresses: AddressTree<Endpoint>
    private let gate: AccessGate
    private let keysInHand = KeysInHand()
    private let room = BodyRoom()

    init(services: WebServices, operations: [Operation], edge: Edge, callers: Callers) {
        self.services = services
        self.operations = operations
        self.edge = edge
        self.callers = callers
        gate = AccessGate(services: services, guarding: edge.guarding)
        methods = operations.map { ($0.path.split(separator: "/"), $0.method) }
        addresses = Self.addresses(of: operations)
    }

    private final class Endpoint: Sendable {
        let operation: Operation
        let access: Access

        init(_ operation: Operation, _ access: Access) { (self.operation, self.access) = (operation, access) }
    }

    private static func addresses(of operations: [Operation]) -> AddressTree<Endpoint> {
        operations.reduce(into: AddressTree()) { tree, operation in
            // An operation without an entry lets nobody in: the table is complete, or the server had not started.
            guard let access = AccessTable.access(to: operation) else { return }
            tree.add(Endpoint(operation, access), operation.method, at: operation.path)
        }
    }

    func responder() -> some HTTPResponder<WebContext> {
        CallbackResponder { [self] request, context in
            await edge.respond(request, context) { [self] request, context in await respond(request, context) }
        }
    }

    private func respond(_ request: Request, _ context: WebContext) async -> Response {
        let path = request.uri.path
        if let found = addresses.find(request.method, path) {
            return await respond(request, context, found.value, found.parameters).response
        }
        // Whatever can be read can be looked at without its body.
        guard request.method == .head, let found = addresses.find(.get, path) else { return failure(HTTPError(.notFound), request).response }
        return await respond(request, context, found.value, found.parameters).response
    }

    private func respond(_ request: Request, _ context: WebContext, _ endpoint: Endpoint, _ parameters: PathParameters) async -> Answer {
        let operation = endpoint.operation
        var asking: Principal?
        do {
            if operation.isGuarded { try edge.guarding.check(request.head, isSecure: context.client.isSecure) }
            // Before the body is read: a stranger's is none of ours.
            let principal = try await gate.principal(asking: request.head, from: context.client, for: endpoint.access)
            asking = principal
            if operation.givesCookie { try gate.checkOwnPage(request.head, isSecure: context.client.isSecure) }
            return try await WorkspaceScope.$current.withValue(.workspace(principal.workspace)) {
                try await admit(request, context, endpoint, parameters, from: principal)
            }
        } catch {
            edge.log.tell(error, operation.id, by: asking, from: context.client.address)
            return failure(error, request)
        }
    }

    /// From here on nothing is read or written but what is the caller's workspace's.
    private func admit(
        _ request: Request, _ context: WebContext, _ endpoint: Endpoint, _ parameters: PathParameters, from principal: Principal
    ) async throws -> Answer {
        let operation = endpoint.operation
        let size = try bodySize(request, operation)
        try room.take(size)
        defer { room.giveBack(size) }
        let made = try await webRequest(request, context, operation, parameters, principal, hasBody: size > 0)
        let verdicts = try await edge.rates?.admit(made, operation) ?? []
        try await gate.check(made, endpoint.access)
        if operation.needsProof { try await services.access.proofs.check(principal) }
        var answer = try await answer(made, context, operation)
        for verdict in verdicts { verdict.add(to: &answer.headers) }
        // The body may be written when this has long returned.
        return answer.within(.workspace(principal.workspace))
    }

    private func answer(_ request: WebRequest, _ context: WebContext, _ operation: Operation) async throws -> Answer {
        // A read needs no word of its own where the server stops: whoever gets none may ask again.
        guard operation.asksModel || operation.method != .get else { return try await carryOut(request, operation) }
        return try await callers.carryOut(from: context.channel, isCancellable: operation.asksModel) { [self] in
            try await carryOut(request, operation)
        }
    }

    private func carryOut(_ request: WebRequest, _ operation: Operation) async throws -> Answer {
        try await Actor.$current.withValue(request.actor) { try await perform(request, operation) }
    }

    private func perform(_ request: WebRequest, _ operation: Operation) async throws -> Answer {
        guard operation.takesKey else { return try await operation.handle(request, services) }
        return try await Idempotency(services: services, keysInHand: keysInHand).answer(request) { try await operation.handle($0, services) }
    }

    /// How many bytes the body has, or may have where it does not say; 0 for what is read without one.
    private func bodySize(_ request: Request, _ operation: Operation) throws -> Int {
        guard operation.method == .post || operation.method == .patch else { return 0 }
        if request.headers[.transferEncoding] != nil { return operation.bodyLimit }
        let size = request.headers.text(.contentLength).flatMap { Int($0) } ?? 0
        if size > operation.bodyLimit { throw Problem.tooLarge(over: operation.bodyLimit) }
        return size
    }

    private func webRequest(
        _ request: Request, _ context: WebContext, _ operation: Operation, _ parameters: PathParameters, _ principal: Principal, hasBody: Bool
    ) async throws -> WebRequest {
        let body = hasBody ? try await collect(request, context, upTo: operation.bodyLimit) : ByteBuffer()
        if hasBody, let length = request.headers.text(.contentLength).flatMap({ Int($0) }), length != body.readableBytes {
            throw Problem(.badRequest, "The body ended before its Content-Length.")
        }
        return WebRequest(
            head: request.head, path: request.uri.path, query: QueryString.parse(request.uri.query),
            parameters: parameters, principal: principal, client: context.client, body: body)
    }

    private func collect(_ request: Request, _ context: WebContext, upTo limit: Int) async throws -> ByteBuffer {
        if request.headers[.expect] != nil { context.askForBody() }
        do { return try await request.body.collect(upTo: limit) } catch is NIOTooManyBytesError { throw Problem.tooLarge(over: limit) }
    }

    private func failure(_ error: any Error, _ request: Request) -> Answer {
        if let error = error as? HTTPError, error.status == .notFound, let other = wrongMethod(request) { return other.answer }
        if let problem = Problem(error) { return problem.answer }
        // The path without its query: it names no person and no secret.
        services.logger.error("a request failed", metadata: ["path": "\(request.uri.path)", "error": "\(error)"])
        return Problem.fault.answer
    }

    /// 405 where the address exists with other methods.
    private func wrongMethod(_ request: Request) -> Problem? {
        let path = request.uri.path.split(separator: "/")
        let addresses = methods.filter { matches($0.pattern, path) }
        // As the router does: an address that is spelled out comes before one with a parameter in that place.
        guard let fewest = addresses.map({ parameterCount($0.pattern) }).min() else { return nil }
        let allowed = addresses.filter { parameterCount($0.pattern) == fewest }.map(\.method.rawValue)
        let list = Set(allowed).sorted().joined(separator: ", ")
        return Problem(.methodNotAllowed, "This address takes \(list) only.", headers: [.allow: list])
    }

    private func parameterCount(_ pattern: [Substring]) -> Int { pattern.count { $0.hasPrefix("{") } }

    private func matches(_ pattern: [Substring], _ path: [Substring]) -> Bool {
        pattern.count == path.count && zip(pattern, path).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }
}
