extension Trigger: CustomStringConvertible {
    /// The text form, which `init(parsing:)` reads as the same trigger.
    package var description: String {
        switch self {
        case .noReply(let wait): "no_reply \(wait)"
        case .contactStage, .dealStatus: detail.map { "\(kind.rawValue) = \($0)" } ?? "\(kind.rawValue) changed"
        default: kind.rawValue
        }
    }

    /// In few words, to be read after "due".
    package var summary: String {
        switch self {
        case .contactCreated: "when a contact is created"
        case .contactStage(let stage): "when a contact's stage \(stage.map { "becomes \($0)" } ?? "changes")"
        case .dealStatus(let status): "when a deal\(status.map { " is \($0.rawValue)" } ?? "'s status changes")"
        case .inboundMessage: "when a contact writes"
        case .taskOverdue: "when a task becomes overdue"
        case .noReply(let wait): "when a contact has not answered for \(wait)"
        case .targetBehindPlan: "each day on which a target is behind its plan"
        case .api: "when the API is told of an event"
        }
    }

    /// Reads `deal_status = won`, `no_reply 5 days` and the like.
    ///
    /// - Throws: `ScheduleSyntaxError` with the place and what would be right.
    package init(parsing text: String) throws(ScheduleSyntaxError) {
        guard text.utf8.count <= 200 else { throw ScheduleSyntaxError(column: 201, problem: "The trigger is too long", remedy: "shorten it") }
        let words = ScheduleToken.words(of: text).flatMap(\.aroundSign)
        guard let name = words.first else { throw ScheduleSyntaxError(column: 1, problem: "The trigger is missing", remedy: Self.forms) }
        guard let kind = EventKind(rawValue: name.text.lowercased()) else { throw name.error("\(name.quoted) is no trigger", Self.forms) }
        let rest = words.dropFirst()
        switch kind {
        case .contactStage: self = .contactStage(try Self.value(rest, after: name)?.lowercased())
        case .dealStatus: self = .dealStatus(try Self.status(rest, after: name))
        case .noReply: self = .noReply(try WaitTime.read(rest, missingAt: name.column + name.text.count))
        case .contactCreated: self = try Self.alone(.contactCreated, rest)
        case .inboundMessage: self = try Self.alone(.inboundMessage, rest)
        case .taskOverdue: self = try Self.alone(.taskOverdue, rest)
        case .targetBehindPlan: self = try Self.alone(.targetBehindPlan, rest)
        case .api: self = try Self.alone(.api, rest)
        }
    }

    private static let forms = "write one of \(EventKind.allCases.map(\.rawValue).joined(separator: ", "))"

    private static func alone(_ trigger: Trigger, _ rest: ArraySlice<ScheduleToken>) throws(ScheduleSyntaxError) -> Trigger {
        if let extra = rest.first { throw extra.error("\(extra.quoted) is too much", "write \(trigger) alone") }
        return trigger
    }

    private static func status(_ words: ArraySlice<ScheduleToken>, after name: ScheduleToken) throws(ScheduleSyntaxError) -> DealStatus? {
        guard let text = try value(words, after: name) else { return nil }
        guard let status = DealStatus(rawValue: text.lowercased()) else {
            throw words[words.startIndex + 1].error("\"\(text)\" is no status of a deal", "write open, won or lost")
        }
        return status
    }

    private static let quotes: Set<Character> = ["'", "\"", "\u{2018}", "\u{2019}", "\u{201C}", "\u{201D}"]

    /// What follows `=`; nil after `changed`.
    private static func value(_ words: ArraySlice<ScheduleToken>, after name: ScheduleToken) throws(ScheduleSyntaxError) -> String? {
        let remedy = "write \(name.text) changed, or \(name.text) = and the value"
        guard let sign = words.first else {
            throw ScheduleSyntaxError(column: name.column + name.text.count, problem: "What becomes of it is missing", remedy: remedy)
        }
        if sign.text.lowercased() == "changed", words.count == 1 { return nil }
        guard sign.text == "=" else { throw sign.error("\(sign.quoted) does not belong here", remedy) }
        guard words.count > 1 else { throw sign.error("Nothing follows =", remedy) }
        let value = words.dropFirst().map(\.text).joined(separator: " ")
        let isEmpty = value.allSatisfy { quotes.contains($0) || $0.isWhitespace }
        if isEmpty { throw words[words.startIndex + 1].error("The value is empty", remedy) }
        return unquoted(value)
    }

    /// A value may stand in quotes, as in a filter.
    private static func unquoted(_ value: String) -> String {
        guard value.count > 2, let first = value.first, let last = value.last, quotes.contains(first), quotes.contains(last) else { return value }
        return String(value.dropFirst().dropLast()).trimmed
    }
}

extension ScheduleToken {
    /// `deal_status=won` has the same words as `deal_status = won`.
    fileprivate var aroundSign: [ScheduleToken] {
        guard let sign = text.firstIndex(of: "=") else { return [self] }
        let before = text.distance(from: text.startIndex, to: sign)
        let parts = [dropLast(text.count - before), ScheduleToken(text: "=", column: column + before), dropFirst(before + 1)]
        return parts.filter { !$0.text.isEmpty }
    }
}
