import Domain

/// Whose history has grown, as the database passes it on to the other instances.
enum HistoryTopic {
    /// Everybody's may have.
    static let everyone = "crm_agent_history"
    /// A notification of PostgreSQL holds less than 8,000 bytes, and a pair of numbers up to 40.
    private static let peopleInOne = 190
    /// Where there are more, one word for all is cheaper.
    private static let most = 2_000

    static func topics(of people: Set<Person>, _ kind: String = everyone) -> [String] {
        guard people.count <= most else { return [kind] }
        let names = people.map { "\($0.workspace.value)/\($0.user)" }
        return stride(from: 0, to: names.count, by: peopleInOne).map { start in
            "\(kind):\(names[start..<min(names.count, start + peopleInOne)].joined(separator: ","))"
        }
    }

    /// Whose drafts have come or gone.
    static let drafts = "crm_agent_drafts"

    /// Of whose answer there are further words.
    static let words = "crm_agent_words"

    static func words(of person: Person) -> String { "\(words):\(person.workspace.value)/\(person.user)" }

    /// Empty for everyone; nil for a topic of another kind.
    static func people(in topic: String, of kind: String = everyone) -> Set<Person>? {
        guard topic.hasPrefix(kind) else { return nil }
        let names = topic.dropFirst(kind.count + 1).split(separator: ",")
        return Set(
            names.compactMap { name in
                let numbers = name.split(separator: "/").compactMap { Int64($0) }
                return numbers.count == 2 ? Person(workspace: WorkspaceID(numbers[0]), user: numbers[1]) : nil
            })
    }
}
