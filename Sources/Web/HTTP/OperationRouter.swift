import Domain
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Storage

/// Puts operations behind addresses, and around each: the guard, the body's limit, idempotency and the mapping of errors.
struct OperationRouter: Sendable {
    let services: WebServices
    let operations: [Operation]
    let guarding: RequestGuard
    let callers: Callers
    private let methods: [(pattern: [Substring], method: HTTPRequest.Method)]

    private let keysInHand = KeysInHand()

    static let bodyLimit = 1 << 20

    init(services: WebServices, operations: [Operation], hosts: Set<String>, callers: Callers) {
        self.services = services
        self.operations = operations
        guarding = RequestGuard(hosts: hosts)
        self.callers = callers
        methods = operations.map { ($0.path.split(separator: "/"), $0.method) }
    }

    func responder() -> some HTTPResponder<WebContext> {
        let router = Router(context: WebContext.self, options: .autoGenerateHeadEndpoints)
        for operation in operations {
            router.on(RouterPath(operation.path), method: operation.method) { request, context in
                await respond(request, context, operation).response
            }
        }
        let routed = router.buildResponder()
        return CallbackResponder { request, context in
            do {
                let response = try await routed.respond(to: request, context: context)
                // The router answers an unknown address by itself, without a body.
                let isUnknown = response.status == .notFound && response.headers[.contentType] == nil
                return SecurityHeaders.add(to: isUnknown ? failure(HTTPError(.notFound), request).response : response)
            } catch {
                return SecurityHeaders.add(to: failure(error, request).response)
            }
        }
    }

    private func respond(_ request: Request, _ context: WebContext, _ operation: Operation) async -> Answer {
        do {
            if operation.isGuarded { try guarding.check(request.head) }
            let made = try await webRequest(request, context, operation)
            // A read needs no word of its own where the server stops: whoever gets none may ask again.
            guard operation.asksModel || operation.method != .get else { return try await carryOut(made, operation) }
            return try await callers.carryOut(from: context.channel, isCancellable: operation.asksModel) { try await carryOut(made, operation) }
        } catch {
            return failure(error, request)
        }
    }

    private func carryOut(_ request: WebRequest, _ operation: Operation) async throws -> Answer {
        try await Actor.$current.withValue(request.actor) { try await perform(request, operation) }
    }

    private func perform(_ request: WebRequest, _ operation: Operation) async throws -> Answer {
        guard operation.method == .post else { return try await operation.handle(request, services) }
        return try await Idempotency(services: services, keysInHand: keysInHand).answer(request) { try await operation.handle($0, services) }
    }

    private func webRequest(_ request: Request, _ context: WebContext, _ operation: Operation) async throws -> WebRequest {
        let hasBody = operation.method == .post || operation.method == .patch
        if hasBody, let length = request.headers[.contentLength].flatMap({ Int($0) }), length > Self.bodyLimit { throw HTTPError(.contentTooLarge) }
        let body = hasBody ? try await request.body.collect(upTo: Self.bodyLimit) : ByteBuffer()
        return WebRequest(
            head: request.head, path: request.uri.path, query: QueryString.parse(request.uri.query),
            parameters: context.parameters, principal: .open, address: context.address, body: body)
    }

    private func failure(_ error: any Error, _ request: Request) -> Answer {
        if let error = error as? HTTPError, error.status == .notFound, let other = wrongMethod(request) { return other.answer }
        if let problem = Problem(error) { return problem.answer }
        if error is NIOTooManyBytesError { return Problem(HTTPError(.contentTooLarge))?.answer ?? Problem.fault.answer }
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
