import ArgumentParser
import Domain
import Journey
import Storage

extension UserCommand {
    struct ResetSecondFactor: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reset-second-factor", abstract: "Take an account's second factor away, for when telephone and recovery codes are lost.",
            discussion: "The account signs in with its password alone then; its sessions end.")
        @OptionGroup var options: DataOptions
        @Argument(help: "The account's e-mail address.") var email: String

        func run() async throws {
            try await report {
                try await withAccount(email, options) { account, wiring in
                    guard account.hasSecondFactor else { throw Refused(sentence: "\(account.email) has no second factor.") }
                    try await wiring.access.secondFactors.reset(account)
                    say("\(account.email) signs in without a second factor from now on.")
                }
            }
        }
    }
}
