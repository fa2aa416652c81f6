import CCurl
import Synchronization

/// A message on its way, and whether somebody has called it back.
final class SMTPUpload: Sendable {
    private struct State {
        var rest: ArraySlice<UInt8>
        var isAllTaken = false
        var isStopped = false
    }

    private let state: Mutex<State>

    init(_ text: String) { state = Mutex(State(rest: Array(text.utf8)[...])) }

    /// Whether the whole message was taken to be sent, so that the server may have it.
    var isAllTaken: Bool { state.withLock { $0.isAllTaken } }
    var isStopped: Bool { state.withLock { $0.isStopped } }

    /// Ends the exchange within about a second.
    func stop() { state.withLock { $0.isStopped = true } }

    /// Fills a buffer with what comes next; returns 0 at the end.
    fileprivate func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        state.withLock { state in
            guard !state.isStopped else { return Int(CRM_CURL_ABORT) }
            let part = state.rest.prefix(buffer.count)
            buffer.copyBytes(from: part)
            state.rest = state.rest.dropFirst(part.count)
            if part.isEmpty { state.isAllTaken = true }
            return part.count
        }
    }

    /// For the library, which gives it back to the functions below. It is this object's owner who keeps it alive.
    var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

    private static func of(_ context: UnsafeMutableRawPointer?) -> SMTPUpload? {
        context.map { Unmanaged<SMTPUpload>.fromOpaque($0).takeUnretainedValue() }
    }

    static let reader: crm_curl_transfer = { buffer, size, count, context in
        guard let upload = SMTPUpload.of(context) else { return CRM_CURL_ABORT }
        return upload.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: size * count))
    }

    static let progress: crm_curl_progress = { context, _, _, _, _ in SMTPUpload.of(context)?.isStopped == true ? 1 : 0 }
}
