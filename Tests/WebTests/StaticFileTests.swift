import Foundation
import HTTPTypes
import NIOCore
import Testing

@testable import Web

@Suite struct `A static file` {
    private let file = StaticFile(
        "plain", gzip: Data([1, 2, 3]).base64EncodedString(), version: "v1", contentType: "text/css")

    private func answer(_ fields: HTTPFields, keeping: StaticFile.Keeping = .forever) -> Answer {
        file.answer(to: HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/", headerFields: fields), keeping: keeping)
    }

    @Test(
        arguments: [
            (nil, false), ("", false), ("gzip", true), ("GZIP", true), ("x-gzip", true), ("br, gzip;q=0.5", true), ("gzip;q=0", false),
            ("gzip; q=0.000", false), ("*", true), ("*;q=0", false), ("gzip, *;q=0", true), ("gzip;q=0, *", false), ("identity", false),
            ("identity, gzip", true), ("identity;q=0.5, gzip;q=0.4", false), ("br", false), ("gzip;q=2", false), ("gzip;q=nan", false),
            ("gzip;q=", false), ("deflate , gzip ;q=1.0", true), (",;,gzip", true),
        ] as [(String?, Bool)])
    func `is sent compressed to those who accept it and do not prefer it plain`(header: String?, isCompressed: Bool) {
        let answer = answer(header.map { [.acceptEncoding: $0] } ?? [:])
        #expect(answer.headers[.contentEncoding] == (isCompressed ? "gzip" : nil))
        #expect(answer.body == (isCompressed ? ByteBuffer(bytes: [1, 2, 3]) : ByteBuffer(string: "plain")))
        #expect(answer.headers[.vary] == "Accept-Encoding")
        #expect(answer.headers[.eTag] == (isCompressed ? "\"v1-gzip\"" : "\"v1\""))
    }

    @Test(
        arguments: [
            ("\"v1\"", true), ("W/\"v1\"", true), ("\"x\", \"v1\"", true), ("\"x\",W/\"v1\"", true), ("*", true), ("\"v1-gzip\"", false),
            ("\"v\"", false), ("v1", false), ("", false), ("\"xv1\"", false),
        ] as [(String, Bool)])
    func `is not sent to those who have it in that form`(header: String, isKnown: Bool) {
        let answer = answer([.ifNoneMatch: header], keeping: .revalidated)
        #expect(answer.status == (isKnown ? .notModified : .ok))
        #expect(answer.body.readableBytes == (isKnown ? 0 : 5))
        #expect(answer.headers[.eTag] == "\"v1\"" && answer.headers[.cacheControl] == "no-cache" && answer.headers[.vary] == "Accept-Encoding")
    }

    @Test func `is told to have not changed under the tag of the form that would be sent`() {
        let known = answer([.acceptEncoding: "gzip", .ifNoneMatch: "\"v1-gzip\""])
        #expect(known.status == .notModified && known.headers[.eTag] == "\"v1-gzip\"" && known.headers[.contentEncoding] == nil)
        #expect(answer([.acceptEncoding: "gzip", .ifNoneMatch: "\"v1\""]).status == .ok)
    }

    @Test func `that was not worth compressing does not depend on what is accepted`() {
        let small = StaticFile("plain", gzip: nil, version: "v1", contentType: "text/css")
        let answer = small.answer(
            to: HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/", headerFields: [.acceptEncoding: "gzip"]), keeping: .forever)
        #expect(answer.body == ByteBuffer(string: "plain") && answer.headers[.vary] == nil && answer.headers[.contentEncoding] == nil)
    }
}
