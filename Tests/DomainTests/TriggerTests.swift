import Foundation
import Testing

@testable import Domain

@Suite struct `A trigger's text` {
    @Test(arguments: [
        ("contact_created", Trigger.contactCreated, "contact_created"), ("contact_stage changed", .contactStage(nil), "contact_stage changed"),
        ("contact_stage = In Talks", .contactStage("in talks"), "contact_stage = in talks"),
        ("contact_stage = \"In Talks\"", .contactStage("in talks"), "contact_stage = in talks"),
        ("deal_status = 'won'", .dealStatus(.won), "deal_status = won"),
        ("deal_status=won", .dealStatus(.won), "deal_status = won"),
        ("Deal_Status changed", .dealStatus(nil), "deal_status changed"), ("inbound_message", .inboundMessage, "inbound_message"),
        ("task_overdue", .taskOverdue, "task_overdue"), ("no_reply 5 days", .noReply(WaitTime(5, .day)), "no_reply 5 days"),
        ("no_reply 1 week", .noReply(WaitTime(1, .week)), "no_reply 1 week"), ("target_behind_plan", .targetBehindPlan, "target_behind_plan"),
        (" api ", .api, "api"),
    ])
    func `is read, and written as it is read`(text: String, trigger: Trigger, canonical: String) throws {
        #expect(try Trigger(parsing: text) == trigger)
        #expect(trigger.description == canonical)
        #expect(try Trigger(parsing: canonical) == trigger)
    }

    @Test(arguments: [
        ("", 1), ("deal_won", 1), ("deal_status", 12), ("deal_status = sold", 15), ("deal_status is won", 13), ("contact_stage =", 15),
        ("contact_stage = ''", 17), ("contact_stage = \" \"", 17),
        ("no_reply", 9), ("no_reply five days", 10), ("no_reply 5", 10), ("no_reply 5 years", 12), ("no_reply 0 days", 10), ("api now", 5),
        ("no_reply 5 days please", 17),
    ])
    func `that cannot be read is refused with its place`(text: String, column: Int) {
        #expect { _ = try Trigger(parsing: text) } throws: { ($0 as? ScheduleSyntaxError)?.column == column }
    }

    @Test func `never is a schedule, on its own`() throws {
        #expect(try Schedule(parsing: "Never") == .never)
        #expect(Schedule.never.next(after: Timestamp(seconds: 0), in: .gmt) == nil)
        #expect { _ = try Schedule(parsing: "never at 09:00") } throws: { ($0 as? ScheduleSyntaxError)?.column == 7 }
    }
}
