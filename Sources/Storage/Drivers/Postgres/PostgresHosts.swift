import CPostgres
import Foundation

/// Where a connection may go, in the order in which it is tried: the hosts of a URL, and each host's addresses.
struct PostgresHosts {
    /// The parameters with one host, its address and its port each.
    let all: [[String: String]]
    private let lookUp: (_ host: String) -> [String]

    init(_ parameters: [String: String], lookUp: @escaping (_ host: String) -> [String] = Self.addresses(named:)) {
        func list(_ name: String) -> [String] { parameters[name]?.split(separator: ",", omittingEmptySubsequences: false).map(String.init) ?? [] }
        let (names, addresses, ports) = (list("host"), list("hostaddr"), list("port"))
        all = (0..<max(1, names.count, addresses.count)).map { index in
            var one = parameters
            if names.indices.contains(index) { one["host"] = names[index] }
            if addresses.indices.contains(index) { one["hostaddr"] = addresses[index] }
            // One port is every host's.
            if ports.count > 1 { one["port"] = ports.indices.contains(index) ? ports[index] : nil }
            return one
        }
        self.lookUp = lookUp
    }

    /// The parameters of one host with one of its addresses each: where one is dead, libpq itself would spend all the time on it.
    func addresses(of host: [String: String]) -> [[String: String]] {
        guard let name = host["host"], let first = name.first, !"/@".contains(first), host["hostaddr"] ?? "" == "" else { return [host] }
        let found = lookUp(name)
        // What is not found libpq tells best.
        return found.count < 2 ? [host] : found.map { host.merging(["hostaddr": $0]) { $1 } }
    }

    /// For how many seconds one of them is tried: at least two, as with libpq, and where that would wait for ever a minute.
    static func patience(_ parameters: [String: String]) -> Int64 {
        let seconds = parameters["connect_timeout"].flatMap { Int64($0) } ?? 5
        return seconds <= 0 ? 60 : min(max(2, seconds), 3600)
    }

    private static func addresses(named host: String) -> [String] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(host, nil, &hints, &found) == 0 else { return [] }
        defer { freeaddrinfo(found) }
        return sequence(first: found) { $0?.pointee.ai_next }.compactMap { $0?.pointee }.compactMap { address in
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            guard getnameinfo(address.ai_addr, address.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0 else { return nil }
            return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
    }
}
