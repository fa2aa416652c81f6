"""Requests to a server, or to a load balancer before several."""

import httpx
from deadline import eventually


class Client:
    """`connect`, then requests; each answer is httpx's."""

    def connect(self, url):
        self.http = httpx.Client(base_url=url, timeout=30, trust_env=False, limits=httpx.Limits(max_connections=64))
        return self

    def get(self, path, **options):
        return self.http.get(path, **options)

    def post(self, path, body=None, key=None, **options):
        """POSTs `body` as JSON, with an Idempotency-Key where one is given."""
        headers = {**options.pop("headers", {}), **({"Idempotency-Key": key} if key else {})}
        return self.http.post(path, json=body, headers=headers, **options)

    def patch(self, path, body, **options):
        return self.http.patch(path, json=body, **options)

    def delete(self, path, **options):
        return self.http.delete(path, **options)

    def until_answered(self, method, path, body=None, key=None, within=100.0):
        """Sends a request again until the answer is other than "not now", as a careful client does.

        With a key the repetitions are one request; without one, only for what changes nothing. An instance that is gone keeps
        a key for half a minute, and so may the next one that takes it over.
        """

        def answered():
            try:
                answer = self.http.request(method, path, json=body, headers={"Idempotency-Key": key} if key else {})
            except httpx.TransportError as error:
                raise AssertionError(repr(error)) from error
            assert answer.status_code not in (502, 503, 504) and "retry-after" not in answer.headers, answer.text
            return answer

        return eventually(answered, within=within, every=0.05, what=f"an answer to {method} {path}")

    def create(self, resource, **fields):
        """Creates a row of /api/v1/`resource` and returns it."""
        answer = self.post(f"/api/v1/{resource}", fields)
        assert answer.status_code == 201, answer.text
        return answer.json()

    def every(self, resource, limit=100, **filters):
        """All rows of /api/v1/`resource`, page by page."""
        cursor, rows = None, []
        while True:
            page = self.get(f"/api/v1/{resource}", params={"limit": limit, **filters, **({"cursor": cursor} if cursor else {})})
            assert page.status_code == 200, page.text
            rows += page.json()["items"]
            cursor = page.json()["next_cursor"]
            if not cursor:
                return rows

    def history(self, user, limit=50):
        return self.get(f"/chat/history/{user}", params={"limit": limit}).json()["messages"]
