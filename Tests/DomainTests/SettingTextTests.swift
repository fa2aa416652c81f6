import Domain
import Testing

@Suite struct `A setting's text` {
    @Test(arguments: [(nil, nil), ("", nil), ("true", true), ("YES", true), ("1", true), ("False", false), ("no", false), ("0", false)])
    func `is on or off by any of the usual words`(text: String?, flag: Bool?) throws {
        #expect(try SettingText.flag(text, "DEBUG") == flag)
    }

    @Test(arguments: [(nil, nil), ("", nil), ("1", 1), ("120", 120)])
    func `is a whole number within its range`(text: String?, number: Int?) throws {
        #expect(try SettingText.number(text, "PORT", 1...120, such: 15) == number)
    }

    @Test(arguments: ["perhaps", " true", "2"]) func `that is neither on nor off is told by its variable`(text: String) {
        let error = #expect(throws: ValidationError.self) { try SettingText.flag(text, "DEBUG") }
        #expect(error?.issues == [.init(field: "DEBUG", message: "is neither true nor false; write for example false")])
    }

    @Test(arguments: ["0", "121", "1.5", "many"]) func `that is no such number is told with its range and an example`(text: String) {
        let error = #expect(throws: ValidationError.self) { try SettingText.number(text, "PORT", 1...120, such: 15) }
        #expect(error?.issues == [.init(field: "PORT", message: "is no whole number of 1 to 120; write for example 15")])
    }
}
