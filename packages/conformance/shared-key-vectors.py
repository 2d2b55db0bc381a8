"""Prints shared-key-vectors.json: `python3 shared-key-vectors.py > shared-key-vectors.json`.

Python's own hmac and hashlib, so that nothing of what is tested computes what it is tested against.
"""

import base64
import hashlib
import hmac
import json

SECRET = "9f86d081884c7d659a2feaa0c55ad015"
HASHES = {"HMAC-SHA256": hashlib.sha256, "HMAC-SHA1": hashlib.sha1}
FORM = "application/x-www-form-urlencoded"


def string_to_sign(url, params):
    text = url.split("#")[0]
    for name in sorted(params, key=lambda name: name.encode("utf-16-be")):
        values = params[name]
        for value in sorted(set([values] if isinstance(values, str) else values)):
            text += name + value
    return text


def vector(id, url, params=None, body=None, content_type=None, key="KY1", secret=SECRET,
           algorithm="HMAC-SHA256", settings=None, upgrade=False, code=None, signature=None):
    if body is not None:
        digest = hashlib.sha256(body.encode()).hexdigest()
        base, hash, fragment = url.partition("#")
        url = base + ("&" if "?" in base else "?") + "bodySHA256=" + digest + hash + fragment
    text = string_to_sign(url, params or {})
    mac = hmac.new(secret.encode(), text.encode(), HASHES[algorithm]).digest()
    row = {
        "id": id,
        "url": url,
        "signature": signature or base64.b64encode(mac).decode(),
        "signatureSettings": settings or f"key={key},algorithm={algorithm.replace('-', '_')}",
    }
    if params is not None:
        row["params"] = params
    if body is not None:
        row["rawBody"] = body
        row["contentType"] = content_type or "application/json"
    if upgrade:
        row["upgrade"] = True
    row["code"] = code
    return row


CALL = {"CallSid": "CA1234567890ABCDE", "Digits": "1234", "From": "+14158675309", "To": "+18005551212"}
VOICE = "https://example.com/voice?lang=en"

vectors = [
    vector("form", VOICE, CALL),
    vector("form, no parameters", VOICE, {}),
    vector("form, blank and repeated", VOICE, {"b": "", "a": ["2", "1", "2"], "": "x"}),
    vector("form, other scripts", VOICE, {"Body": "Grüße \U0001f4de", "\u00e9": "1", "\U0001f600": "2", "\uff5e": "3"}),
    vector("get", VOICE),
    vector("get, escapes stay", "https://example.com/a%2Fb%20c?x=%20y"),
    vector("fragment is not signed", VOICE + "#rc=2&ct=500", CALL),
    vector("json", "https://example.com/events", body='{"type":"call.ended"}'),
    vector("json, with a query", "https://example.com/events?a=1", body='[1, 2]'),
    vector("text", "https://example.com/events", body="hello", content_type="text/plain"),
    vector("upgrade", "wss://example.com/media", upgrade=True),
    vector("second key", VOICE, CALL, key="KY2", secret="another secret, of another length \u2713"),
    vector("key of HMAC-SHA1", VOICE, CALL, key="KY-sha1", secret="an old secret", algorithm="HMAC-SHA1"),
    vector("id that is the name of a property", VOICE, CALL, key="constructor", secret="a secret of its own"),
    vector("settings: other order, spaces, more fields", VOICE, CALL,
           settings=" algorithm=HMAC_SHA256 , version=2, key=KY1 "),
    vector("settings: lower case", VOICE, CALL, settings="Key=KY1,Algorithm=hmac_sha256"),
    # Refused.
    vector("unknown id", VOICE, CALL, key="KY9", code="unknown-key"),
    vector("id in another case", VOICE, CALL, key="ky1", code="unknown-key"),
    vector("id of an inherited property", VOICE, CALL, key="__proto__", code="unknown-key"),
    vector("id of an inherited method", VOICE, CALL, key="toString", code="unknown-key"),
    vector("signed with another secret", VOICE, CALL, secret="not it", code="signature-mismatch"),
    vector("signed with the secret of another key", VOICE, CALL,
           secret="another secret, of another length \u2713", code="signature-mismatch"),
    vector("signed with SHA-1, as the settings say", VOICE, CALL, algorithm="HMAC-SHA1",
           code="unsupported-algorithm"),
    vector("signed with SHA-1, and the settings say SHA-256", VOICE, CALL, algorithm="HMAC-SHA1",
           settings="key=KY1,algorithm=HMAC_SHA256", code="malformed-signature"),
    vector("key of HMAC-SHA1, signed with SHA-256", VOICE, CALL, key="KY-sha1", secret="an old secret",
           code="unsupported-algorithm"),
    vector("algorithm that there is not", VOICE, CALL, settings="key=KY1,algorithm=HMAC_SHA512",
           code="unsupported-algorithm"),
    vector("algorithm none", VOICE, CALL, settings="key=KY1,algorithm=none", code="unsupported-algorithm"),
    vector("algorithm of an inherited property", VOICE, CALL, settings="key=KY1,algorithm=constructor",
           code="unsupported-algorithm"),
    vector("a parameter changed", VOICE, CALL, code="signature-mismatch",
           signature=vector("", VOICE, {**CALL, "Digits": "1"})["signature"]),
] + [
    vector(f"settings: {title}", VOICE, CALL, settings=settings, code="malformed-signature-settings")
    for title, settings in [
        ("no key", "algorithm=HMAC_SHA256"),
        ("no algorithm", "key=KY1"),
        ("blank key", "key=,algorithm=HMAC_SHA256"),
        ("blank algorithm", "key=KY1,algorithm="),
        ("two keys", "key=KY1,key=KY2,algorithm=HMAC_SHA256"),
        ("two algorithms", "key=KY1,algorithm=HMAC_SHA256,algorithm=HMAC_SHA1"),
        ("twice", "key=KY1,algorithm=HMAC_SHA256, key=KY1,algorithm=HMAC_SHA256"),
        ("no fields", "KY1"),
        ("a comma", ","),
        ("one comma more", "key=KY1,algorithm=HMAC_SHA256,"),
        ("a name without a value", "key=KY1,algorithm=HMAC_SHA256,x"),
        ("longer than any", "key=KY1,algorithm=HMAC_SHA256,x=" + "x" * 2000),
    ]
]

print(json.dumps(vectors, indent=2, ensure_ascii=True))
