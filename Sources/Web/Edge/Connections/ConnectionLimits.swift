/// How much one connection may take, of time and of room; and how many there may be.
package struct ConnectionLimits: Sendable {
    /// How many connections there may be.
    package var inAll: Int
    /// How many from one address; nil for any number. Proxies that are trusted stand for many and are not counted so.
    package var perAddress: Int?
    /// How long a request's head may take to come, and its body to bring `leastBytes`.
    package var slowness: Duration
    /// How long a request may wait for the first of its answer.
    package var answerTime: Duration

    package init(inAll: Int = 4096, perAddress: Int? = nil, slowness: Duration = .seconds(10), answerTime: Duration = .seconds(300)) {
        self.inAll = inAll
        self.perAddress = perAddress
        self.slowness = slowness
        self.answerTime = answerTime
    }

    /// A connection that asks for nothing.
    static let idleTime = Duration.seconds(60)
    /// A caller that takes nothing of what is sent to it.
    static let stuckTime = Duration.seconds(60)
    /// What a body must bring within each `slowness`, in bytes.
    static let leastBytes = 10 << 10
    /// A path with its query, in bytes.
    static let longestAddress = 8 << 10
    /// One field of a head, and all of them, in bytes.
    static let longestField = 16 << 10
    static let longestFields = 32 << 10
    static let mostFields = 100
    /// Of a head, whatever it is made of, in bytes.
    static let longestHead = 64 << 10
    /// How much of a body that is too long is read, so that its sender gets to see the answer, in bytes.
    static let longestWaste = 16 << 20
}
