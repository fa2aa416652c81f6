/// A filter to begin with, and what it means.
package struct FilterSample: Sendable {
    package let filter: String
    package let summary: String
}

extension AudienceSubject {
    /// In the order of docs/filters.md.
    package var examples: [FilterSample] {
        [
            FilterSample(filter: "stage in (lead, qualified)", summary: "In one of these stages"),
            FilterSample(
                filter: "stage = lead and last_contacted_at < now - 14 days", summary: "Leads whose last message is more than two weeks old"),
            FilterSample(filter: "last_direction = inbound", summary: "Contacts that wait for an answer"),
            FilterSample(
                filter: "exists deal(status = open and expected_close_date <= today + 7 days)",
                summary: "Contacts with an open deal that is to be decided within a week"),
            FilterSample(
                filter: "exists deal(status = won) and no deal(status = open)", summary: "Customers with nothing open"),
            FilterSample(
                filter: "count task(status = pending and due_date < today) >= 2", summary: "Contacts with two or more overdue tasks"),
            FilterSample(
                filter: "sum deal.amount_minor(status = won and currency = EUR) > 100000",
                summary: "Contacts that bought for more than 1,000 euros"),
            FilterSample(filter: "email is not empty and company contains hotel", summary: "With an address, at a company of such a name"),
        ]
    }
}
