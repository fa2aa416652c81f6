import Testing

@testable import Domain

@Suite struct `A password` {
    @Test(arguments: [
        "too short", "robin vale and words", "aaaaaaaaaaaaaaaa", "123456789012", "password1234", "passwordpassword", "PasswordPassword!",
        "letmeinletmein12",
    ]) func `that everybody tries first, or that holds the address's name, is refused`(password: String) {
        #expect(throws: ValidationError.self) { try PasswordRule.check(password, of: "robin@example.com") }
    }

    @Test(arguments: ["a few good words", "password of three words", "correct horse battery staple"])
    func `of a few words is taken`(password: String) throws {
        try PasswordRule.check(password, of: "robin@example.com")
    }
}
