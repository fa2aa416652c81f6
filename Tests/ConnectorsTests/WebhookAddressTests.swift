import Connectors
import Domain
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(5))) struct `A webhook's address` {
    @Test(arguments: [
        "8.8.8.8", "1.1.1.1", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0", "192.167.255.255", "223.255.255.255",
        "2606:4700::1111", "2a00:1450::1", "::ffff:8.8.8.8", "64:ff9b::808:808",
    ])
    func `on the internet may be sent to`(address: String) throws {
        #expect(AddressReach(try #require(IPAddress(address))) == .publicInternet)
    }

    @Test(arguments: [
        "127.0.0.1", "127.255.255.254", "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1",
        "100.127.255.255", "::1", "fc00::1", "fd12:3456::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "64:ff9b::7f00:1",
    ])
    func `within a private network needs the operator's word`(address: String) throws {
        #expect(AddressReach(try #require(IPAddress(address))) == .privateNetwork)
    }

    @Test(arguments: [
        "0.0.0.0", "0.1.2.3", "169.254.169.254", "192.0.0.8", "192.0.2.1", "198.51.100.1", "203.0.113.1", "192.88.99.1", "198.18.0.1",
        "198.19.255.255", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "::2", "::7f00:1", "::a9fe:a9fe",
        "::ffff:169.254.169.254", "::ffff:0.0.0.0", "::ffff:0:7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1", "2001::1",
        "2001:0:7f00:1::", "2001:10::1", "2001:db8::1", "2002:7f00:1::1", "2002:808:808::1", "3fff::1", "5f00::1", "fe80::1", "fec0::1",
        "ff02::1", "4000::1",
    ])
    func `that no receiver has is never sent to`(address: String) throws {
        #expect(AddressReach(try #require(IPAddress(address))) == .unusable)
    }

    @Test(arguments: [
        "169.254.169.254", "169.254.170.2", "100.100.100.200", "168.63.129.16", "fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254",
        "::ffff:169.254.169.254", "::ffff:100.100.100.200", "::ffff:168.63.129.16",
        "64:ff9b::a9fe:a9fe", "64:ff9b::6464:64c8", "64:ff9b::a83f:8110",
        "::a9fe:a9fe", "::6464:64c8", "::a83f:8110", "2002:a9fe:a9fe::1", "2002:6464:64c8::1", "2002:a83f:8110::1",
    ])
    func `of a cloud's metadata service is refused even where private ones are allowed`(address: String) async throws {
        #expect(AddressReach(try #require(IPAddress(address))) == .unusable)
        let host = address.contains(":") ? "[\(address)]" : address
        let lookup = HostLookup { _ in [IPAddress(address)].compactMap(\.self) }
        for target in ["http://\(host)/latest", "https://crm.example/"] {
            let outcome = await webhookChannel(allowPrivateAddresses: true, lookup: lookup).deliver(outgoing(to: target))
            #expect(kind(outcome) == "impossible" && reason(outcome).contains("no address of a receiver"), "\(outcome)")
        }
    }

    @Test(arguments: [
        ("http://127.0.0.1:9/hook", "plain http"), ("https://10.0.0.1/hook", "WEBHOOK_ALLOW_PRIVATE=true"),
        ("https://inside.example/hook", "WEBHOOK_ALLOW_PRIVATE=true"), ("https://169.254.169.254/", "no address of a receiver"),
        ("https://me:word@crm.example/", "user or password"),
    ])
    func `that nothing could be sent to is refused when it is saved, with the remedy`(address: String, words: String) async {
        let lookup = HostLookup { _ in [IPAddress("192.168.1.7")].compactMap(\.self) }
        let channel = webhookChannel(allowPrivateAddresses: false, lookup: lookup)
        let error = await #expect(throws: ValidationError.self) { try await channel.check(address) }
        #expect(error?.issues.first?.field == "url" && error?.issues.first?.message.contains(words) == true, "\(String(describing: error))")
    }

    @Test func `is saved where it may be sent to, and where its name leads nowhere yet`() async throws {
        let found = webhookChannel(allowPrivateAddresses: false, lookup: HostLookup { _ in [IPAddress("8.8.8.8")].compactMap(\.self) })
        try await found.check("https://crm.example/hook")
        try await webhookChannel(allowPrivateAddresses: false, lookup: HostLookup { _ in [] }).check("https://soon.example/hook")
        try await webhookChannel(allowPrivateAddresses: true, lookup: HostLookup { _ in [] }).check("http://127.0.0.1:9/hook")
    }

    @Test(arguments: ["100.100.100.199", "100.100.100.201", "fd00:ec1::254", "fd20:ce::253"])
    func `beside a cloud's metadata service is a private one`(address: String) throws {
        #expect(AddressReach(try #require(IPAddress(address))) == .privateNetwork)
    }

    @Test(arguments: ["168.63.129.15", "168.63.129.17"]) func `beside Azure's is on the internet`(address: String) throws {
        #expect(AddressReach(try #require(IPAddress(address))) == .publicInternet)
    }

    @Test(arguments: [
        "https://127.0.0.1/", "https://127.1/", "https://0x7f.1/", "https://2130706433/", "https://017700000001/", "https://[::1]/",
        "https://[::ffff:127.0.0.1]/", "https://localhost/", "https://LOCALHOST:8443/", "https://169.254.169.254/latest", "https://[::]/",
        "https://0/", "https://10.0.0.1", "https://127%2e0.0.1/", "https://[fd00::1]:444/x", "https://127.0.0.1./", "https://localhost./",
        "https://169.254.169.254.:443/latest",
    ])
    func `is judged by where it leads, however it is written`(address: String) async {
        let outcome = await webhookChannel(allowPrivateAddresses: false).deliver(outgoing(to: address))
        #expect(kind(outcome) == "impossible", "\(outcome)")
    }

    @Test(arguments: [
        "", "crm.example", "ftp://crm.example/", "http://", "https:///hooks", "https://crm.example:0/", "https://crm.example:70000/",
        "https://crm example/", "http+unix://%2Fvar%2Frun%2Fdocker.sock/hooks", "file:///etc/passwd",
        "https://crm.example%00.test/", "https://[::1", "https://[fe80::1%25lo]/", "https://crm.example../",
        "https://./",
    ])
    func `that is none is named as such`(address: String) async {
        let outcome = await webhookChannel(lookup: unreachable).deliver(outgoing(to: address))
        #expect(kind(outcome) == "impossible" && reason(outcome).contains("address"), "\(outcome)")
    }

    @Test(arguments: [
        "https://sales@crm.example/", "https://sales:harbour@crm.example/", "https://:@crm.example/", "https://crm.example:80@127.0.0.1/",
    ])
    func `holds no user and no password`(address: String) async {
        let outcome = await webhookChannel(lookup: unreachable).deliver(outgoing(to: address))
        #expect(kind(outcome) == "impossible" && reason(outcome).contains("user or password"), "\(outcome)")
        #expect(!reason(outcome).contains("harbour"))
    }

    @Test func `is https unless private addresses are allowed`() async {
        let outcome = await webhookChannel(allowPrivateAddresses: false, lookup: unreachable).deliver(outgoing(to: "http://crm.example/"))
        #expect(kind(outcome) == "impossible" && reason(outcome).contains("https"), "\(outcome)")
    }

    @Test func `is refused when one of several addresses is not allowed`() async {
        let lookup = HostLookup { _ in ["8.8.8.8", "10.0.0.1"].compactMap { IPAddress($0) } }
        let outcome = await webhookChannel(allowPrivateAddresses: false, lookup: lookup).deliver(outgoing(to: "https://crm.example/"))
        #expect(kind(outcome) == "impossible" && reason(outcome).contains("10.0.0.1"), "\(outcome)")
    }

    @Test(arguments: ["https", "http"]) func `whose name ends with a dot is that without it, in TLS and for the receiver too`(scheme: String)
        async throws
    {
        let lookups = Mutex<[String]>([])
        let lookup = HostLookup { host in
            lookups.withLock { $0.append(host) }
            return ["127.0.0.1"].compactMap { IPAddress($0) }
        }
        let (firstBytes, requests) = try await WebhookReceiver.serving(scheme == "http" ? .answer(httpAnswer(200)) : .interrupt("")) { receiver in
            _ = await webhookChannel(lookup: lookup).deliver(outgoing(to: "\(scheme)://crm.harbour-hotel.invalid.:\(receiver.port)/hooks?a=b"))
            return (receiver.firstBytes, receiver.requests)
        }
        #expect(lookups.withLock { $0 } == ["crm.harbour-hotel.invalid"])
        #expect(scheme == "http" || (firstBytes.contains("crm.harbour-hotel.invalid") && !firstBytes.contains("harbour-hotel.invalid.")))
        #expect(scheme == "https" || requests.first?.header("host")?.hasPrefix("crm.harbour-hotel.invalid:") == true)
        #expect(scheme == "https" || requests.first?.head.hasPrefix("POST /hooks?a=b HTTP/1.1") == true)
    }

    @Test func `is looked up once, and the connection goes to what was found`() async throws {
        let lookups = Mutex<[String]>([])
        let lookup = HostLookup { host in
            lookups.withLock { $0.append(host) }
            return ["127.0.0.1"].compactMap { IPAddress($0) }
        }
        let (outcome, requests) = try await WebhookReceiver.serving(.answer(httpAnswer(200))) { receiver in
            let address = "http://CRM.Harbour_Hotel.invalid:\(receiver.port)/hooks?a=b"
            return (await webhookChannel(lookup: lookup).deliver(outgoing(to: address)), receiver.requests)
        }
        #expect(outcome == .delivered(status: 200))
        #expect(lookups.withLock { $0 } == ["CRM.Harbour_Hotel.invalid"])
        #expect(requests.first?.header("host")?.hasPrefix("CRM.Harbour_Hotel.invalid:") == true)
        #expect(requests.first?.head.hasPrefix("POST /hooks?a=b HTTP/1.1") == true)
    }

    @Test func `in another script is looked up by its ASCII name`() async {
        let lookup = HostLookup { host in throw HostUnknown(reason: "no \(host)") }
        let outcome = await webhookChannel(lookup: lookup).deliver(outgoing(to: "https://bücher.example/"))
        #expect(reason(outcome).contains("no xn--bcher-kva.example"), "\(outcome)")
    }

    @Test func `keeps its name in TLS, for the receiver's certificate`() async throws {
        let lookup = HostLookup { _ in ["127.0.0.1"].compactMap { IPAddress($0) } }
        let firstBytes = try await WebhookReceiver.serving(.interrupt("")) { receiver in
            _ = await webhookChannel(lookup: lookup).deliver(outgoing(to: "https://crm.harbour-hotel.invalid:\(receiver.port)/"))
            return receiver.firstBytes
        }
        #expect(firstBytes.contains("crm.harbour-hotel.invalid"))
    }

    @Test func `with several addresses is tried at the next when one can't be reached`() async throws {
        let lookup = HostLookup { _ in ["127.0.0.2", "127.0.0.1"].compactMap { IPAddress($0) } }
        let outcome = try await WebhookReceiver.serving(.answer(httpAnswer(200))) { receiver in
            await webhookChannel(lookup: lookup).deliver(outgoing(to: "http://crm.invalid:\(receiver.port)/"))
        }
        #expect(outcome == .delivered(status: 200))
    }

    @Test func `with several addresses is not tried again once anything was sent`() async throws {
        let lookup = HostLookup { _ in ["127.0.0.1", "127.0.0.1"].compactMap { IPAddress($0) } }
        let connections = try await WebhookReceiver.serving(.reset) { receiver in
            let outcome = await webhookChannel(lookup: lookup).deliver(outgoing(to: "http://crm.invalid:\(receiver.port)/"))
            #expect(kind(outcome) == "unknown")
            return receiver.connections
        }
        #expect(connections == 1)
    }
}

/// No test may get as far as this.
private let unreachable = HostLookup { _ in throw HostUnknown(reason: "a test looked up a name") }
