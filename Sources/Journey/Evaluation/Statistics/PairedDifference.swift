/// By how much one rate lies above another over the same cases, with its 95% interval: method 10 of R. G. Newcombe, "Improved
/// confidence intervals for the difference between binomial proportions based on paired data", Statistics in Medicine 17 (1998).
///
/// It is made of both rates' Wilson intervals, and stays within -1 and 1 where no case or every case has changed.
package struct PairedDifference: Codable, Equatable, Sendable {
    package var difference: Double
    package var lower: Double
    package var upper: Double

    package init(both: Int, onlyNow: Int, onlyBefore: Int, neither: Int) {
        let count = both + onlyNow + onlyBefore + neither
        guard count > 0 else {
            (difference, lower, upper) = (0, -1, 1)
            return
        }
        let now = RateInterval(both + onlyNow, of: count)
        let before = RateInterval(both + onlyBefore, of: count)
        let phi = Self.correlation(Double(both), Double(onlyNow), Double(onlyBefore), Double(neither))
        difference = Double(onlyNow - onlyBefore) / Double(count)
        func reach(_ first: Double, _ second: Double) -> Double {
            max(0, first * first - 2 * phi * first * second + second * second).squareRoot()
        }
        lower = max(-1, difference - reach(now.rate - now.lower, before.upper - before.rate))
        upper = min(1, difference + reach(before.rate - before.lower, now.upper - now.rate))
    }

    /// Of both results, with the correction for continuity where they go together.
    private static func correlation(_ both: Double, _ onlyNow: Double, _ onlyBefore: Double, _ neither: Double) -> Double {
        let margins = (both + onlyNow) * (onlyBefore + neither) * (both + onlyBefore) * (onlyNow + neither)
        guard margins > 0 else { return 0 }
        let product = both * neither - onlyNow * onlyBefore
        let corrected = product > 0 ? max(0, product - (both + onlyNow + onlyBefore + neither) / 2) : product
        return corrected / margins.squareRoot()
    }
}
