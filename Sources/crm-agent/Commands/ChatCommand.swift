import ArgumentParser
import Domain
import Journey
import Storage

struct ChatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chat", abstract: "Chat in the terminal, or answer the lines of standard input.", discussion: "End with an empty line or Ctrl-D."
    )

    @OptionGroup var options: WorkspaceOptions
    @Option(help: "The person's id.") var user: Int64 = 1

    func run() async throws {
        try await report {
            let wiring = try await Wiring(options)
            try await closing(wiring) { try await talk(wiring) }
        }
    }

    private func talk(_ wiring: Wiring) async throws {
        let person = Person(workspace: options.id, user: user)
        _ = try await wiring.pipeline.contexts.context(of: person)
        say("Writer: \(wiring.pipeline.writer.name). Ask about your day, or end with an empty line.")
        while true {
            say("> ", terminator: "")
            guard let line = readLine()?.trimmed, !line.isEmpty else { return }
            do {
                say(try await wiring.chat.answer(person, typed: line).message.text)
            } catch let error as LLMError {
                say("No answer: \(error.reason) Your message is kept; say it again to have it answered.")
            }
        }
    }
}
