import Testing

@testable import Storage

@Suite struct `The hosts of a database URL` {
    private func targets(_ parameters: [String: String]) -> [[String: String]] {
        let hosts = PostgresHosts(parameters) { ["two": ["::1", "127.0.0.1"], "one": ["192.0.2.1"]][$0] ?? [] }
        return hosts.all.flatMap(hosts.addresses)
    }

    @Test func `are tried one after the other, each at each of its addresses`() {
        #expect(
            targets(["host": "two,one,lost", "port": "1,2,3", "dbname": "crm"]) == [
                ["host": "two", "hostaddr": "::1", "port": "1", "dbname": "crm"],
                ["host": "two", "hostaddr": "127.0.0.1", "port": "1", "dbname": "crm"], ["host": "one", "port": "2", "dbname": "crm"],
                ["host": "lost", "port": "3", "dbname": "crm"],
            ])
    }

    @Test func `are not looked up where they are sockets, or have their addresses beside them`() {
        for parameters in [["host": "/two"], ["host": "@two"], ["host": "two", "hostaddr": "192.0.2.9"], ["dbname": "crm"]] {
            #expect(targets(parameters) == [parameters])
        }
    }

    @Test(arguments: [(nil, 5), ("1", 2), ("30", 30), ("0", 60), ("-1", 60), ("99999999999", 3600)])
    func `are each given the time that the URL says, which has an end`(said: String?, seconds: Int64) {
        #expect(PostgresHosts.patience(["connect_timeout": said].compactMapValues(\.self)) == seconds)
    }
}
