import Hummingbird
import NIOCore

/// What the router carries along with a request.
struct WebContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The connection that the request came on.
    let channel: ObjectIdentifier
    /// Who asks; at first who is connected, which may be a proxy.
    var client: ClientOrigin

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = ObjectIdentifier(source.channel)
        client = ClientOrigin(address: source.channel.peer)
    }
}
