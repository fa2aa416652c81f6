import Domain
import Foundation
import Testing

@testable import Connectors

@Suite struct `A mail on the wire` {
    private static let time = Timestamp(seconds: 1_795_868_141)

    private func lines(_ mail: Mail, from: String = "CRM Agent <crm@example.com>") throws -> [String] {
        let message = try MailMessage(mail, from: try MailAddress(from), id: "one", date: Self.time)
        #expect(message.text.allSatisfy { $0.isASCII })
        let lines = message.text.components(separatedBy: "\r\n")
        #expect(lines.allSatisfy { !$0.contains("\n") && !$0.contains("\r") && $0.utf8.count <= 76 }, "\(lines)")
        return lines
    }

    private func mail(to: String = "ada@example.com", subject: String = "Hello", text: String = "Hello") -> Mail {
        Mail(to: to, subject: subject, text: text)
    }

    @Test func `has its headers, an empty line and its text`() throws {
        #expect(
            try lines(mail(text: "One\nTwo"))
                == [
                    "Date: Sat, 28 Nov 2026 12:15:41 +0000", "From: \"CRM Agent\" <crm@example.com>", "To: ada@example.com", "Subject: Hello",
                    "Message-ID: <one@example.com>", "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8",
                    "Content-Transfer-Encoding: quoted-printable", "Auto-Submitted: auto-generated", "", "One", "Two", "",
                ])
    }

    @Test(arguments: ["2026-01-05T00:00:00Z", "2024-02-29T23:59:59Z", "1999-12-31T07:08:09Z"])
    func `tells its date as everybody reads it`(time: String) throws {
        let style = Date.VerbatimFormatStyle(
            format:
                "\(weekday: .abbreviated), \(day: .defaultDigits) \(month: .abbreviated) \(year: .padded(4)) \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\(second: .twoDigits) +0000",
            locale: Locale(identifier: "en_US_POSIX"), timeZone: .gmt, calendar: Calendar(identifier: .gregorian))
        let moment = try #require(Timestamp(rfc3339: time))
        #expect(MailMessage.date(moment) == Date(timeIntervalSince1970: TimeInterval(moment.seconds)).formatted(style))
    }

    @Test(arguments: [
        "Grüße aus Köln", "日本語の件名がとても長いので一つの語には収まりきりません、それでも読めます", "👩‍👩‍👧‍👦 " + String(repeating: "é", count: 100),
        "=?UTF-8?Q?not_one?=", String(repeating: "plain ", count: 30),
    ])
    func `has subjects of any letters in encoded words that can be read one by one`(subject: String) throws {
        let all = try lines(mail(subject: subject))
        let start = try #require(all.firstIndex { $0.hasPrefix("Subject: ") })
        let words =
            ([String(all[start].dropFirst("Subject: ".count))] + all[(start + 1)...].prefix { $0.hasPrefix(" ") }.map { String($0.dropFirst()) })
        let decoded = try words.map { word in
            #expect(word.hasPrefix("=?UTF-8?B?") && word.hasSuffix("?=") && word.utf8.count <= 75)
            let data = try #require(Data(base64Encoded: String(word.dropFirst(10).dropLast(2))))
            return try #require(String(data: data, encoding: .utf8))
        }
        #expect(decoded.joined() == subject)
    }

    @Test func `has the sender's name in quotes, or in encoded words`() throws {
        #expect(try lines(mail(), from: "Müller, Büro <crm@example.com>")[1] == "From: =?UTF-8?B?TcO8bGxlciwgQsO8cm8=?= <crm@example.com>")
        #expect(try lines(mail(), from: #"O\K, Inc. <crm@example.com>"#)[1] == #"From: "O\\K, Inc." <crm@example.com>"#)
        #expect(try lines(mail(), from: "crm@example.com")[1] == "From: crm@example.com")
    }

    @Test func `keeps every text as it is, however long its lines are and whatever stands at their ends`() throws {
        let text = "a=b ünï\n" + String(repeating: "https://example.com/sign-in#", count: 9) + "\nblank \n\t\n.\nFrom me\n\nlast\u{0}"
        let body = try lines(mail(text: text)).split(separator: "", maxSplits: 1).last ?? []
        #expect(try decoded(body.joined(separator: "\r\n")) == text.replacing("\n", with: "\r\n") + "\r\n")
        #expect(body.allSatisfy { !$0.hasSuffix(" ") && !$0.hasSuffix("\t") })
    }

    private func decoded(_ text: String) throws -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.replacing("=\r\n", with: "").utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "=") else { bytes.append(byte); continue }
            bytes.append(try #require(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)))
            rest = rest.dropFirst(2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: [
        "a@example.com\r\nBcc: b@example.com", "a@example.com\nx", "a\r@example.com", "a@exa\u{0}mple.com", "a@example.com>", "two words@example.com",
        "\"a\"@example.com",
    ])
    func `never goes to an address that holds a line end or what ends an address`(address: String) {
        #expect(throws: MailMessage.Unsendable(part: "address")) { try lines(mail(to: address)) }
    }

    @Test(arguments: ["Hello\r\nBcc: b@example.com", "Hello\n there", "Hello\r", "a\u{0}b", "a\u{85}b"])
    func `never has a subject with a line end or another control character`(subject: String) {
        #expect(throws: MailMessage.Unsendable(part: "subject")) { try lines(mail(subject: subject)) }
    }
}
