import Domain
import HTTPTypes
import Hummingbird
import NIOHTTP1
import NIOHTTPTypesHTTP1

/// What every request passes before the operations, and every answer after them.
struct Edge: Sendable {
    let guarding: RequestGuard
    let log: SecurityLog
    /// Nil where nothing is counted.
    let rates: RequestRates?
    private let proxies: TrustedProxies
    private let crossOrigin: CrossOrigin
    /// What load balancers ask as often as they like.
    private let uncounted: Set<String>

    init(_ settings: EdgeSettings, rates: RequestRates?, log: SecurityLog) {
        self.log = log
        guarding = RequestGuard(names: settings.names)
        self.rates = rates
        proxies = settings.proxies
        crossOrigin = CrossOrigin(origins: settings.names.otherOrigins)
        uncounted = HealthOperations.paths
    }

    func respond(_ request: Request, _ context: WebContext, _ next: (Request, WebContext) async -> Response) async -> Response {
        var context = context
        context.client = client(
            of: request.head, from: ClientOrigin(address: context.client.address, isSecure: request.head.scheme == "https"))
        var response = await counted(request, context, next)
        SecurityHeaders.add(to: &response, isSecure: context.client.isSecure && !isLoopback(request.head))
        crossOrigin.add(to: &response, for: request.head)
        // A body would be taken for the beginning of the next answer (RFC 9110, 9.3.2).
        return request.method == .head ? response.createHeadResponse() : response
    }

    /// Who opens a WebSocket by this request; nil where it may not.
    func client(opening head: HTTPRequestHead, from peer: ClientOrigin) async -> ClientOrigin? {
        guard let request = try? HTTPRequest(head, secure: peer.isSecure, splitCookie: false) else { return nil }
        let client = client(of: request, from: peer)
        guard (try? guarding.check(request, isSecure: client.isSecure)) != nil else { return nil }
        guard await rates?.take(.address, of: RateKey(client.address))?.isRefused != true else { return nil }
        return client
    }

    private func client(of head: HTTPRequest, from peer: ClientOrigin) -> ClientOrigin {
        var client = proxies.origin(of: peer.address, isSecure: peer.isSecure, head.headerFields)
        client.wantsSecureCookies =
            client.isSecure || guarding.names.publicOrigin?.hasPrefix("https:") == true || head.authority.map(ServerNames.isLoopback) != true
        return client
    }

    private func counted(_ request: Request, _ context: WebContext, _ next: (Request, WebContext) async -> Response) async -> Response {
        guard let rates, !uncounted.contains(request.uri.path), let verdict = await rates.take(.address, of: RateKey(context.client.address)) else {
            return await answered(request, context, next)
        }
        if verdict.isRefused { return refused(RateRefused(verdict: verdict), context) }
        var response = await answered(request, context, next)
        verdict.add(to: &response.headers)
        return response
    }

    private func answered(_ request: Request, _ context: WebContext, _ next: (Request, WebContext) async -> Response) async -> Response {
        do {
            if let preflight = try crossOrigin.preflight(request.head) { return preflight }
        } catch {
            return refused(error, context)
        }
        return await next(request, context)
    }

    private func refused(_ error: any Error, _ context: WebContext) -> Response {
        log.tell(error, "", by: nil, from: context.client.address)
        return (Problem(error) ?? .fault).answer.response
    }

    /// Other programs of this machine may be called by its names without encryption.
    private func isLoopback(_ head: HTTPRequest) -> Bool {
        head.authority.map(ServerNames.isLoopback) ?? true
    }
}
