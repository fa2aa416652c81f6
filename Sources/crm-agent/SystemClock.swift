import Domain
import Foundation

extension WallClock {
    static let system = WallClock(
        now: { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) },
        sleep: { try await Task.sleep(for: $0) }
    )
}
