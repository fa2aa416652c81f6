package import Domain

package import struct Foundation.TimeZone

/// A day of a workspace's, by which its messages to contacts count.
package struct CountedDay: Equatable, Sendable {
    package let date: LocalDate
    package let begins: Timestamp
    /// When the next one begins.
    package let ends: Timestamp

    /// The day that it is at a moment.
    package init(of moment: Timestamp, in zone: TimeZone) { self.init(moment.localDate(in: zone), in: zone) }

    package init(_ date: LocalDate, in zone: TimeZone) {
        self.date = date
        begins = date.instant(at: .midnight, in: zone)
        ends = date.adding(days: 1).instant(at: .midnight, in: zone)
    }
}
