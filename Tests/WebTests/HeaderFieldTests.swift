import HTTPTypes
import Testing

@testable import Web

@Suite struct `The text of a header field` {
    private let fields: HTTPFields = [.contentType: "text/plain", .accept: "text/html", .accept: "*/*"]

    @Test(arguments: [HTTPField.Name.contentType, .accept, .origin]) func `is that of all fields of its name`(name: HTTPField.Name) {
        #expect(fields.text(name) == fields[name])
    }

    @Test(arguments: [HTTPField.Name.contentType, .accept, .origin]) func `is replaced by one that is put there`(name: HTTPField.Name) {
        var (put, set) = (fields, fields)
        put.put(HTTPField(name: name, value: "other"))
        set[name] = "other"
        #expect(put == set)
    }
}
