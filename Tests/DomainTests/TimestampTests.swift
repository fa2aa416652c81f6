import Domain
import Foundation
import Testing

@Suite struct `A timestamp` {
    @Test func `is written in UTC`() {
        let moment = Timestamp(milliseconds: utc("2026-01-31T09:05Z").milliseconds + 7042)
        #expect(moment.rfc3339 == "2026-01-31T09:05:07.042Z")
        #expect(moment.wallClock == "2026-01-31T09:05:07")
    }

    @Test func `before 1970 is written as well`() {
        #expect(Timestamp(milliseconds: -1).rfc3339 == "1969-12-31T23:59:59.999Z")
        #expect(Timestamp(milliseconds: -1).localDate(in: .gmt) == day("1969-12-31"))
    }

    @Test func `is moved by durations to the millisecond`() {
        #expect(Timestamp(seconds: 10).adding(.milliseconds(-1500)) == Timestamp(milliseconds: 8500))
        #expect(Timestamp(seconds: 10).adding(.seconds(3600)) > Timestamp(seconds: 10))
    }

    @Test(arguments: ["UTC", "Asia/Kathmandu", "America/St_Johns", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
    func `belongs to the local day that began last`(name: String) {
        let midnight = day("2026-06-15").instant(at: at(0), in: zone(name))
        #expect(midnight.localDate(in: zone(name)) == day("2026-06-15"))
        #expect(Timestamp(milliseconds: midnight.milliseconds - 1).localDate(in: zone(name)) == day("2026-06-14"))
    }
}
