/// The 95% interval of a rate: the score interval of E. B. Wilson, "Probable inference, the law of succession, and statistical
/// inference", Journal of the American Statistical Association 22 (1927). It holds for few cases, and for rates of 0 and 1.
package struct RateInterval: Codable, Equatable, Sendable {
    package var rate: Double
    package var lower: Double
    package var upper: Double

    /// - Parameter count: where it is 0 nothing is known.
    package init(_ passed: Int, of count: Int) {
        guard count > 0 else {
            (rate, lower, upper) = (0, 0, 1)
            return
        }
        let (n, z) = (Double(count), Self.z)
        rate = Double(passed) / n
        let centre = (rate + z * z / (2 * n)) / (1 + z * z / n)
        let half = z / (1 + z * z / n) * (rate * (1 - rate) / n + z * z / (4 * n * n)).squareRoot()
        lower = max(0, centre - half)
        upper = min(1, centre + half)
    }

    /// Of the normal distribution, for 95% on both sides.
    static let z = 1.959963984540054
}
