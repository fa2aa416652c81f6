package import Domain
package import Storage

/// What tells who somebody is and lets them in; made once.
package struct AccessServices: Sendable {
    package let authenticator: Authenticator
    package let signIn: SignIn
    package let accounts: AccountDesk
    package let keys: APIKeyDesk
    package let tokens: AccessTokens

    /// - Parameters:
    ///   - box: encrypts the keys of tokens, where a master key is set up.
    ///   - mayBeOpen: whether everybody is the owner while there are no accounts.
    package init(store: any Store, clock: WallClock, box: (any SecretBox)?, mayBeOpen: Bool, passwords: PasswordWork = PasswordWork()) {
        tokens = AccessTokens(store: store, clock: clock, box: box)
        authenticator = Authenticator(store: store, clock: clock, tokens: tokens, mayBeOpen: mayBeOpen)
        signIn = SignIn(store: store, clock: clock, passwords: passwords, authenticator: authenticator)
        accounts = AccountDesk(store: store, clock: clock, passwords: passwords, authenticator: authenticator)
        keys = APIKeyDesk(store: store, clock: clock)
    }
}
