import ArgumentParser

/// Looks at the words that name a command before the parser does, which calls a mistyped one an unexpected argument, and a `help` about
/// nothing a help about everything.
enum CommandNames {
    /// - Throws: `Misused` for the first word that stands where a command's name must stand and is none.
    static func check(_ arguments: [String]) throws(Misused) {
        if arguments.first == help {
            // Whatever follows is a name.
            return try follow(arguments.drop { $0 == help }.filter { !$0.hasPrefix("-") }, from: CommandPath(), isHelp: true)
        }
        try follow(Array(arguments.prefix { !$0.hasPrefix("-") }), from: CommandPath(), isHelp: false)
    }

    private static func follow(_ words: [String], from start: CommandPath, isHelp: Bool) throws(Misused) {
        var path = start
        for word in words {
            // What follows a command without others below it is its own affair.
            guard isHelp || !path.subcommands.isEmpty else { return }
            guard let next = path.subcommands.first(where: { $0._commandName == word }) else { throw unknown(word, below: path, isHelp: isHelp) }
            path = path.appending(next)
        }
    }

    private static func unknown(_ word: String, below path: CommandPath, isHelp: Bool) -> Misused {
        let isTop = path.commands.count == 1
        let names = path.subcommands.map { $0._commandName } + (isTop && !isHelp ? [help] : [])
        let suggestion = Spelling.nearest(to: word, among: names).map { " Did you mean '\($0)'?" } ?? ""
        let place = isTop ? "" : " of '\(path.commands.dropFirst().map { $0._commandName }.joined(separator: " "))'"
        return Misused(sentence: "There is no command '\(word)'\(place).\(suggestion)", path: path)
    }

    /// The parser's own command.
    private static let help = "help"
}
