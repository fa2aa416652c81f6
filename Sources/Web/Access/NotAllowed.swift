import Domain

/// The role, or the key's scopes, do not hold what the call needs.
struct NotAllowed: Error, Equatable {
    var permission: Permission
    var principal: Principal

    var sentence: String {
        if principal.lacksSecondFactor {
            return "This workspace asks for a second factor: set yours up first, on the page or with POST /api/v1/second-factor."
        }
        guard principal.role >= permission.role else {
            return "This needs the role \(permission.role.rawValue) or more; you have the role \(principal.role.rawValue)."
        }
        guard principal.may(permission) else { return "This needs a key with the scope \(permission.rawValue), which this one has not got." }
        return "This is about everyone's contacts; with the role \(principal.role.rawValue) you work with your own."
    }
}
