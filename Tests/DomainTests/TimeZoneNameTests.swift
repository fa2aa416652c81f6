import Domain
import Testing

@Suite struct `A time zone's name` {
    @Test(arguments: [
        "UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Asia/Kolkata", "Asia/Ho_Chi_Minh", "Europe/Kyiv", "Etc/UTC", "US/Pacific",
        "CET", "EST5EDT", "Singapore", "GB-Eire", "W-SU", "NZ-CHAT",
    ])
    func `of the IANA database is known`(name: String) {
        #expect(knownTimeZone(name) != nil)
    }

    @Test(arguments: [
        "", "/", "Europe/", "Europe/Nowhere", "europe/berlin", "Europe/Berlin ", "CEST", "IST", "GMT+2", "+02:00", "utc", "Local",
        "SystemV/EST5", "Etc/Unknown", "../../etc/passwd", "/usr/share/zoneinfo/Europe/Berlin",
    ])
    func `of another kind is refused`(name: String) {
        #expect(knownTimeZone(name) == nil)
    }
}
