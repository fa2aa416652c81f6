import Foundation
import Synchronization

/// Standard output and standard error, as whoever started the process left them: a file on a full disk, a closed pipe, or nothing at all.
enum Output: Int32 {
    case standard = 1
    case error = 2

    private static let isOptional = Atomic(false)

    /// Has the process go on where nobody can read what it prints, as a server does.
    static func makeOptional() { isOptional.store(true, ordering: .relaxed) }

    /// Comes before any file is opened: one that got the number of a closed output would have the lines written into it. And whatever
    /// reads a pipe may close it: that is found out at the next line, and no signal ends the process.
    static func prepare() {
        signal(SIGPIPE, SIG_IGN)
        for file in STDIN_FILENO...STDERR_FILENO where fcntl(file, F_GETFD) == -1 {
            // Which takes the lowest number that is free, and can't be written to.
            _ = open("/dev/null", O_RDONLY)
        }
    }

    var isTerminal: Bool { isatty(rawValue) == 1 }

    /// Writes at once, also into a pipe. A command that can't say what it found ends, as it has failed.
    func write(_ bytes: some Collection<UInt8>) {
        guard let fault = fault(writing: Array(bytes)), self == .standard, !Self.isOptional.load(ordering: .relaxed) else { return }
        if fault == EPIPE { _exit(128 + SIGPIPE) }
        Output.error.write("crm-agent: standard output can't be written to: \(String(cString: strerror(fault))).\n".utf8)
        _exit(1)
    }

    /// The number of the error; nil where all is written.
    private func fault(writing bytes: [UInt8]) -> Int32? {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Foundation.write(rawValue, $0.baseAddress, $0.count) }
            if written >= 0 {
                rest = rest.dropFirst(written)
            } else if errno == EAGAIN {
                var ready = pollfd(fd: rawValue, events: Int16(POLLOUT), revents: 0)
                _ = poll(&ready, 1, -1)
            } else if errno != EINTR {
                return errno
            }
        }
        return nil
    }
}
