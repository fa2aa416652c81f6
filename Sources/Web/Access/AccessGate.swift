import Domain
import HTTPTypes
import Journey
import Storage

/// Lets a request in, or says why not: who it is from, what the call needs, and whose rows it is about.
struct AccessGate: Sendable {
    let services: WebServices
    let guarding: RequestGuard

    /// Who asks.
    ///
    /// - Throws: `NotSignedIn`, `NotSetUp`, `NotAllowed`, `StoreError`; `ForeignRequest` for a page elsewhere.
    func principal(asking head: HTTPRequest, from client: ClientOrigin, for access: Access) async throws -> Principal {
        guard let permission = access.permission else { return .nobody }
        let principal = try await services.access.authenticator.principal(Credential(head, from: client))
        // A browser sends its cookie along with whatever any page asks for.
        if principal.means == .session, !guarding.isOurPage(head, isSecure: client.isSecure) {
            throw ForeignRequest.cookie(head.headerFields[.origin])
        }
        guard principal.may(permission) else { throw NotAllowed(permission: permission, principal: principal) }
        return principal
    }

    /// Whether a request may be answered with a session's cookie.
    ///
    /// - Throws: `ForeignRequest`.
    func checkOwnPage(_ head: HTTPRequest, isSecure: Bool) throws {
        guard guarding.mayBeGivenCookie(head, isSecure: isSecure) else { throw ForeignRequest.cookie(head.headerFields[.origin]) }
    }

    /// Whether the rows that a request names are the caller's to reach: those of others are not there for them.
    ///
    /// - Throws: `RowNotFound`, `NotAllowed`, `ValidationError`, `StoreError`.
    func check(_ request: WebRequest, _ access: Access) async throws {
        guard let own = request.principal.reach.user, let permission = access.permission else { return }
        switch access.rows {
        case .shared, .namedUser: return
        case .everyones: throw NotAllowed(permission: permission, principal: request.principal)
        case .user(let name): try request.mustReach(user: request.id(name))
        case .queriedUser: try request.mustReach(user: request.integer(query: "user_id", in: Field.identifiers, default: own))
        case .row(let table):
            let id = try request.id("id")
            guard let reached = table.reached(request.workspace, id: id, by: own) else { return }
            if try await services.store.read(reached).isEmpty { throw table.notFound(id: id) }
        }
    }
}

extension WebRequest {
    /// - Throws: `RowNotFound` for another person's, where the caller reaches only their own.
    func mustReach(user: Int64) throws {
        if let own = principal.reach.user, own != user { throw RowNotFound(noun: "user", id: user) }
    }
}

extension Principal {
    /// Whoever asks for what anyone may ask.
    static let nobody = Principal(workspace: WorkspaceID(0), user: 0, role: .viewer, scopes: [], name: "nobody", means: .open)
}
