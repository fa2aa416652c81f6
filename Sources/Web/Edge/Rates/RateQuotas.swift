package import Domain

/// How many requests of each class are let through in a minute.
package struct RateQuotas: Sendable, Equatable {
    package var perMinute: [RateClass: Int]

    /// Plenty for a person, or for a program that does a person's work.
    package static let usual = RateQuotas(perMinute: [.address: 1200, .account: 1200, .key: 600, .model: 60, .signIn: 10])

    package init(perMinute: [RateClass: Int]) { self.perMinute = perMinute }

    /// Such as `key=300,model=20`; for the classes that it leaves out the usual ones hold.
    ///
    /// - Throws: `ValidationError` that names `RATE_LIMITS`.
    package init(_ text: String) throws(ValidationError) {
        self = .usual
        for pair in text.split(separator: ",") {
            let parts = pair.split(separator: "=").map { String($0).trimmed }
            guard parts.count == 2, let name = RateClass(rawValue: parts[0].lowercased()), let number = Int(parts[1]),
                (1...Self.most).contains(number)
            else {
                let names = RateClass.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError(
                    field: "RATE_LIMITS",
                    "is neither on, off nor numbers a minute, from 1 to \(Self.most), of \(names); write for example address=1200,model=60")
            }
            perMinute[name] = number
        }
    }

    private static let most = 1_000_000
}
