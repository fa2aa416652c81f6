import Domain
import HTTPTypes
import Hummingbird

/// The page, its files, and the status that scripts read at the root.
enum PageOperations {
    static let all: [Operation] =
        [
            root, page("/chat", "The page, as HTML.", id: "getChatPage", file: "index.html"),
            page("/docs", "All calls to look through, as HTML.", id: "getDocs", file: "docs.html"),
            page("/sign-in", "The page to sign in at, as HTML.", id: "getSignInPage", file: "sign-in.html"),
        ] + EmbeddedAssets.files.keys.flatMap { [asset($0), assetOfVersion($0)] }

    static let root = Operation(
        method: .get, path: "/", id: "getRoot", tag: "Page", summary: "The status; a browser gets the page.",
        result: Schema.object(["status": Schema.words(["ok"]), "message": Schema.text, "version": Schema.text])
    ) { request, services in
        if request.head.headerFields[.accept]?.contains("text/html") == true { return html("index.html", to: request) }
        return .json { json in
            json.object {
                $0.field("status", "ok")
                $0.field("message", "CRM Agent is running")
                $0.field("version", services.version)
            }
        }.with(.vary, "Accept")
    }

    private static func page(_ path: String, _ summary: String, id: String, file: String) -> Operation {
        Operation(
            method: .get, path: path, id: id, tag: "Page", summary: summary, result: Schema.text, resultType: "text/html"
        ) { request, _ in html(file, to: request) }
    }

    private static func html(_ name: String, to request: WebRequest) -> Answer {
        PageFiles.file(name).answer(to: request.head, keeping: .revalidated).with(.vary, "Accept, Accept-Encoding")
    }

    // One operation for each file, so that no path from a request ever meets a file system.

    private static func asset(_ path: String) -> Operation {
        operation("/assets/\(path)", "getAsset_\(path)", path) { _ in .revalidated }
    }

    /// As the page names its files. Where instances of two versions serve, one is asked for files of the other's page: it gives
    /// its own, and nobody keeps those.
    private static func assetOfVersion(_ path: String) -> Operation {
        var operation = operation("/assets/{version}/\(path)", "getVersionedAsset_\(path)", path) { request in
            request.parameters["version"] == EmbeddedAssets.fingerprint ? .forever : .revalidated
        }
        operation.parameters = [.init(name: "version", place: .path, summary: "The page's version.", schema: Schema.text)]
        return operation
    }

    private static func operation(
        _ address: String, _ id: String, _ path: String, keeping: @escaping @Sendable (WebRequest) -> StaticFile.Keeping
    ) -> Operation {
        let file = PageFiles.file(path)
        return Operation(
            method: .get, path: address, id: id, tag: "Page", summary: "A file of the page.", result: Schema.text,
            resultType: file.contentType, isFile: true
        ) { request, _ in file.answer(to: request.head, keeping: keeping(request)) }
    }
}
