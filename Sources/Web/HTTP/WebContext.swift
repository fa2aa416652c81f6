import Hummingbird
import NIOCore

/// What the router carries along with a request.
struct WebContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The connection that the request came on.
    let channel: ObjectIdentifier
    let address: SocketAddress?

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = ObjectIdentifier(source.channel)
        address = source.channel.remoteAddress
    }
}
