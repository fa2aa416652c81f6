import Domain
import Logging
import Synchronization

/// Tells the log whom the server has refused and what was done about accounts, without letting a storm of refusals fill it.
///
/// The first of its kind from an address is told at once; how often it came again is told at the end of the minute.
final class SecurityLog: Sendable {
    enum Event: String, Sendable {
        case signInRefused = "a sign-in was refused"
        case credentialRefused = "a session, token or key that does not count was refused"
        case notAllowed = "a call was refused for want of a permission"
        case tooMany = "requests are refused: there are too many"
        case foreign = "a request was refused for where it comes from"
        case tokenReused = "a refresh token came a second time: its session was ended"
        case linkRefused = "a link that does not count was refused"
        case linkUsed = "a one-time link was used"
        case accountDisabled = "an account was disabled"

        /// Whether strangers can bring it about as often as they like.
        var isAnybodys: Bool {
            switch self {
            case .tokenReused, .linkUsed, .accountDisabled: false
            default: true
            }
        }
    }

    /// What makes two refusals one line.
    private struct Key: Hashable {
        var event: Event
        var address: String?
        var account: Int64?
        var what: String
    }

    /// More lines than these a minute are told of by their number only.
    private static let mostKeys = 200
    private static let window = Duration.seconds(60)

    private struct State {
        var repeats: [Key: Int] = [:]
        var untold = 0
    }

    private let logger: Logger
    private let clock: WallClock
    private let state = Mutex(State())

    init(logger: Logger, clock: WallClock) {
        self.logger = logger
        self.clock = clock
    }

    /// - Parameters:
    ///   - account: whose, as far as it has shown who it is.
    ///   - what: the operation, limit or the like; a word of ours.
    ///   - name: what a stranger wrote, to be told with the first only.
    func tell(_ event: Event, _ what: String, account: Int64? = nil, address: IPAddress?, name: String? = nil) {
        let key = Key(event: event, address: address?.network.description, account: account, what: what)
        let isFirst = state.withLock { state in
            if let count = state.repeats[key] {
                state.repeats[key] = count + 1
                return false
            }
            guard state.repeats.count < Self.mostKeys || !event.isAnybodys else {
                state.untold += 1
                return false
            }
            state.repeats[key] = 0
            return true
        }
        if isFirst { log(key, ["name": name.map { "\(Self.harmless($0))" }]) }
    }

    /// Tells each minute what has come again, and the last of it when the task is cancelled.
    func run() async {
        while (try? await clock.sleep(Self.window)) != nil { tellRepeats() }
        tellRepeats()
    }

    func tellRepeats() {
        let past = state.withLock { state in
            defer { state = State() }
            return state
        }
        for (key, count) in past.repeats where count > 0 { log(key, ["again": "\(count)"]) }
        if past.untold > 0 { logger.notice("more was refused within a minute than is told", metadata: ["count": "\(past.untold)"]) }
    }

    private func log(_ key: Key, _ more: [String: String?]) {
        let facts = ["what": key.what, "account.id": key.account.map { "\($0)" }, "address": key.address ?? "unknown"].merging(more) { $1 }
        logger.notice("\(key.event.rawValue)", metadata: facts.compactMapValues { $0.map { "\($0)" } })
    }

    /// A stranger's words on one line, short, and without what could pass for ours.
    private static func harmless(_ text: String) -> String {
        String(text.prefix(100).map { $0.isASCII && ($0.isLetter || $0.isNumber || "-.:/[]".contains($0)) ? $0 : "?" })
    }
}
