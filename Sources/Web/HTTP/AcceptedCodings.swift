/// What a request's `Accept-Encoding` says (RFC 9110, 12.5.3).
struct AcceptedCodings {
    private var weights: [String: Double] = [:]

    /// - Parameter header: nil where there is none. Any coding may be sent then, but whoever reads compressed says so.
    init(_ header: String?) {
        for member in (header ?? "").split(separator: ",") {
            let parts = member.split(separator: ";").map { $0.filter { !$0.isWhitespace }.lowercased() }
            guard let coding = parts.first, !coding.isEmpty else { continue }
            // An old name for the same.
            weights[coding == "x-gzip" ? "gzip" : coding] = Self.weight(parts.dropFirst().first { $0.hasPrefix("q=") })
        }
    }

    /// Whether gzip is accepted and the plain text not preferred to it.
    var prefersGzip: Bool {
        let gzip = weights["gzip"] ?? weights["*"] ?? 0
        return gzip > 0 && gzip >= weights["identity"] ?? 0
    }

    /// A weight that is none counts as a refusal: the plain text is read by everybody.
    private static func weight(_ parameter: String?) -> Double {
        guard let parameter else { return 1 }
        guard let weight = Double(parameter.dropFirst(2)), (0...1).contains(weight) else { return 0 }
        return weight
    }
}
