import ArgumentParser

/// The commands from the program down to one of its own, as they are typed.
struct CommandPath {
    private(set) var commands: [any ParsableCommand.Type] = [CRMAgent.self]

    var last: any ParsableCommand.Type { commands[commands.count - 1] }
    /// `crm-agent sample load`
    var text: String { commands.map { $0._commandName }.joined(separator: " ") }
    var subcommands: [any ParsableCommand.Type] { last.configuration.subcommands }

    func appending(_ command: any ParsableCommand.Type) -> CommandPath {
        var path = self
        path.commands.append(command)
        return path
    }

    /// Nil for a command that is not the program's, such as the parser's own `help`.
    func leading(to command: any ParsableCommand.Type) -> CommandPath? {
        if last == command { return self }
        return subcommands.lazy.compactMap { appending($0).leading(to: command) }.first
    }
}
