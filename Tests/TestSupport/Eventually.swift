import Foundation

/// Waits until `condition` holds.
///
/// - Throws: `TookTooLong` after `limit`, so that a test fails rather than hangs.
package func eventually(
    within limit: Duration = .seconds(180), _ what: String = "the condition", _ condition: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + limit
    while try await !condition() {
        guard ContinuousClock.now < end else { throw TookTooLong(what: what) }
        try await Task.sleep(for: .milliseconds(2))
    }
}

package struct TookTooLong: Error { package var what: String }
