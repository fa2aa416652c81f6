import Foundation

#if os(Linux)
    import CMalloc
    import Glibc
#endif

/// How much memory the process holds on to.
enum ProcessMemory {
    /// Keeps up to 64 MB of what is freed for the next request, in two arenas.
    ///
    /// By default glibc hands the end of an arena back to the kernel after nearly every transaction and gets it anew, page by
    /// page, for the next: that was an eighth of the CPU of a chat message.
    static func keepFreed() {
        #if os(Linux)
            mallopt(M_TRIM_THRESHOLD, 64 << 20)
            mallopt(M_ARENA_MAX, 4)
        #endif
    }

    /// Takes the program's own code out of the resident set, of which most was needed for the start alone; what is run again
    /// comes back from the page cache, or the file, by itself.
    static func releaseStartUpCode() {
        #if os(Linux)
            let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            let maps = try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8)
            guard let program, let maps else { return }
            // Code that may not be written to holds nothing but what stands in the file.
            for line in maps.split(separator: "\n") where line.hasSuffix(program) && line.contains(" r-xp ") {
                let bounds = line.prefix { $0 != " " }.split(separator: "-").compactMap { UInt(String($0), radix: 16) }
                guard bounds.count == 2, bounds[0] < bounds[1] else { continue }
                madvise(UnsafeMutableRawPointer(bitPattern: bounds[0]), Int(bounds[1] - bounds[0]), MADV_DONTNEED)
            }
        #endif
    }
}
