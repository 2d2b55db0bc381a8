"""Endpoints with one defect each, at /NAME: by hand with the standard library, and with the official helper."""
import base64
import hashlib
import hmac
import json
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit

try:
    from twilio.request_validator import RequestValidator
except ImportError:  # Its endpoints are not examined then.
    RequestValidator = None

TOKEN = os.environ["TWILIO_AUTH_TOKEN"]
FORM = "application/x-www-form-urlencoded"


def sign(url, params, token=TOKEN):
    text = url + "".join(name + value for name, value in sorted(set(params)))
    mac = hmac.new(token.encode(), text.encode(), hashlib.sha1)
    return base64.b64encode(mac.digest()).decode()


def is_form(request):
    return request.headers.get("Content-Type", "").split(";")[0].strip().lower() == FORM


def correct(request):
    """Verifies as it should be; the endpoints below say what they do in another way."""
    return verify(request)


def verify(request, url=None, params=None, signature=None, token=TOKEN):
    url = request.url if url is None else url
    signature = request.signature if signature is None else signature
    if params is None:
        params = request.params
        if request.body and not is_form(request):
            return body_is_signed(request) and hmac.compare_digest(sign(url, []), signature)
    return hmac.compare_digest(sign(url, params, token).encode(), signature.encode("latin-1"))


def body_is_signed(request):
    hashes = [v for n, v in parse_qsl(urlsplit(request.url).query) if n == "bodySHA256"]
    return hashes == [hashlib.sha256(request.body).hexdigest()]


def compares_a_prefix(request):
    expected = sign(request.url, request.params)
    covered = not request.body or is_form(request) or body_is_signed(request)
    return covered and len(request.signature) == 28 and expected[:10] == request.signature[:10]


def ignores_json_bodies(request):
    if request.headers.get("Content-Type", "").startswith("application/json"):
        return verify(request, params=[])
    return verify(request)


def accepts_unsigned_get(request):
    return request.command == "GET" or verify(request)


def unset_token(request):
    return verify(request) or verify(request, token=os.environ.get("OTHER_TOKEN", ""))


def missing_token_is_none(request):
    return verify(request) or verify(request, token=str(os.environ.get("OTHER_TOKEN")))


def names_without_case(request):
    known = {"accountsid": "AccountSid", "apiversion": "ApiVersion", "callsid": "CallSid"}
    known |= {"callstatus": "CallStatus", "to": "To", "from": "From"}
    if not is_form(request):
        return verify(request)
    return verify(request, params=[(known.get(n.lower(), n), v) for n, v in request.params])


def strips_values(request):
    if not is_form(request):
        return verify(request)
    return verify(request, params=[(n, v.strip()) for n, v in request.params])


def ignores_the_query(request):
    return verify(request) or verify(request, url=request.url.split("?")[0])


def only_if_there_is_a_signature(request):
    return "X-Twilio-Signature" not in request.headers or verify(request)


def trusts_the_user_agent(request):
    return request.headers.get("User-Agent", "").startswith("TwilioProxy") or verify(request)


def ignores_nested_names(request):
    if not is_form(request):
        return verify(request)
    return verify(request, params=[(n, v) for n, v in request.params if "[" not in n])


def sorts_the_query(request):
    head, _, query = request.url.partition("?")
    return verify(request, url=head + "?" + "&".join(sorted(query.split("&"))) if query else head)


def decodes_the_url(request):
    return verify(request) or verify(request, url=unquote(request.url))


def trusts_the_hash(request):
    if "bodySHA256" in request.url:
        return body_is_signed(request)
    return verify(request)


def helper_as_in_the_docs(request):
    # As the samples for Flask and Django do: the form, whatever the type of the body.
    return RequestValidator(TOKEN).validate(request.url, dict(request.params), request.signature)


def helper_without_the_query(request):
    if not is_form(request):
        return helper(request)
    url = request.url.split("?")[0]
    return RequestValidator(TOKEN).validate(url, dict(request.params), request.signature)


def helper_with_an_unset_token(request):
    return helper(request) or helper(request, token=os.environ.get("OTHER_TOKEN", ""))


def helper(request, token=TOKEN):
    """The official helper, used with care: bodies that are no form need their hash, and names come once."""
    validator = RequestValidator(token)
    if is_form(request) or not request.body:
        names = [name for name, _ in request.params]
        once = len(names) == len(set(names))
        return once and validator.validate(request.url, dict(request.params), request.signature)
    if not body_is_signed(request):
        return False
    return validator.validate(request.url, request.body.decode("utf-8", "replace"), request.signature)


DEFECTS = {
    "helper-as-in-the-docs": helper_as_in_the_docs,
    "helper-without-the-query": helper_without_the_query,
    "helper-with-an-unset-token": helper_with_an_unset_token,
    "helper-used-with-care": helper,
    "compares-a-prefix": compares_a_prefix,
    "ignores-json-bodies": ignores_json_bodies,
    "accepts-unsigned-get": accepts_unsigned_get,
    "unset-token": unset_token,
    "missing-token-is-none": missing_token_is_none,
    "names-without-case": names_without_case,
    "strips-values": strips_values,
    "ignores-the-query": ignores_the_query,
    "only-if-there-is-a-signature": only_if_there_is_a_signature,
    "trusts-the-user-agent": trusts_the_user_agent,
    "ignores-nested-names": ignores_nested_names,
    "sorts-the-query": sorts_the_query,
    "decodes-the-url": decodes_the_url,
    "trusts-the-hash": trusts_the_hash,
}


class Request(BaseHTTPRequestHandler):
    def answer(self):
        self.url = "http://" + self.headers.get("Host", "") + self.path
        # Several of them are none that could be verified.
        self.signature = ", ".join(self.headers.get_all("X-Twilio-Signature", []))
        length = int(self.headers.get("Content-Length", 0))
        if length > 1_000_000:
            return self.send(413, "too large")
        self.body = self.rfile.read(length)
        text = self.body.decode("utf-8", "replace")
        self.params = parse_qsl(text, keep_blank_values=True) if is_form(self) else []
        name = self.path.split("?")[0].strip("/")
        if self.path.split("?")[0] != "/" + name:
            return self.send(404, "not found")
        if name == "odd-two-hundred":
            refuse = lambda: self.send(200, json.dumps({"error": "not for you"}), "application/json")
        elif name == "odd-login":
            refuse = lambda: self.send(302, "", location="/login?next=" + self.path)
        elif name == "odd-empty-response":
            refuse = lambda: self.send(200, "<Response/>", "text/xml")
        elif name in DEFECTS:
            refuse = lambda: self.send(403, "forbidden")
        else:
            return self.send(404, "not found")
        if not DEFECTS.get(name, correct)(self):
            return refuse()
        digits = dict(self.params).get("Digits", "nothing")
        self.send(200, f"<Response><Say>You pressed {digits}.</Say></Response>", "text/xml")

    do_GET = do_POST = answer

    def send(self, status, text, content_type="text/plain", location=None):
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        if location is not None:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    def handle_error(self, *_):
        """A client that went away in the middle, as the doctor does with slow bodies."""


Server(("127.0.0.1", int(sys.argv[1])), Request).serve_forever()
