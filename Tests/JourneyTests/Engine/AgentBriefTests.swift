import Domain
import Storage
import Testing

@testable import Journey

@Suite struct `What an agent is to write` {
    /// To whom a message goes all the same is known by the step and by what made the agent run.
    @Test(
        arguments: [
            (nil, nil, false, true), (nil, 0, false, true), ("inbound_message", nil, false, true), ("inbound_message", nil, true, false),
            ("inbound_message", 0, true, false), ("contact_created", nil, true, true), ("no_reply 5 days", nil, true, true),
            (nil, 1, false, true), (nil, 2, false, false), (nil, 3, false, false), (nil, 9, false, false),
        ] as [(String?, Int?, Bool, Bool)])
    func `is stopped by a reply unless it is one itself`(trigger: String?, step: Int?, isOfEvent: Bool, isStopped: Bool) throws {
        let steps = ["no_reply", "replied", "always"].map { #"{"after":"3 days","when":"\#($0)","prompt":"Hello."}"# }.joined(separator: ",")
        var row = [SQLValue](repeating: .null, count: 13)
        (row[0], row[1], row[4], row[6], row[12]) = (.integer(1), .integer(1), .text("ask"), .text("[\(steps)]"), .optional(trigger))
        let brief = try AgentBrief(.closure, [Row(row)])
        #expect(brief.isStoppedByReply(step, isOfEvent: isOfEvent) == isStopped)
    }
}
