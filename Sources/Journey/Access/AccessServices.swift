package import Domain
package import Storage

/// What tells who somebody is and lets them in; made once.
package struct AccessServices: Sendable {
    package let authenticator: Authenticator
    package let signIn: SignIn
    package let accounts: AccountDesk
    package let keys: APIKeyDesk
    package let tokens: AccessTokens
    package let secondFactors: SecondFactorDesk
    package let proofs: ProofDesk
    /// Nil where no mail server is set up.
    package let passwordReset: PasswordReset?
    /// Nil where no provider is set up.
    package let providerSignIn: ProviderSignIn?

    /// - Parameters:
    ///   - vault: encrypts what second factors are made of.
    ///   - keys: encrypt the keys of tokens; nil where no master key is set up.
    ///   - mayBeOpen: whether everybody is the owner while there are no accounts.
    ///   - provider: who else may say who somebody is.
    ///   - mails: wakes what sends mails; nil where no mail server is set up.
    package init(
        store: any Store, clock: WallClock, vault: Vault, keys: (any KeyRing)?, mayBeOpen: Bool, passwords: PasswordWork = PasswordWork(),
        provider: OpenIDProvider? = nil, mails: (any Signals)? = nil
    ) {
        // Who somebody is has to be found before it is known in which workspace.
        let everywhere = store.acrossWorkspaces
        tokens = AccessTokens(store: store, clock: clock, box: keys)
        authenticator = Authenticator(store: everywhere, clock: clock, tokens: tokens, mayBeOpen: mayBeOpen)
        let secondFactors = SecondFactorDesk(
            store: store, clock: clock, vault: vault, passwords: passwords, authenticator: authenticator)
        let signIn = SignIn(
            store: everywhere, clock: clock, passwords: passwords, secondFactors: secondFactors, authenticator: authenticator)
        self.signIn = signIn
        self.secondFactors = secondFactors
        proofs = ProofDesk(store: store, clock: clock, passwords: passwords, secondFactors: secondFactors)
        let authenticator = authenticator
        providerSignIn = provider.map {
            ProviderSignIn(store: everywhere, clock: clock, provider: $0, signIn: signIn, secondFactors: secondFactors, authenticator: authenticator)
        }
        accounts = AccountDesk(store: store, clock: clock, passwords: passwords, authenticator: authenticator, mails: mails)
        passwordReset = mails.map { PasswordReset(store: store, clock: clock, signals: $0) }
        self.keys = APIKeyDesk(store: store, clock: clock)
    }
}
