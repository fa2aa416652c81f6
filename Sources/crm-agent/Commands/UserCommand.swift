import ArgumentParser
import Domain
import Journey
import Storage

struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Make, let in and keep out accounts, also when nobody can sign in.",
        discussion: "Works on the database directly, so whoever may read it may do this. docs/accounts.md says more.",
        subcommands: [Create.self, List.self, ResetPassword.self, ResetSecondFactor.self, Disable.self, Enable.self, RotateTokens.self])

    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an account; the first one is the owner, and from then on everybody has to sign in.",
            discussion: "Prints a link by which a password is chosen, or takes the password from standard input.")
        @OptionGroup var options: DataOptions
        @Argument(help: "The e-mail address to sign in with.") var email: String
        @Option(help: "owner, admin, member or viewer; owner for a workspace's first account, else member.") var role: String?
        @Option(help: "How to address the person.") var name = ""
        @Option(help: "The workspace.") var workspace: Int64 = 1
        @Flag(help: "Read the password from standard input.") var passwordStdin = false

        func run() async throws {
            try await report {
                let address = try Accounts.table.field("email")?.value(ofText: email).text ?? email
                let role = try self.role.map { text in
                    guard let role = Role(rawValue: text) else {
                        throw Refused(sentence: "--role must be one of \(Role.allCases.map(\.rawValue).joined(separator: ", ")).")
                    }
                    return role
                }
                let password = try passwordFromInput(passwordStdin, email: address)
                let wiring = try await Wiring(options, mayCreate: true)
                try await closing(wiring) {
                    let made = try await make(address, role, wiring)
                    try await letIn(made, in: WorkspaceID(workspace), address, .invitation, password, wiring)
                }
            }
        }

        private func make(_ email: String, _ role: Role?, _ wiring: Wiring) async throws -> Int64 {
            do {
                return try await wiring.access.accounts.create(email: email, name: name, role: role, in: WorkspaceID(workspace))
            } catch StoreError.duplicate {
                throw Refused(sentence: "There is an account or a user \(email) already: `crm-agent user list` shows the accounts.")
            } catch StoreError.brokenReference {
                throw Refused(sentence: "There is no workspace \(workspace): `crm-agent workspace list` shows them.")
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the accounts of all workspaces.")
        @OptionGroup var options: DataOptions

        func run() async throws {
            try await report {
                let wiring = try await Wiring(options)
                let rows = try await closing(wiring) { try await wiring.store.read(Accounts.everywhere) }
                for row in rows {
                    let last = row.optionalInteger(6).map { "last signed in \(Timestamp(milliseconds: $0).rfc3339)" } ?? "has not signed in yet"
                    say(
                        "\(row.integer(0))  \(row.text(1))  \(row.text(2))  \(row.text(3))  workspace \(row.integer(4)), user \(row.integer(5))  \(last)"
                    )
                }
                if rows.isEmpty {
                    say(
                        "There is none: the server lets in this machine alone, without signing in, and with PUBLIC_URL nobody. `crm-agent user create EMAIL` makes the first."
                    )
                }
            }
        }
    }

    struct ResetPassword: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reset-password", abstract: "Print a link by which an account's owner chooses a new password.")
        @OptionGroup var options: DataOptions
        @Argument(help: "The account's e-mail address.") var email: String
        @Flag(help: "Read the new password from standard input instead.") var passwordStdin = false

        func run() async throws {
            try await report {
                let password = try passwordFromInput(passwordStdin, email: email)
                try await withAccount(email, options) { account, wiring in
                    try await letIn(
                        account.id, in: account.workspace, account.email, account.passwordHash == nil ? .invitation : .password, password, wiring)
                }
            }
        }
    }

    struct Disable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Keep an account out; its sessions and keys end at once, or within seconds.")
        @OptionGroup var options: DataOptions
        @Argument(help: "The account's e-mail address.") var email: String

        func run() async throws {
            try await report {
                try await withAccount(email, options) { account, wiring in
                    do {
                        try await wiring.access.accounts.setState("disabled", of: account)
                    } catch is LastOwner {
                        throw Refused(sentence: "\(account.email) is the workspace's last active owner: make another one first.")
                    }
                    say("\(account.email) cannot sign in any more.")
                }
            }
        }
    }

    struct Enable: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Let a disabled account in again.")
        @OptionGroup var options: DataOptions
        @Argument(help: "The account's e-mail address.") var email: String

        func run() async throws {
            try await report {
                try await withAccount(email, options) { account, wiring in
                    let state = account.passwordHash == nil ? "invited" : "active"
                    try await wiring.access.accounts.setState(state, of: account)
                    say("\(account.email) can sign in again.")
                }
            }
        }
    }

    struct RotateTokens: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "rotate-tokens", abstract: "Sign access tokens with a new key; nobody is signed out by it.")
        @OptionGroup var options: DataOptions

        func run() async throws {
            try await report {
                let wiring = try await Wiring(options)
                try await closing(wiring) { try await wiring.access.tokens.rotate() }
                say("New access tokens are signed with a new key. Those that are out count until they expire.")
            }
        }
    }
}

private func passwordFromInput(_ isWanted: Bool, email: String) throws -> String? {
    guard isWanted else { return nil }
    guard let password = readLine() else { throw Refused(sentence: "There is no password on standard input: write it there.") }
    try PasswordRule.check(password, of: email)
    return password
}

/// Prints a link for an account, or sets its password.
private func letIn(
    _ account: Int64, in workspace: WorkspaceID, _ email: String, _ purpose: OneTimeLinks.Purpose, _ password: String?, _ wiring: Wiring
) async throws {
    let link = try await wiring.access.accounts.link(purpose, for: account, in: workspace)
    if let password {
        _ = try await wiring.access.accounts.follow(link, email: nil, password: password)
        say("\(email) can sign in.")
    } else {
        say("For seven days, \(email) chooses a password at this page of the server:\n/sign-in#\(link)")
    }
}

func withAccount(_ email: String, _ options: DataOptions, _ work: (Accounts.Account, Wiring) async throws -> Void) async throws {
    let wiring = try await Wiring(options)
    try await closing(wiring) {
        guard let row = try await wiring.store.read(Accounts.signingIn(email: email)).first else {
            throw Refused(sentence: "There is no account \(email): `crm-agent user list` shows them.")
        }
        try await work(Accounts.Account(row), wiring)
    }
}
