import Domain
import HTTPTypes
import NIOCore

/// The page, its files, and the status that scripts read at the root.
enum PageOperations {
    static let all: [Operation] =
        [
            root, page("/chat", id: "getChatPage", file: "index.html"), page("/docs", id: "getDocs", file: "docs.html"),
            page("/sign-in", id: "getSignInPage", file: "sign-in.html"),
        ] + assets

    static let root = Operation(
        method: .get, path: "/", id: "getRoot", tag: "Page", summary: "The status; a browser gets the page.",
        result: Schema.object(["status": Schema.words(["ok"]), "message": Schema.text, "version": Schema.text])
    ) { request, services in
        if request.head.headerFields[.accept]?.contains("text/html") == true { return html("index.html") }
        return .json { json in
            json.object {
                $0.field("status", "ok")
                $0.field("message", "CRM Agent is running")
                $0.field("version", services.version)
            }
        }.with(.vary, "Accept")
    }

    private static func page(_ path: String, id: String, file: String) -> Operation {
        Operation(
            method: .get, path: path, id: id, tag: "Page", summary: "The page as HTML.", result: Schema.text, resultType: "text/html"
        ) { _, _ in html(file) }
    }

    private static func html(_ file: String) -> Answer {
        Answer(contentType: "text/html; charset=utf-8", body: ByteBuffer(string: EmbeddedAssets.files[file] ?? ""))
            .with(.cacheControl, "no-cache").with(.vary, "Accept")
    }

    /// One operation for each file, so that no path from a request ever meets a file system.
    private static let assets: [Operation] = EmbeddedAssets.files.map { path, text in
        let type = contentType(of: path)
        let body = ByteBuffer(string: text)
        let tag = "\"\(Fingerprint.of(text))\""
        return Operation(
            method: .get, path: "/assets/\(path)", id: "getAsset_\(path)", tag: "Page", summary: "A file of the page.", result: Schema.text,
            resultType: type, isFile: true
        ) { request, _ in
            if request.head.headerFields[.ifNoneMatch] == tag {
                return Answer(.notModified, contentType: type).with(.eTag, tag)
            }
            return Answer(contentType: type, body: body).with(.eTag, tag).with(.cacheControl, "no-cache")
        }
    }

    private static func contentType(of path: String) -> String {
        switch path.split(separator: ".").last {
        case "js": "text/javascript; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "svg": "image/svg+xml"
        case "html": "text/html; charset=utf-8"
        default: "text/plain; charset=utf-8"
        }
    }
}
