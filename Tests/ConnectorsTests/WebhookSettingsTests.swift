import Connectors
import Domain
import Testing

@Suite struct `The webhook's settings` {
    @Test func `have defaults for everything`() throws {
        #expect(try WebhookSettings(reading: { _ in nil }) == WebhookSettings())
        #expect(try WebhookSettings(reading: { _ in "" }) == WebhookSettings())
        #expect(WebhookSettings().totalTimeout == .seconds(15) && !WebhookSettings().allowPrivateAddresses)
    }

    @Test func `are read by their names`() throws {
        let values = ["WEBHOOK_TIMEOUT_SECONDS": "30", "WEBHOOK_CONNECT_TIMEOUT_SECONDS": "3", "WEBHOOK_ALLOW_PRIVATE": "true"]
        let expected = WebhookSettings(totalTimeout: .seconds(30), connectTimeout: .seconds(3), allowPrivateAddresses: true)
        #expect(try WebhookSettings(reading: { values[$0] }) == expected)
    }

    @Test(arguments: [("1", true), ("Yes", true), ("FALSE", false), ("0", false)])
    func `allow private receivers by any of the usual words`(word: String, isAllowed: Bool) throws {
        #expect(try WebhookSettings(reading: { $0 == "WEBHOOK_ALLOW_PRIVATE" ? word : nil }).allowPrivateAddresses == isAllowed)
    }

    @Test(arguments: [
        ("WEBHOOK_TIMEOUT_SECONDS", "0"), ("WEBHOOK_TIMEOUT_SECONDS", "a minute"), ("WEBHOOK_CONNECT_TIMEOUT_SECONDS", "121"),
        ("WEBHOOK_ALLOW_PRIVATE", "perhaps"),
    ])
    func `that are wrong are named`(name: String, value: String) {
        let error = #expect(throws: ValidationError.self) {
            _ = try ChannelCatalog.named("webhook")?.make({ $0 == name ? value : nil }, idle)
        }
        #expect(error?.issues.map(\.field) == [name])
    }

    @Test func `of every channel in the catalog make one of its name`() throws {
        for connector in ChannelCatalog.all {
            #expect(try connector.make({ _ in nil }, idle).name == connector.name)
        }
    }
}

private let idle = WallClock(now: { Timestamp(seconds: 0) }, sleep: { _ in })
