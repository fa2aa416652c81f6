"""A mail server on this machine that keeps what it gets, and fails as it is told."""

import email
import email.policy
import re
import socket
import ssl
import subprocess
import warnings
from collections import deque

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from ports import steady_port

USER, PASSWORD = "mailer@example.com", "pass word/of:mail"
LINK = re.compile(r"^http\S+/sign-in#(\S+)\r?$", re.MULTILINE)


class MailServer:
    """Keeps mails; `replies` are given to the next ones instead of taking them."""

    def __init__(self, tls=None, asks_password=False):
        """`tls` is a context: then nothing is taken before STARTTLS."""
        self.mails, self.replies, self.sessions = [], deque(), []
        self.port = steady_port()
        options = {"enable_SMTPUTF8": True}
        if tls:
            options |= {"tls_context": tls, "require_starttls": True}
        if asks_password:
            options |= {"auth_required": True, "authenticator": self._authenticate, "auth_require_tls": bool(tls)}
        self._controller = _OnPort(self, options, port=self.port)

    def __enter__(self):
        self._controller.start()
        return self

    def __exit__(self, *_):
        self._controller.stop(no_assert=True)

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.port}"

    def links(self, to=None):
        """What the links of the mails hold after #, the oldest first."""
        return [LINK.search(mail.get_content()).group(1) for mail in self.mails if to in (None, mail["To"])]

    def _authenticate(self, server, session, envelope, mechanism, data):
        is_right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=is_right, handled=is_right)

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.replies and isinstance(self.replies[0], tuple):
            return self.replies.popleft()[0]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        reply = self.replies.popleft() if self.replies else "250 OK"
        if reply.startswith(("250", "close")):
            self.sessions.append(session)
            self.mails.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        if reply == "close":
            server.transport.abort()
        return reply


class _OnPort(Controller):
    def __init__(self, handler, options, port):
        super().__init__(handler, hostname="127.0.0.1", port=port)
        self._options = options

    def factory(self):
        # On this machine a password may go unencrypted.
        warnings.filterwarnings("ignore", message="Requiring AUTH while not requiring TLS")
        return SMTP(self.handler, hostname="mail.example.com", **self._options)


class SilentServer:
    """Takes connections and says nothing."""

    def __enter__(self):
        self._socket, self._callers = socket.create_server(("127.0.0.1", 0)), []
        self.url = f"smtp://127.0.0.1:{self._socket.getsockname()[1]}"
        return self

    @property
    def has_caller(self):
        self._socket.settimeout(0.1)
        try:
            self._callers.append(self._socket.accept())
        except TimeoutError:
            pass
        return bool(self._callers)

    def __exit__(self, *_):
        for caller, _ in self._callers:
            caller.close()
        self._socket.close()


def certificate(folder, name="localhost"):
    """A certificate that vouches for itself: a context that shows it, and its file."""
    key, crt = folder / f"{name}.key", folder / f"{name}.crt"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", f"/CN={name}",
         "-addext", f"subjectAltName=DNS:{name}", "-keyout", key, "-out", crt],
        check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(crt, key)
    return context, crt
