import Domain
import Journey
import Storage

extension SecurityLog {
    /// Tells of an error that has kept somebody out; of any other it tells nothing.
    ///
    /// - Parameters:
    ///   - operation: its id.
    ///   - principal: who asks, where that is known.
    func tell(_ error: any Error, _ operation: String, by principal: Principal?, from address: IPAddress?) {
        let account = principal?.account
        switch error {
        case is WrongPassword: tell(.signInRefused, "\(operation): password", account: account, address: address)
        case is WrongCode: tell(.signInRefused, "\(operation): code", account: account, address: address)
        case is TooManyTries: tell(.signInRefused, "\(operation): too many tries", account: account, address: address)
        case is TooBusy: tell(.signInRefused, "\(operation): too many at once", address: address)
        case let error as TokenReused: tell(.tokenReused, operation, account: error.account, address: address)
        case let error as NotSignedIn where error.isExpired: tell(.credentialRefused, operation, address: address)
        case let error as NotAllowed: tell(.notAllowed, operation, account: error.principal.account, address: address)
        case let refused as RateRefused: tell(.tooMany, refused.verdict.rate.rawValue, account: account, address: address)
        case let foreign as ForeignRequest: tell(.foreign, foreign.what, address: address, name: foreign.said)
        case is LinkSpent: tell(.linkRefused, operation, address: address)
        default: break
        }
    }
}
