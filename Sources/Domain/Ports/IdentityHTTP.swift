package import Foundation

/// The port to an identity provider's addresses.
package protocol IdentityHTTP: Sendable {
    /// Follows no redirect, and takes 1 MiB at most.
    ///
    /// - Throws: `ProviderAway` where there is no whole answer.
    func send(_ request: IdentityRequest) async throws(ProviderAway) -> IdentityAnswer
}

package struct IdentityRequest: Sendable {
    package var url: String
    /// In `Authorization`.
    package var authorization: Secret?
    /// A form that is posted; nil for a GET.
    package var form: Secret?

    package init(url: String, authorization: Secret? = nil, form: Secret? = nil) {
        self.url = url
        self.authorization = authorization
        self.form = form
    }
}

package struct IdentityAnswer: Sendable {
    package var status: Int
    package var body: Data

    package init(status: Int, body: Data) {
        self.status = status
        self.body = body
    }
}

/// The provider does not answer, or not as it should.
package struct ProviderAway: Error, Equatable, Sendable {
    /// For the log.
    package var reason: String

    package init(reason: String) { self.reason = reason }
}
