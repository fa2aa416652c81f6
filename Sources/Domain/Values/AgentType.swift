/// Which agent: one of the five built-in ones, or an own agent of a workspace. The raw value is its key in the database
/// and in the HTTP contract, such as `REMINDER`.
package struct AgentType: RawRepresentable, Hashable, Sendable {
    package let rawValue: String

    /// Nil for what cannot be a key: 1 to 40 of `A` to `Z`, `0` to `9` and `_`, a letter first, and no other kind of
    /// message.
    package init?(rawValue: String) {
        guard Self.isKey(rawValue), !Self.reserved.contains(rawValue) else { return nil }
        self.rawValue = rawValue
    }

    private init(builtIn rawValue: String) { self.rawValue = rawValue }

    package static let reminder = AgentType(builtIn: "REMINDER")
    package static let followUp = AgentType(builtIn: "FOLLOW_UP")
    package static let closure = AgentType(builtIn: "CLOSURE")
    package static let nurture = AgentType(builtIn: "NURTURE")
    package static let upsell = AgentType(builtIn: "UPSELL")

    /// In the order the HTTP contract lists them.
    package static let builtIn = [reminder, followUp, closure, nurture, upsell]

    /// The form of a key, as a regular expression that JSON Schema understands too.
    package static let pattern = "^[A-Z][A-Z0-9_]{0,39}$"

    package var isBuiltIn: Bool { Self.builtIn.contains(self) }

    /// What else stands as the kind of a message in a history.
    private static let reserved: Set = ["USER_MESSAGE", "AGENT_RESPONSE", "NOTE", "NOTICE"]

    private static func isKey(_ text: String) -> Bool {
        guard let first = text.utf8.first, isLetter(first), text.utf8.count <= longest else { return false }
        return text.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
    private static let longest = 40
}

extension AgentType {
    /// The key of an own agent of this name: `Weekly news` becomes `WEEKLY_NEWS`.
    ///
    /// - Parameter number: from 2 on it stands at the end, to tell agents of one name apart.
    package init(named name: String, number: Int = 1) {
        let words = name.uppercased().utf8.split { !Self.isLetter($0) && !Self.isDigit($0) }
        let joined = words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "_")
        let suffix = number > 1 ? "_\(number)" : ""
        let text = joined.first?.isLetter == true ? joined : "AGENT_\(joined)"
        let cut = String(text.prefix(Self.longest - suffix.utf8.count))
        let key = (cut.hasSuffix("_") ? String(cut.dropLast()) : cut) + suffix
        rawValue = Self.reserved.contains(key) ? "\(key)_AGENT" : key
    }
}
