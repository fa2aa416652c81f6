package import Domain
package import Logging
import NIOSSL
import ServiceLifecycle
import Synchronization

/// The server's certificate and key as new connections get them, read again when their files change; those that are open keep
/// what they have.
package final class TLSIdentity: Service {
    fileprivate struct State {
        var contents: TLSFiles.Contents
        var context: NIOSSLContext
        /// The last that could not be used, told once.
        var fault: TLSFault?
    }

    private static let interval = Duration.seconds(5)

    private let files: TLSFiles
    private let clock: WallClock
    private let logger: Logger
    private let state: Mutex<State>

    /// - Throws: `TLSFault`.
    package init(_ files: TLSFiles, clock: WallClock, logger: Logger) throws(TLSFault) {
        self.files = files
        self.clock = clock
        self.logger = logger
        let contents = try files.read()
        state = Mutex(State(contents: contents, context: try contents.context()))
    }

    var context: NIOSSLContext { state.withLock { $0.context } }

    package func run() async {
        await cancelWhenGracefulShutdown {
            while (try? await self.clock.sleep(Self.interval)) != nil { self.look() }
        }
    }

    /// Takes up what is in the files where it is new and can be used: both may be replaced one after the other.
    func look() {
        do throws(TLSFault) {
            let contents = try files.read()
            guard contents != state.withLock({ $0.contents }) else { return state.withLock { $0.fault = nil } }
            let context = try contents.context()
            state.withLock { $0 = State(contents: contents, context: context) }
            logger.notice("a new certificate is used from now on")
        } catch {
            guard state.withLock({ $0.replace(fault: error) }) else { return }
            logger.error(
                "the new certificate cannot be used, the one before is kept", metadata: ["setting": "\(error.setting)", "reason": "\(error.reason)"])
        }
    }
}

extension TLSIdentity.State {
    /// False where it is the same as before.
    fileprivate mutating func replace(fault new: TLSFault) -> Bool {
        defer { fault = new }
        return fault != new
    }
}
