"""A mail server that writes every email which it takes to its standard output, a line of JSON for each.

server.py plain|international|starttls|tls [certificate key]
"""

import asyncio
import base64
import json
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult


class Handler:
    async def handle_MAIL(self, server, session, envelope, address, options):
        if address.startswith("stranger@"):
            return "550 5.7.1 not yours"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        for begin, answer in REFUSALS.items():
            if address.startswith(begin):
                return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if envelope.rcpt_tos[0].startswith("cut@"):
            server.transport.abort()
            return "250 OK"
        if envelope.rcpt_tos[0].startswith("spam@"):
            return "554 5.7.1 looks like spam"
        email = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "content": base64.b64encode(envelope.original_content).decode(),
            "encrypted": server.transport.get_extra_info("ssl_object") is not None,
            "authenticated": bool(session.authenticated),
            "name": session.host_name,
        }
        print(json.dumps(email), flush=True)
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    is_right = (data.login, data.password) == (b"shop", b"correct horse")
    return AuthResult(success=is_right, handled=False)


REFUSALS = {
    "nobody@": "550 5.1.1 no such user",
    "stranger-here@": "550 5.7.1 relaying denied",
    "later@": "451 4.7.1 greylisted",
}


async def main(mode, paths):
    context, options = None, {"hostname": "localhost"}
    if paths:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*paths)
    if mode == "starttls":
        options |= {"tls_context": context, "require_starttls": True}
    if mode == "international":
        options |= {"enable_SMTPUTF8": True}
    if mode not in ("plain", "international"):
        # With implicit TLS aiosmtpd does not notice that the connection is encrypted.
        options |= {"authenticator": authenticate, "auth_required": True, "auth_require_tls": mode == "starttls"}
    loop = asyncio.get_running_loop()
    implicit = context if mode == "tls" else None
    server = await loop.create_server(lambda: SMTP(Handler(), loop=loop, **options), "127.0.0.1", 0, ssl=implicit)
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    # Until the test ends.
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main(sys.argv[1], sys.argv[2:]))
