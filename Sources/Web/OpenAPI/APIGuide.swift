/// What holds for all calls, as the document and docs/api.md tell it: paragraphs of Markdown.
enum APIGuide {
    static let text = #"""
        Writes CRM communications. The calls at the root, such as `/chat/message` and `/agents/run`, keep the form that clients of an earlier system know; everything richer is under `/api/v1`.

        **Signing in.** Without accounts a server answers its own machine, without a credential. Where there are some, send `Authorization: Bearer` with an API key or with an access token of `POST /api/v1/tokens`; a browser has a cookie. Each call names the permission that it needs (`x-permission`): `read` has every role; `write`, `decide` and `run` have members and above; `configure`, `oversee` and `accounts` have admins and owners; `own` is for one's own account, and no key has it. What the caller does not reach is 404.

        **Lists** have `items` and `next_cursor`, which as `cursor` asks for the next page and is null after the last. `limit` is 1 to 200 (50). `sort` names a field, with a minus sign before it for the other direction; without it rows come by id. A cursor counts for its own order only. `q` finds rows that hold all of its words, at most 8, in any case. A field's name with a value finds rows with that value. A parameter that a list does not know, or that stands twice, is 422.

        **Changes.** `PATCH` is a JSON merge patch (RFC 7396): what the body leaves out stays, and null empties what may be empty. A field that a call does not know is 422. `ETag` tells a row's version. Where a call lists `If-Match`, send what you have read, or several: 412 says that the row has changed since, and nothing has happened. Without it, or with `*`, the last change counts.

        **Sending again.** A POST that lists `Idempotency-Key` (1 to 255 characters) is carried out once for each key, and for a day answered the same, with `Idempotency-Replayed: true`. It is 409 while the first is being carried out, or where its answer was lost, and 422 where the key was used for another request. An import whose answer was lost is carried out again: what is in already changes nothing. What was refused or failed may be sent again under its key. A call whose answer holds a secret lists none.

        **Problems** are `application/problem+json` (RFC 9457): `detail` is a sentence that says what to do, `errors` names the `field` and `message` of each fault, and `code` stands where a program has to tell what comes next (`proof_needed`, `second_factor_needed`, `second_factor_wrong`). `Retry-After` says after how many seconds to try again.

        **Times** are RFC 3339, in answers in UTC with milliseconds (`2026-03-02T09:00:00.000Z`); the calls at the root write UTC without a zone (`2026-03-02T09:00:00`). Days are `2026-03-02`. Amounts are whole minor units, such as cents, with a `currency`.
        """#
}
