import Domain
import HTTPTypes

/// One call of the HTTP interface: what it is for, what goes in and out, and the code that answers it.
///
/// The router and the OpenAPI document are both made from the list of operations, so neither can know one that the
/// other does not.
struct Operation: Sendable {
    struct Parameter: Sendable {
        enum Place: String, Sendable { case path, query, header }
        var name: String
        var place: Place
        var summary: String
        var schema: JSONValue
    }

    var method: HTTPRequest.Method
    /// With parameters in braces: `/chat/history/{user_id}`.
    var path: String
    /// Unique; client generators name functions after it.
    var id: String
    var tag: String
    var summary: String
    var parameters: [Parameter] = []
    var body: JSONValue?
    var bodyType = "application/json"
    /// The most bytes that a body may have.
    var bodyLimit = 1 << 20
    var isBodyRequired = true
    var success: HTTPResponse.Status = .ok
    /// Nil where the answer has no JSON body.
    var result: JSONValue?
    var resultType = "application/json"
    /// The problems it may answer with, besides those any call can have.
    var problems: [HTTPResponse.Status] = []
    /// Its answer holds what must be kept nowhere, so it is not kept to be answered again.
    var isSecret = false
    /// Carried out again it changes nothing more, so it takes no Idempotency-Key.
    var isRepeatable = false
    /// It signs a browser in: only a page of this server's, or a program, may ask for it.
    var givesCookie = false
    /// It gives access that outlasts a session: asked for in one, it needs the password or a code of the last minutes.
    var needsProof = false
    /// It may wait long for a model: it is cancelled when its caller goes away.
    var asksModel = false
    /// What it is counted by besides who asks; nil for what is usual.
    var rate: RateClass?
    /// Left out of the OpenAPI document: a file of the page.
    var isFile = false
    /// False for what anyone may ask under any name: load balancers ask without a Host header.
    var isGuarded = true
    var handle: @Sendable (WebRequest, WebServices) async throws -> Answer

    /// Whether it may be sent again under an Idempotency-Key.
    var takesKey: Bool { method == .post && !isSecret && !isRepeatable }

    var countedRate: RateClass? { rate ?? (asksModel ? .model : nil) }
}

extension Operation.Parameter {
    static func id(_ name: String, _ summary: String) -> Self {
        Self(name: name, place: .path, summary: summary, schema: Schema.identifier)
    }

    static func query(_ name: String, _ summary: String, _ schema: JSONValue) -> Self {
        Self(name: name, place: .query, summary: summary, schema: schema)
    }

    static let ifMatch = Self(
        name: "If-Match", place: .header,
        summary: "The ETag of the row as you read it, or a list of some; the change fails with 412 if the row has none of them any more.",
        schema: ["type": "string"])
}
