import Foundation
import HTTPTypes
import NIOCore

/// A text that is the same for everybody: as it is, and compressed once for all.
struct StaticFile: Sendable {
    /// How long a browser may take its copy for the file.
    enum Keeping: String {
        /// Under this address it never changes.
        case forever = "public, max-age=31536000, immutable"
        /// The server is asked each time whether it has changed.
        case revalidated = "no-cache"
    }

    let contentType: String
    private let plain: Form
    private let compressed: Form?

    private struct Form: Sendable {
        var body: ByteBuffer
        var version: String

        var tag: String { "\"\(version)\"" }
    }

    /// - Parameters:
    ///   - gzip: the text compressed, as Base64; nil where that is not worth it.
    ///   - version: changes with the text.
    init(_ text: String, gzip: String?, version: String, contentType: String) {
        self.contentType = contentType
        plain = Form(body: ByteBuffer(string: text), version: version)
        // Other bytes are another representation, which a strong tag has to tell apart.
        compressed = gzip.flatMap { Data(base64Encoded: $0) }.map { Form(body: ByteBuffer(bytes: $0), version: "\(version)-gzip") }
    }

    func answer(to head: HTTPRequest, keeping: Keeping) -> Answer {
        let encoded = AcceptedCodings(head.headerFields[.acceptEncoding]).prefersGzip ? compressed : nil
        let form = encoded ?? plain
        let isKnown = head.headerFields[.ifNoneMatch].map { EntityTags($0).holds(form.version) } ?? false
        var answer = Answer(isKnown ? .notModified : .ok, contentType: contentType, body: isKnown ? ByteBuffer() : form.body)
            .with(.eTag, form.tag).with(.cacheControl, keeping.rawValue)
        if compressed != nil { answer.headers[.vary] = "Accept-Encoding" }
        if encoded != nil, !isKnown { answer.headers[.contentEncoding] = "gzip" }
        return answer
    }
}
