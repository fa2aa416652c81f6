import Domain
import Storage
import TestSupport
import Testing

@testable import Journey

@Suite struct `A catalogue in a CSV file` {
    private static let first = """
        SKU,Name,Price,Currency,Unit,Link,Status
        BE-1,Booking Engine,149.00,eur,month,https://stayright.example/be,active
        ,Harbour map,1250,JPY,,,discontinued

        """

    @Test func `comes in with prices in minor units of their currency, and twice changes nothing`() async throws {
        try await ImportFixture.with { fixture async throws in
            #expect(try await fixture.load(.products, Self.first).counts == [2, 0, 0, 0])
            #expect(try await fixture.load(.products, Self.first).counts == [0, 0, 2, 0])
            #expect(
                try await fixture.rows("products", "sku, name, price_minor, currency, unit, url, status") == [
                    ["BE-1", "Booking Engine", "14900", "EUR", "month", "https://stayright.example/be", "active"],
                    ["", "Harbour map", "1250", "JPY", "", "", "retired"],
                ])
        }
    }

    @Test func `takes the currency from beside the price where it has no column`() async throws {
        try await ImportFixture.with { fixture async throws in
            try await fixture.load(.products, "Name,Price\nTea,€5.50\nRice,JPY 500\nSalt,$2\nOil,7\n")
            #expect(
                try await fixture.rows("products", "name, price_minor, currency") == [
                    ["Tea", "550", "EUR"], ["Rice", "500", "JPY"], ["Salt", "200", ""], ["Oil", "700", ""],
                ])
        }
    }

    @Test func `knows a product again by its article number, else by its name`() async throws {
        try await ImportFixture.with { fixture async throws in
            try await fixture.load(.products, Self.first)
            #expect(try await fixture.load(.products, "SKU,Name,Price\nBE-1,Booking Engine Plus,159\n").counts == [0, 1, 0, 0])
            #expect(try await fixture.load(.products, "Name,Price\nBooking Engine Plus,169\n").counts == [0, 1, 0, 0])
            #expect(try await fixture.load(.products, "SKU,Name\nHM-1,Harbour map\n").counts == [0, 1, 0, 0])
            #expect(try await fixture.load(.products, "SKU,Name\nHM-2,Harbour map\n").counts == [1, 0, 0, 0])
            #expect(
                try await fixture.rows("products", "sku, name, price_minor") == [
                    ["BE-1", "Booking Engine Plus", "16900"], ["HM-1", "Harbour map", "1250"], ["HM-2", "Harbour map", ""],
                ])
        }
    }

    @Test func `names the line of a bad price, an unknown currency and an article number that is taken`() async throws {
        try await ImportFixture.with { fixture async throws in
            try await fixture.load(.products, "ID,SKU,Name\nP-1,A,Map\n")
            let report = try await fixture.load(
                .products, "ID,SKU,Name,Price,Currency\nP-2,A,Plan,1,EUR\nP-3,B,Tour,cheap,EUR\nP-4,C,Key,5,Euro\nP-5,D,Lamp,5,EUR\n")
            #expect(report.counts == [1, 0, 0, 3])
            #expect(report.lines == [2, 3, 4])
            #expect(report.problems[0].message == "sku A is already that of the product with external_id P-1.")
        }
    }
}
