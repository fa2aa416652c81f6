import Domain
import Testing

@Suite struct `An IP address` {
    @Test(arguments: ["192.0.2.1", "0.0.0.0", "255.255.255.255", "::", "::1", "2001:db8::1", "fe80::a:0:0:1"])
    func `is written as it is read`(text: String) {
        #expect(IPAddress(text)?.description == text)
    }

    @Test(arguments: ["", "1.2.3", "1.2.3.4.5", "256.0.0.1", "1.2.3.4:80", " 1.2.3.4", "::g", "[::1]", "1.2.3.4/8", "localhost", "0x7f.1"])
    func `is nothing else`(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test func `that is an IPv4 address in IPv6 is that one`() {
        #expect(IPAddress("::ffff:192.0.2.1")?.unmapped == IPAddress("192.0.2.1"))
        #expect(IPAddress("::ffff:192.0.2.1") != IPAddress("192.0.2.1"))
        #expect(IPAddress("::1")?.unmapped == IPAddress("::1"))
    }

    @Test(arguments: [
        ("10.0.0.0/8", "10.255.1.2", true), ("10.0.0.0/8", "11.0.0.0", false), ("10.9.9.9/8", "10.0.0.1", true), ("0.0.0.0/0", "8.8.8.8", true),
        ("192.0.2.7", "192.0.2.7", true), ("192.0.2.7", "192.0.2.8", false), ("2001:db8::/32", "2001:db8:ffff::1", true),
        ("2001:db8::/65", "2001:db8::8000:0:0:0", false), ("::1", "::1", true), ("::/0", "10.0.0.1", false), ("0.0.0.0/0", "::1", false),
    ]) func `is in a range that begins with the same bits`(range: String, address: String, isIn: Bool) throws {
        #expect(try #require(IPRange(range)).contains(try #require(IPAddress(address))) == isIn)
    }

    @Test(arguments: ["10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "::/129", "/8", "10.0.0.0/8/8", "all"])
    func `has no range that makes no sense`(text: String) {
        #expect(IPRange(text) == nil)
    }
}
