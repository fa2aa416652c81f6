import Foundation

#if os(Linux)
    import CMalloc
    import Glibc
#endif

/// How much memory the process holds on to.
enum ProcessMemory {
    /// Keeps up to 64 MB of what is freed for the next request, in four arenas.
    ///
    /// By default glibc hands the end of an arena back to the kernel after nearly every transaction and gets it anew, page by
    /// page, for the next: that was an eighth of the CPU of a chat message.
    static func keepFreed() {
        #if os(Linux)
            mallopt(M_TRIM_THRESHOLD, 64 << 20)
            mallopt(M_ARENA_MAX, 4)
        #endif
    }

    /// Hands back what has been freed, and takes the program's own code out of the resident set: what is run again comes
    /// back from the page cache, or the file, by itself.
    static func giveBack() {
        #if os(Linux)
            malloc_trim(0)
            for code in ownCode { madvise(UnsafeMutableRawPointer(mutating: code.baseAddress), code.count, MADV_DONTNEED) }
        #endif
    }

    /// What the process has used of all processors since it started.
    static func cpuTime() -> Duration {
        .microseconds(clock())
    }

    #if os(Linux)
        /// Code that may not be written to holds nothing but what stands in the file.
        private nonisolated(unsafe) static let ownCode: [UnsafeRawBufferPointer] = {
            let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            let maps = try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8)
            guard let program, let maps else { return [] }
            return maps.split(separator: "\n").compactMap { line in
                guard line.hasSuffix(program), line.contains(" r-xp ") else { return nil }
                let bounds = line.prefix { $0 != " " }.split(separator: "-").compactMap { UInt(String($0), radix: 16) }
                guard bounds.count == 2, bounds[0] < bounds[1] else { return nil }
                return UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: bounds[0]), count: Int(bounds[1] - bounds[0]))
            }
        }()
    #endif
}
