import Domain

/// Where contacts work: a contact belongs to the company whose name stands in its `company`, letter for letter.
package enum Companies {
    package static let table = Table(
        "companies", noun: "company",
        fields: [
            .optional("external_id", .text(1...200), "The company's id in another system; unique.").filterable(),
            .required("name", .text(1...200), "The company's name, as contacts have it; unique.").filterable().sortable().searchable(),
            .optional("time_zone", .timeZone, "The IANA time zone of contacts there that have none of their own."),
            .optional("notes", .text(0...10_000), "What is known of the company.").searchable(),
            .sample,
        ]
    )
}
