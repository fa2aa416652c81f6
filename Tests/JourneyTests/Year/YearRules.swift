import Domain
import Foundation

/// Each answers with the messages of a log that break a rule.
extension YearLog {
    func outsideHours() -> [Message] {
        sent.filter { message in
            let wall = wall(message)
            let (weekday, hour) = (wall.weekday ?? 0, wall.hour ?? 0)
            return !(2...6).contains(weekday) || !(8..<20).contains(hour) || YearFixture.holidays.contains(day(message).description)
        }
    }

    /// On the contact's own day, and in its last seven.
    func overContactCaps() -> [Message] {
        Dictionary(grouping: sent, by: \.contact).values.flatMap { messages in
            let days = messages.map(day)
            return messages.indices.filter { index in
                let today = days[index]
                let week = days[...index].count { $0 > today.adding(days: -7) }
                return days[...index].count { $0 == today } > YearFixture.contactDailyCap || week > YearFixture.contactWeeklyCap
            }.map { messages[$0] }
        }
    }

    /// `agent day` of each day of the workspace's on which an agent, or all together, sent too much.
    func overDailyCaps() -> [String] {
        let byDay = Dictionary(grouping: sent) { $0.time.localDate(in: .gmt) }
        return byDay.flatMap { day, messages in
            let ofAgents = YearFixture.dailyCaps.filter { agent, cap in messages.count { $0.agent == agent } > cap }.map { "\($0.key) \(day)" }
            return ofAgents + (messages.count > YearFixture.workspaceCap ? ["all \(day)"] : [])
        }
    }

    func afterOptOut() -> [Message] {
        byContact.values.flatMap { messages in
            guard let last = messages.firstIndex(where: { $0.body == "STOP" }) else { return [Message]() }
            return messages[last...].filter { $0.agent != nil }
        }
    }

    func inConversation() -> [Message] {
        byContact.values.flatMap { messages in
            messages.filter { message in
                message.agent != nil
                    && messages.contains {
                        $0.agent == nil && $0.time <= message.time && $0.time >= message.time.adding(.zero - YearFixture.conversation)
                    }
            }
        }
    }

    /// By another agent, while one has the contact to itself: in its sequence, or after its message.
    func whileHeld() -> [Message] {
        let byContact = byContact
        let inSequence = positions.flatMap { position in
            (byContact[position.contact] ?? []).filter {
                $0.agent != nil && $0.agent != position.agent && $0.time > position.from && $0.time < position.through
            }
        }
        let afterNurture = byContact.values.flatMap { messages in
            messages.indices.filter { index in
                guard let agent = messages[index].agent, agent != "NURTURE" else { return false }
                let before = messages[..<index]
                guard let hold = before.lastIndex(where: { $0.agent == "NURTURE" }) else { return false }
                return messages[index].time < messages[hold].time.adding(YearFixture.nurtureHold) && !before[hold...].contains(where: \.isInbound)
            }.map { messages[$0] }
        }
        return inSequence + afterNurture
    }

    /// Steps that came before their time, or against what the contact's answers say.
    func stepsOutOfPlace() -> [Message] {
        byContact.values.flatMap { messages in
            messages.indices.filter { index in
                let message = messages[index]
                guard let step = message.step, step > 0 else { return false }
                guard let before = messages[..<index].lastIndex(where: { $0.agent == message.agent }) else { return true }
                let wait = message.time.milliseconds - messages[before].time.milliseconds
                let answer = messages[before..<index].first(where: \.isInbound)
                return !isInPlace(message.agent ?? "", step, wait: wait, sinceAnswer: answer.map { message.time.milliseconds - $0.time.milliseconds })
            }.map { messages[$0] }
        }
    }

    private func isInPlace(_ agent: String, _ step: Int64, wait: Int64, sinceAnswer: Int64?) -> Bool {
        let hour: Int64 = 3_600_000
        return switch (agent, step) {
        case ("SERIES", 1): wait >= 72 * hour && sinceAnswer == nil
        case ("SERIES", 2): wait >= 168 * hour
        case ("SERIES", 3): sinceAnswer.map { $0 >= 24 * hour } ?? false
        case ("SERIES", 4): wait >= 336 * hour && sinceAnswer == nil
        case ("QUALIFIED", 1): wait >= 36 * hour && sinceAnswer == nil
        default: false
        }
    }
}
