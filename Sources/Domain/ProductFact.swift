/// A product of the catalogue as a message may mention it.
package struct ProductFact: Equatable, Sendable {
    package var id: Int64
    package var name: String
    /// The article number; empty where there is none.
    package var sku: String
    package var description: String
    /// In minor units of `currency`, such as cents; nil where it is not known.
    package var priceMinor: Int64?
    /// ISO 4217, such as `EUR`.
    package var currency: String
    /// For what the price is, such as `month`; empty for the whole.
    package var unit: String
    package var url: String

    package init(
        id: Int64, name: String, sku: String = "", description: String = "", priceMinor: Int64? = nil, currency: String = "", unit: String = "",
        url: String = ""
    ) {
        self.id = id
        self.name = name
        self.sku = sku
        self.description = description
        self.priceMinor = priceMinor
        self.currency = currency
        self.unit = unit
        self.url = url
    }
}
