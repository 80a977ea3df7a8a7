"""A stand-in for Stripe on 127.0.0.1, in a process of its own; prints its port.

localstripe's own command would listen on every address of the machine and keep a pickle of its store in /tmp.
"""

import asyncio
import socket

from aiohttp import web
from localstripe import resources, server

resources.Store.dump_to_disk = lambda self: None

_status = resources.PaymentIntent.status.fget


def status(intent: resources.PaymentIntent) -> str:
    """The status; as with Stripe, another card can be tried after one was declined."""
    charge = intent.latest_charge
    declined = charge is not None and charge.status == "failed"
    if declined and charge.payment_method != intent.payment_method:
        return "requires_confirmation"
    return str(_status(intent))


resources.PaymentIntent.status = property(status)

sock = socket.socket()
sock.bind(("127.0.0.1", 0))
sock.listen()
print(sock.getsockname()[1], flush=True)
asyncio.set_event_loop(asyncio.new_event_loop())
web.run_app(server.app, sock=sock, access_log=None, print=lambda *words: None)
