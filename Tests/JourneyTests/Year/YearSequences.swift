import Domain

/// What must hold of the agent whose messages are a sequence.
extension `A year with all agents` {
    /// Messages of others to contacts that are in the sequence.
    func besideSeries(_ log: YearLog) -> [String] {
        let others = Dictionary(grouping: log.messages.filter { $0.agent != Year.series }, by: \.contact)
        return log.positions.flatMap { position in
            (others[position.contact] ?? []).filter { position.from < $0.time && $0.time < position.through }.map { "\($0) in \(position)" }
        }
    }

    /// Steps that came twice, before their time, or against what the contact's answers say.
    func stepsOutOfPlace(_ log: YearLog, _ happenings: Happenings) -> [String] {
        Dictionary(grouping: log.messages.filter { $0.agent == Year.series }, by: \.contact).flatMap { contact, messages in
            let first = messages[0].step == 0 ? [] : ["\(messages[0])"]
            return first
                + zip(messages, messages.dropFirst()).filter { before, message in
                    let answer = (happenings.answers[contact] ?? []).first { before.time <= $0 && $0 <= message.time }
                    return !isInPlace(message, after: before, answer)
                }.map { "\($1) after \($0)" }
        }
    }

    private func isInPlace(_ message: YearLog.Message, after before: YearLog.Message, _ answer: Timestamp?) -> Bool {
        guard let step = message.step, let last = before.step, step > last else { return false }
        func hours(since time: Timestamp) -> Int64 { (message.time.milliseconds - time.milliseconds) / 3_600_000 }
        return switch step {
        case 1: hours(since: before.time) >= 72 && answer == nil
        case 2: hours(since: before.time) >= 168
        case 3: answer.map { hours(since: $0) >= 24 } ?? false
        case 4: hours(since: before.time) >= 336 && answer == nil
        default: false
        }
    }
}
