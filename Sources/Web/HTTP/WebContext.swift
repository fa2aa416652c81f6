import Hummingbird
import NIOCore

/// What the router carries along with a request.
struct WebContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The connection that the request came on.
    let channel: ObjectIdentifier
    /// Who asks; at first who is connected, which may be a proxy.
    var client: ClientOrigin
    private let connection: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = ObjectIdentifier(source.channel)
        client = ClientOrigin(address: source.channel.peer)
        connection = source.channel
    }

    /// Has whoever waits for it told that the body may come; before it is read.
    func askForBody() { connection.triggerUserOutboundEvent(ContinueHandler.BodyIsWanted(), promise: nil) }
}
