import Domain
import HTTPTypes
import Journey
import Storage

/// One's own second factor: a code from an authenticator app besides the password.
enum SecondFactorOperations {
    static let all: [Operation] = [get, begin, confirm, delete]

    private static let path = "/api/v1/second-factor"
    private static let codeField = Field.required("code", .text(1...40), "What the authenticator app shows.")
    static let get = Operation(
        method: .get, path: path, id: "getSecondFactor", tag: "Session", summary: "Whether one has a second factor.",
        result: Schema.object([
            "since": ["type": ["string", "null"], "format": "date-time"], "recovery_codes_left": Schema.integer,
        ]), problems: [.unauthorized]
    ) { request, services in
        let state = try await services.access.secondFactors.state(of: request.principal)
        return .json { json in
            json.object {
                $0.field("since", state.since?.rfc3339)
                $0.field("recovery_codes_left", state.recoveryCodesLeft)
            }
        }
    }

    static let begin = Operation(
        method: .post, path: path, id: "beginSecondFactor", tag: "Session",
        summary: "A secret for an authenticator app, in Base32, and the same as the otpauth address that apps read. It counts once it is confirmed.",
        success: .created, result: Schema.object(["secret": Schema.text, "url": Schema.text]), problems: [.unauthorized, .conflict], isSecret: true,
        needsProof: true
    ) { request, services in
        let made = try await services.access.secondFactors.begin(for: request.principal)
        return .json(.created) { json in
            json.object {
                $0.field("secret", made.secret)
                $0.field("url", made.address)
            }
        }
    }

    static let confirm = Operation(
        method: .post, path: path + "/confirm", id: "confirmSecondFactor", tag: "Session",
        summary: "The second factor counts from now on. The answer holds ten recovery codes, shown once; one's other sessions end.",
        body: Schema.input([codeField], isChange: false), result: Schema.object(["recovery_codes": Schema.list(Schema.text)]),
        problems: [.unauthorized, .conflict, .tooManyRequests], isSecret: true
    ) { request, services in
        let code = try request.values(of: [codeField]).text("code")
        let codes = try await services.access.secondFactors.confirm(code, for: request.principal, address: request.clientAddress)
        return .json { json in
            json.object {
                $0.key("recovery_codes")
                $0.array { for code in codes { $0.value(code) } }
            }
        }
    }

    // A POST: a DELETE has no body, and neither password nor code belongs into an address.
    static let delete = Operation(
        method: .post, path: path + "/delete", id: "deleteSecondFactor", tag: "Session",
        summary: "Do without a second factor from now on. Takes the password or a code.",
        body: Schema.input(ProofOperations.fields, isChange: false), success: .noContent, problems: [.unauthorized, .conflict, .tooManyRequests],
        isSecret: true
    ) { request, services in
        let (password, code) = try request.proof()
        try await services.access.secondFactors.remove(from: request.principal, password: password, code: code, address: request.clientAddress)
        return .noContent
    }
}
