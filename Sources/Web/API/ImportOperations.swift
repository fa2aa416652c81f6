import Domain
import HTTPTypes
import Hummingbird
import Journey
import NIOCore
import Storage

/// Many rows at once, from a CSV file.
enum ImportOperations {
    static let all: [Operation] = [importRows]

    /// What everybody who changes rows may bring in: the catalogue is set up from the command line.
    private static let kinds: [ImportKind] = [.contacts, .deals, .tasks, .targets]
    private static let kindField = Field.required("kind", .choice(kinds.map(\.rawValue)), "What the file holds.")

    private static let queried: [Operation.Parameter] = [
        .query("dry_run", "Whether nothing is written.", ["type": "boolean", "default": false]),
        .query("user_id", "Whose new rows are that name nobody; the caller's unless told.", Schema.identifier),
    ]

    static let importRows = Operation(
        method: .post, path: "/api/v1/imports/{kind}", id: "importRows", tag: "Imports",
        summary: "Bring in a CSV file, or with dry_run tell what that would do (docs/imports.md). The same file again changes nothing.",
        parameters: [.init(name: "kind", place: .path, summary: kindField.summary, schema: Schema.bare(kindField.kind))] + queried,
        body: ["type": "string", "minLength": 1], bodyType: "text/csv", bodyLimit: 10 << 20, result: Schema.importReport, problems: [.notFound]
    ) { request, services in
        try request.mustKnowQuery(of: queried)
        let kind = try kind(request), isDryRun = try request.flag(query: "dry_run")
        let user = try request.integer(query: "user_id", in: Field.identifiers, default: request.principal.user)
        let file = try request.csv()
        try request.mustReach(user: user)
        try await services.mustKnow(Person(workspace: request.workspace, user: user))
        let importer = Importer(store: services.store, clock: services.clock, workspace: request.workspace, besides: request.effectsOfEach)
        let report = try await services.imports.alone {
            try await told { try await importer.run(kind, file: file, user: user, reach: request.principal.reach.user, isDryRun: isDryRun) }
        }
        return .json { $0.imported(report) }
    }

    private static func kind(_ request: WebRequest) throws -> ImportKind {
        guard case .text(let name) = try kindField.value(ofText: request.parameters["kind"] ?? ""), let kind = ImportKind(rawValue: name) else {
            throw ValidationError(field: "kind", "kind must be one of \(kinds.map(\.rawValue).joined(separator: ", ")).")
        }
        return kind
    }

    /// Failures in the words of whoever sent the file.
    static func told(_ work: () async throws -> ImportReport) async throws -> ImportReport {
        do {
            return try await work()
        } catch let error as UnusableFile {
            throw ValidationError(field: "body", error.sentence)
        } catch let error as StoreError where error.isPassing {
            throw Problem(
                .serviceUnavailable, "\(error.sentence) What was imported so far is in: send the same file again.", headers: [.retryAfter: "5"])
        }
    }
}

extension WebRequest {
    /// The body as a CSV file. A page elsewhere can't send one unasked: browsers ask first about this type.
    ///
    /// - Throws: 415 where the request does not say that it is one.
    fileprivate func csv() throws -> CSVFile {
        let type = (head.headerFields[.contentType] ?? "").prefix { $0 != ";" }.lowercased().trimmed
        guard type == "text/csv" else {
            throw Problem(.unsupportedMediaType, "The body must be a CSV file: send it with Content-Type: text/csv.")
        }
        return CSVFile(size: body.readableBytes) { [body] range in
            body.getBytes(at: body.readerIndex + range.lowerBound, length: range.count) ?? []
        }
    }
}
