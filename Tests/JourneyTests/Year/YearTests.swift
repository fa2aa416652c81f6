import Domain
import Foundation
import TestSupport
import Testing

@testable import Journey

@Suite struct `A year with all agents` {
    @Test func `keeps every rule in everything that went out, and accounts for everything that was due`() async throws {
        try await Year.live(seed: 2026) { log, happenings in
            #expect(log.leftovers == [])
            #expect(outsideHours(log) == [])
            #expect(overContactCaps(log) == [])
            #expect(overDailyCaps(log) == [])
            #expect(afterOptOut(log, happenings) == [])
            #expect(inConversation(log, happenings) == [])
            #expect(besideClosure(log, happenings) == [])
            #expect(besideSeries(log) == [])
            #expect(stepsOutOfPlace(log, happenings) == [])
            #expect(twice(log) == [])
            #expect(unaccounted(log) == [])
            #expect(log.thanks == happenings.won.count)
            expectLife(log, happenings)
        }
    }

    /// All of it means nothing unless much was sent, by each agent and to each zone, and rules had something to keep back.
    private func expectLife(_ log: YearLog, _ happenings: Happenings) {
        #expect(log.messages.count > 1000)
        #expect(Set(log.messages.map(\.agent)) == ["REMINDER", "FOLLOW_UP", "CLOSURE", "NURTURE", "UPSELL", Year.wonAgent, Year.series])
        #expect(
            Set(log.positions.map(\.state)).isSuperset(of: ["done", "replied"]) && Set(log.messages.compactMap(\.step)) == [0, 1, 2, 3, 4],
            "\(Dictionary(grouping: log.positions, by: \.state).mapValues(\.count)) \(Dictionary(grouping: log.messages, by: \.step).mapValues(\.count))"
        )
        #expect(Set(log.messages.map { $0.contact % Int64(Year.zones.count) }).count == Year.zones.count)
        #expect(happenings.optOuts.count > 5 && happenings.won.count > 50, "\(happenings.optOuts.count) \(happenings.won.count)")
        #expect(log.runs.keys.filter { $0.hasPrefix("cancelled ") }.count >= 4, "\(log.runs)")
    }

    // MARK: When

    private func outsideHours(_ log: YearLog) -> [String] {
        log.messages.compactMap { message in
            let wall = log.wall(message)
            let isOpen = (8..<20).contains(wall.hour) && (2...6).contains(wall.weekday) && !Year.holidays.contains(wall.date)
            return isOpen ? nil : "\(message) at \(wall)"
        }
    }

    // MARK: How many

    private func overContactCaps(_ log: YearLog) -> [String] {
        Dictionary(grouping: log.messages, by: \.contact).flatMap { contact, messages in
            let days = messages.map { log.wall($0).day }
            return days.flatMap { day in
                [
                    days.count { $0 == day } > Year.caps.contactDay ? "\(contact) on day \(day)" : nil,
                    days.count { (day - 6...day).contains($0) } > Year.caps.contactWeek ? "\(contact) in the week to \(day)" : nil,
                ].compactMap(\.self)
            }
        }
    }

    private func overDailyCaps(_ log: YearLog) -> [String] {
        let zone = TimeZone(identifier: Year.zone) ?? .gmt
        return Dictionary(grouping: log.messages) { Wall($0.time, in: zone).date }.flatMap { day, messages in
            let nurture = messages.count { $0.agent == "NURTURE" }
            return [
                messages.count > Year.caps.workspace ? "\(messages.count) on \(day)" : nil,
                nurture > Year.caps.nurture ? "\(nurture) of NURTURE on \(day)" : nil,
            ].compactMap(\.self)
        }
    }

    private func twice(_ log: YearLog) -> [Int64] {
        Dictionary(grouping: log.messages, by: \.id).filter { $1.count > 1 }.keys.sorted()
    }

    // MARK: To whom

    private func afterOptOut(_ log: YearLog, _ happenings: Happenings) -> [YearLog.Message] {
        log.messages.filter { message in
            // Those who never consented, and those without an address.
            if message.contact % 20 == 0 || message.contact % 50 == 0 { return true }
            return happenings.optOuts[message.contact].map { message.time >= $0 } ?? false
        }
    }

    private func inConversation(_ log: YearLog, _ happenings: Happenings) -> [YearLog.Message] {
        log.messages.filter { message in
            let since = message.time.adding(.seconds(Int64(-3600 * Year.conversationHours)))
            return (happenings.conversations[message.contact] ?? []).contains { since < $0 && $0 <= message.time }
        }
    }

    /// Messages of others to whom CLOSURE still waits for an answer from.
    private func besideClosure(_ log: YearLog, _ happenings: Happenings) -> [String] {
        let closures = Dictionary(grouping: log.messages.filter { $0.agent == "CLOSURE" }, by: \.contact)
        return log.messages.filter { $0.agent != "CLOSURE" }.compactMap { other in
            let kept = (closures[other.contact] ?? []).first { closure in
                let end = closure.time.adding(.seconds(Int64(Year.closureDays) * 86_400))
                let isAnswered = (happenings.answers[other.contact] ?? []).contains { closure.time <= $0 && $0 <= other.time }
                return closure.time <= other.time && other.time < end && !isAnswered
            }
            return kept.map { "\(other) while \($0)" }
        }
    }

    // MARK: What was due

    /// Each agent once on each of its days, at its time in the workspace's zone, and missed only where nothing ran for longer than an hour.
    private func unaccounted(_ log: YearLog) -> [String] {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: Year.zone) ?? .gmt
        var wrong: [String] = []
        var known = Dictionary(grouping: log.occurrences.filter { $0.due < Year.end }) { "\($0.agent) \($0.due.milliseconds)" }
        for day in 0..<365 {
            guard let midnight = calendar.date(from: DateComponents(year: 2026, month: 1, day: 1 + day)) else { continue }
            for (agent, hour) in due(on: day, weekday: calendar.component(.weekday, from: midnight)) {
                guard let time = calendar.date(bySettingHour: hour, minute: 0, second: 0, of: midnight) else { continue }
                let due = Timestamp(seconds: Int64(time.timeIntervalSince1970))
                let found = known.removeValue(forKey: "\(agent) \(due.milliseconds)")?.map(\.state) ?? []
                if found != [isMissed(due) ? "missed" : "done"] { wrong.append("\(agent) \(due.wallClock): \(found)") }
            }
        }
        return wrong + known.keys.map { "\($0) was not due" }
    }

    /// The first day of 2026 is an even number of days after NURTURE's anchor, the first of 2025, and one.
    private func due(on day: Int, weekday: Int) -> [(String, Int)] {
        let everyDay = [("REMINDER", 9), ("FOLLOW_UP", 13), ("CLOSURE", 16)]
        return everyDay + (weekday == 4 ? [(Year.series, 7)] : []) + (day % 2 == 1 ? [("NURTURE", 11)] : []) + (weekday == 2 ? [("UPSELL", 10)] : [])
    }

    private func isMissed(_ due: Timestamp) -> Bool {
        Year.downtimes.contains { $0.contains(due) && $0.upperBound.milliseconds - due.milliseconds > 3_600_000 }
    }
}
