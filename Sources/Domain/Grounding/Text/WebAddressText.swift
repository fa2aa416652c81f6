/// Tells links and e-mail addresses from other pieces of a text.
enum WebAddressText {
    /// - Parameter piece: without white space and without signs at its ends.
    static func kind(_ piece: String) -> TextToken.Kind? {
        let folded = piece.lowercased()
        if folded.hasPrefix("mailto:") { return .email }
        if folded.contains("://") || folded.hasPrefix("www.") { return .link }
        if piece.contains("@") { return piece.asAddress.isEmailAddress && !piece.hasPrefix("@") ? .email : nil }
        return isHost(piece.prefix { $0 != "/" && $0 != "?" && $0 != "#" && $0 != ":" }) ? .link : nil
    }

    /// The one spelling that is compared: no scheme, no `www.`, no slash at the end, nothing that nobody sees, host in lower case.
    static func normal(_ address: String) -> String {
        var rest = address.asAddress.lowercased()[...]
        if let scheme = rest.firstRange(of: "://") { rest = rest[scheme.upperBound...] }
        for prefix in ["mailto:", "www."] where rest.hasPrefix(prefix) { rest = rest.dropFirst(prefix.count) }
        while rest.hasSuffix("/") { rest = rest.dropLast() }
        return String(rest)
    }

    static func host(_ normal: String) -> Substring { normal.prefix { $0 != "/" && $0 != "?" && $0 != "#" } }

    private static func isHost(_ text: Substring) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count > 1, let last = labels.last, endings.contains(last.lowercased()) else { return false }
        // "Done.It is" lacks a space and is no host.
        guard last == last.lowercased() || last == last.uppercased() || last.count > 2 else { return false }
        return labels.allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" } }
            && labels[0].contains { $0.isLetter || $0.isNumber }
    }

    private static let endings: Set<String> = [
        "com", "net", "org", "io", "co", "de", "at", "ch", "uk", "eu", "fr", "it", "es", "nl", "be", "pl", "se", "no", "dk", "fi", "pt", "ie", "cz",
        "us", "ca", "au", "nz", "jp", "cn", "ru", "br", "mx", "za", "info", "biz", "app", "dev", "ai", "shop", "store", "online", "site", "xyz",
        "website", "cloud", "tech", "example", "test", "me", "ly", "gl", "tv", "cc", "link", "click", "top", "pro", "club", "live", "news", "agency",
        "edu", "gov", "invalid", "local", "page", "email", "sale", "deals", "win", "vip", "group",
    ]
}
