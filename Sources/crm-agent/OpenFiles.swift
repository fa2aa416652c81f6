import Foundation

/// How many files and connections the process may have open.
enum OpenFiles {
    /// As many as the system lets it have: many systems begin with a number for programs that use `select`.
    static func raise() {
        guard var limit else { return }
        limit.rlim_cur = limit.rlim_max
        _ = setrlimit(kind, &limit)
    }

    /// How many may be open; nil where it is not known.
    static var most: Int? { limit.map { Int(clamping: $0.rlim_cur) } }

    private static var limit: rlimit? {
        var limit = rlimit()
        return getrlimit(kind, &limit) == 0 ? limit : nil
    }

    #if os(Linux)
        private static let kind = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
        private static let kind = RLIMIT_NOFILE
    #endif
}
