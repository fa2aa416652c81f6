import HTTPTypes
import Hummingbird

/// What a browser is told about every answer: run only our own files, guess no types, show us in no other page's frame, tell
/// no other site about us.
enum SecurityHeaders {
    /// - Parameter isSecure: whether the request came encrypted: then it is to come so for a year.
    static func add(to response: inout Response, isSecure: Bool) {
        let isPage = response.headers.text(.contentType)?.utf8.starts(with: "text/html".utf8) == true
        for field in isPage ? ofPages : ofData { response.headers.put(field) }
        if !isPage, !response.headers.contains(.cacheControl) { response.headers.append(uncached) }
        if isSecure { response.headers.put(encrypted) }
    }

    private static let ofAll = [
        HTTPField(name: .typeOptions, value: "nosniff"), HTTPField(name: .resourcePolicy, value: "same-origin"),
        HTTPField(name: .referrerPolicy, value: "no-referrer"),
    ]
    private static let ofPages =
        ofAll + [
            HTTPField(name: .contentSecurityPolicy, value: pagePolicy), HTTPField(name: .openerPolicy, value: "same-origin"),
            HTTPField(name: .permissionsPolicy, value: noPermissions),
        ]
    private static let ofData = ofAll + [HTTPField(name: .contentSecurityPolicy, value: dataPolicy)]
    private static let uncached = HTTPField(name: .cacheControl, value: "no-store")
    private static let encrypted = HTTPField(name: .strictTransportSecurity, value: "max-age=31536000")

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
