"""What an authenticator app shows: RFC 6238, with its SHA-1, six digits and half minutes."""

import base64
import hashlib
import hmac
import time


def code(secret, steps=0):
    """The code of now, or of so many steps later."""
    counter = (int(time.time()) // 30 + steps).to_bytes(8, "big")
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start:start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"
