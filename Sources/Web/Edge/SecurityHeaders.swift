import HTTPTypes
import Hummingbird

/// What a browser is told about every answer: run only our own files, guess no types, show us in no other page's frame, tell
/// no other site about us.
enum SecurityHeaders {
    /// - Parameter isSecure: whether the request came encrypted: then it is to come so for a year.
    static func add(to response: inout Response, isSecure: Bool) {
        response.headers[.typeOptions] = "nosniff"
        response.headers[.resourcePolicy] = "same-origin"
        response.headers[.referrerPolicy] = "no-referrer"
        if response.headers[.contentType]?.hasPrefix("text/html") == true {
            response.headers[.contentSecurityPolicy] = pagePolicy
            response.headers[.openerPolicy] = "same-origin"
            response.headers[.permissionsPolicy] = noPermissions
        } else {
            response.headers[.contentSecurityPolicy] = dataPolicy
            if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        }
        if isSecure { response.headers[.strictTransportSecurity] = "max-age=31536000" }
    }

    private static let pagePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; manifest-src 'self'; "
        + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    /// For what is no page but might be opened as one.
    private static let dataPolicy = "default-src 'none'; frame-ancestors 'none'"
    private static let noPermissions = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
}

extension HTTPField.Name {
    fileprivate static let typeOptions = HTTPField.Name("X-Content-Type-Options")!
    fileprivate static let resourcePolicy = HTTPField.Name("Cross-Origin-Resource-Policy")!
    fileprivate static let openerPolicy = HTTPField.Name("Cross-Origin-Opener-Policy")!
    fileprivate static let referrerPolicy = HTTPField.Name("Referrer-Policy")!
    fileprivate static let permissionsPolicy = HTTPField.Name("Permissions-Policy")!
}
