/// A request that is refused for where it comes from, or for the name it was sent to.
enum ForeignRequest: Error, Equatable {
    /// Sent to a name that is not this server's.
    case name(String?, known: Set<String>)
    /// From a web page of another site.
    case page(String?)
    /// With a session's cookie, or for one, and not from this server's page.
    case cookie(String?)

    var sentence: String {
        switch self {
        case .name(_, let known):
            "This server answers only to \(known.sorted().joined(separator: ", ")): open it under one of these names, or name another in ALLOWED_HOSTS."
        case .page: "Requests from web pages of other sites are refused."
        case .cookie:
            "What goes by a session's cookie must come from this server's page: programs and pages elsewhere send an access token or an API key."
        }
    }

    /// For the log.
    var what: String {
        switch self {
        case .name: "host"
        case .page: "origin"
        case .cookie: "cookie"
        }
    }

    /// What the request said, as a stranger wrote it.
    var said: String? {
        switch self {
        case .name(let name, _), .page(let name), .cookie(let name): name
        }
    }
}
