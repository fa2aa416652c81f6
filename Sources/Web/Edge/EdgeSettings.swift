/// What stands between the server and whoever can reach it.
package struct EdgeSettings: Sendable {
    package var proxies: TrustedProxies
    package var names: ServerNames
    package var connections: ConnectionLimits
    /// Nil where nothing is counted.
    package var rates: RateQuotas?
    /// The files of the server's own TLS; nil where it speaks HTTP only.
    package var tls: TLSFiles?

    package init(
        proxies: TrustedProxies = TrustedProxies(), names: ServerNames = ServerNames(), connections: ConnectionLimits = ConnectionLimits(),
        rates: RateQuotas? = nil, tls: TLSFiles? = nil
    ) {
        self.proxies = proxies
        self.names = names
        self.connections = connections
        self.rates = rates
        self.tls = tls
    }
}
