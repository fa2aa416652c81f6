import ArgumentParser
import Domain
import Foundation
import Journey
import Storage

/// Where the data is; every command takes it.
struct DataOptions: ParsableArguments {
    @Option(name: .long, help: "The folder that holds the database (DATA_DIR; \"data\" by default).")
    var data: String?
}

/// Runs a command's work and turns what can go wrong into one line on standard error.
func report<Result>(_ work: () async throws -> Result) async throws -> Result {
    do {
        // Whoever may read DATABASE_URL may read all of it.
        return try await WorkspaceScope.$current.withValue(.everyWorkspace) { try await Actor.$current.withValue(.terminal) { try await work() } }
    } catch let error as Domain.ValidationError {
        throw failed(error.issues.map(\.line).joined(separator: "; "))
    } catch let error as StoreError {
        throw failed(error.sentence)
    } catch let error as Migrator.Failure {
        throw failed(error.description)
    } catch let error as LLMError {
        throw failed(error.reason)
    } catch let error as RunFailed {
        throw failed("\(error.error.reason) \(error.outlookInTerminal)")
    } catch is MasterKeyMissing {
        throw failed("MASTER_KEY is not set: what is kept encrypted cannot be read without it.")
    } catch is SecretUnreadable {
        throw failed("The workspace's keys were encrypted with another MASTER_KEY: set that one.")
    } catch let error as Refused {
        throw failed(error.sentence)
    } catch let error as AgentNotFound {
        throw failed("There is no agent \(error.name): `crm-agent agents list` shows them.")
    } catch let error as BatchHasEnded {
        throw failed("Batch \(error.id) has ended or is being cancelled.")
    } catch let error as NothingGivenUp {
        throw failed("Batch \(error.id) has no run that was given up and can be tried again.")
    } catch is NothingToSkip {
        throw failed("Nothing is due that could be skipped: the agent is paused, or its schedule has ended.")
    } catch is BuiltInAgentsOnly {
        throw failed("Only a built-in agent can be restored.")
    } catch is AlreadyDecided {
        throw failed("The message is no draft, or not any more.")
    } catch let error as OtherDrafts {
        throw failed(error.sentence)
    } catch is UndoneTooLate {
        throw failed("The message is on its way already, or was never approved.")
    } catch let error as DraftExpired {
        throw failed("\(error.reason) Reject it; the agent writes anew.")
    } catch let error as WrongConfirmation {
        throw failed(error.sentence)
    } catch is ContactGone {
        throw failed("The contact has been deleted: reject the draft.")
    } catch let words as UncarriedWords {
        throw failed(words.sentence)
    } catch let rule as BrokenRule {
        throw failed("\(rule.sentence) It stays a draft.")
    } catch let error as RowNotFound where error.noun != "user" {
        throw failed("There is no \(error.noun) \(error.id).")
    } catch let error as RowNotFound where error.id > 0 {
        throw failed("There is no \(error.noun) \(error.id): create it with POST /business-profile/\(error.id), or choose another with --user")
    } catch let error as RowNotFound {
        throw failed("There is no \(error.noun) \(error.id): choose another with --user")
    }
}

extension Domain.ValidationError.Issue {
    /// The sentence with its field named once: settings leave it out, the fields of tables begin with it.
    var line: String { message.hasPrefix("\(field) ") ? message : "\(field) \(message)" }
}

/// What a command cannot do with the rows as they are.
struct Refused: Error {
    /// Says why, and what would work.
    var sentence: String
}

/// Says why a command stops; what it returns is to be thrown.
func failed(_ sentence: String, code: Int32 = 1) -> ExitCode {
    Output.error.write("crm-agent: \(sentence.printable)\n".utf8)
    return ExitCode(code)
}

/// Prints words for people.
func say(_ text: String, terminator: String = "\n") { Output.standard.write((text.printable + terminator).utf8) }

/// Prints what other programs read, as it is; on a terminal as `say` does.
func sayAsIs(_ document: String, terminator: String = "\n") {
    if Output.standard.isTerminal { say(document, terminator: terminator) } else { Output.standard.write((document + terminator).utf8) }
}

/// One line of JSON with sorted keys.
func sayJSON(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    sayAsIs(String(decoding: try encoder.encode(value), as: UTF8.self))
}
