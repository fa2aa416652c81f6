/// The files of the page, ready to be sent.
enum PageFiles {
    private static let all = Dictionary(uniqueKeysWithValues: EmbeddedAssets.files.map { ($0, made($0, $1)) })

    static func file(_ path: String) -> StaticFile { all[path] ?? made(path, "") }

    private static func made(_ path: String, _ text: String) -> StaticFile {
        StaticFile(text, gzip: EmbeddedAssets.compressed[path], version: EmbeddedAssets.fingerprint, contentType: contentType(of: path))
    }

    private static func contentType(of path: String) -> String {
        switch path.split(separator: ".").last {
        case "js": "text/javascript; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "svg": "image/svg+xml; charset=utf-8"
        case "html": "text/html; charset=utf-8"
        default: "text/plain; charset=utf-8"
        }
    }
}
