/// A request is beyond one of its sender's limits.
struct RateRefused: Error, Equatable {
    var verdict: RateVerdict
}
