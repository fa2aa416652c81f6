import Foundation

/// What the offline composer chooses its wording by in tests: the same in every run, so that a failure can be repeated.
///
/// `CRM_TEST_SEED` takes another one, which shows tests that hold for one wording alone.
package enum TestSeed {
    private static let value = ProcessInfo.processInfo.environment["CRM_TEST_SEED"].flatMap(UInt64.init) ?? 1

    @Sendable package static func draw() -> UInt64 { value }
}
