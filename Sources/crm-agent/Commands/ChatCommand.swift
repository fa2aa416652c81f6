import ArgumentParser
import Domain
import Foundation
import Journey
import Storage

struct ChatCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "chat", abstract: "Chat in the terminal, or answer the lines of standard input.",
        discussion: "In a terminal, end with an empty line or Ctrl-D; of standard input empty lines are passed over."
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
        let isTyped = isatty(STDIN_FILENO) != 0
        var unanswered = 0
        while true {
            say("> ", terminator: "")
            guard let line = Self.nextLine(passingOverEmpty: !isTyped) else { break }
            guard line.unicodeScalars.count <= Chat.longestMessage else {
                say("That is longer than \(Chat.longestMessage) characters, and was not sent: say it in several messages.")
                unanswered += 1
                continue
            }
            do {
                say(try await wiring.chat.answer(person, typed: line).message.text)
            } catch let error as LLMError {
                say("No answer: \(error.reason) Your message is kept; say it again to have it answered.")
                unanswered += 1
            }
        }
        // A person has read it; a script goes by the exit code.
        if unanswered > 0, !isTyped { throw Refused(sentence: "Messages without an answer: \(unanswered).") }
    }

    /// Nil at the end.
    private static func nextLine(passingOverEmpty passesOver: Bool) -> String? {
        while let line = readLine()?.trimmed {
            if !line.isEmpty { return line }
            if !passesOver { return nil }
        }
        return nil
    }
}
