"""The OpenAPI description that the mock server serves, held against the server: each operation is called, with and
without its credential, and each answer is compared with the schema; no route of the sources is missing in it.

usage: openapi_test.py SERVER FOLDER_OF_ROUTES
"""
import json
import re
import subprocess
import sys
import urllib.error
import urllib.request

server, routes = sys.argv[1], sys.argv[2]
TENANT = "tnt_01HABCDEF654321"
BOB = "usr_01HABCDEF222222"


class Service:
    def __init__(self, *options):
        self.process = subprocess.Popen([server, "--plain", "--no-limits", "--json", *options], stdout=subprocess.PIPE, text=True)
        self.start = json.loads(self.process.stdout.readline())
        self.url = self.start["base_url"]

    def call(self, method, path, body=None, headers=None):
        """Status, headers, text."""
        request = urllib.request.Request(self.url + path, method=method.upper(), headers=headers or {},
                                         data=None if body is None else json.dumps(body).encode())
        if body is not None:
            request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.headers, refused.read().decode()


def check(value, schema, where):
    """The part of JSON Schema that the description uses. Unknown words in a schema are an error here."""
    if "$ref" in schema:
        return check(value, description["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]], where)
    unknown = set(schema) - {"type", "required", "properties", "additionalProperties", "items", "enum", "format"}
    assert not unknown, (where, unknown)
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    fits = {"string": str, "integer": int, "boolean": bool, "object": dict, "array": list, "null": type(None)}
    assert any(isinstance(value, fits[kind]) and (kind != "integer" or not isinstance(value, bool)) for kind in kinds), \
        f"{where}: {value!r} is not {kinds}"
    if "enum" in schema:
        assert value in schema["enum"], f"{where}: {value!r}"
    if schema.get("format") == "date-time" and value is not None:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", value), f"{where}: {value!r}"
    if isinstance(value, dict):
        for name in schema.get("required", []):
            assert name in value, f"{where}: no {name}"
        for name, member in value.items():
            if name in schema.get("properties", {}):
                check(member, schema["properties"][name], f"{where}.{name}")
            else:
                assert schema.get("additionalProperties", True), f"{where}: {name} is not described"
    if isinstance(value, list):
        for i, entry in enumerate(value):
            check(entry, schema["items"], f"{where}[{i}]")


def check_answer(operation, answer, where):
    status, headers, text = answer
    responses = operation["responses"]
    described = responses.get(str(status)) or (responses.get("4XX") if 400 <= status < 500 else None)
    assert described, f"{where}: status {status} is not described: {text}"
    if "$ref" in described:
        described = description["components"]["responses"][described["$ref"].rsplit("/", 1)[1]]
    if "content" not in described:
        assert text == "", f"{where}: a body that is not described"
        return
    (media, content), = described["content"].items()
    assert headers.get_content_type() == media, f"{where}: {headers.get_content_type()}"
    check(json.loads(text) if media == "application/json" else text, content["schema"], where)


def check_references(node):
    if isinstance(node, dict):
        if "$ref" in node:
            target = description
            for part in node["$ref"][2:].split("/"):
                target = target[part]
        for member in node.values():
            check_references(member)
    elif isinstance(node, list):
        for member in node:
            check_references(member)


service = Service()
try:
    status, _, text = service.call("get", "/__mock/openapi.json")
    assert status == 200, status
    description = json.loads(text)
    assert description["openapi"].startswith("3.1"), description["openapi"]
    check_references(description)

    # Every route of the sources, and no other one.
    implemented = set()
    for name, pattern in (("routes.cpp", r'\{"([A-Z]+)",\s*"(/[^"]+)"'),
                          ("control.cpp", r'\{\{"([A-Z]+)",\s*"(/__mock/[^"]+)"')):
        with open(f"{routes}/{name}", encoding="utf-8") as source:
            for method, path in re.findall(pattern, source.read()):
                implemented.add((method.lower(), re.sub(r":(\w+)", r"{\1}", path)))
    described = {(m, p) for p, item in description["paths"].items() for m in item}
    assert len(implemented) > 30 and implemented == described, implemented ^ described

    key = {"Authorization": "Bearer " + service.start["publishable_key"]}
    secret = {"Authorization": "Bearer " + service.start["secret_key"]}
    control = {"X-Mock-Token": service.start["control_token"]}
    tenant = {"X-Tenant-ID": TENANT}
    called = set()

    def do(method, path, body=None, headers=None, status=None, **segments):
        """Calls an operation and compares the answer; returns its JSON."""
        operation = description["paths"][path][method]
        where = f"{method} {path}"
        if body is not None:
            check(body, operation["requestBody"]["content"]["application/json"]["schema"], where + " (request)")
        target = path
        for name, value in segments.items():
            target = target.replace("{" + name + "}", value)
        answer = service.call(method, target, body, headers)
        check_answer(operation, answer, where)
        wanted = status or min(int(s) for s in operation["responses"] if s.isdigit())
        assert answer[0] == wanted, f"{where}: {answer[0]} {answer[2]}"
        called.add((method, path))
        return json.loads(answer[2]) if answer[1].get_content_type() == "application/json" and answer[2] else None

    def totp(factor_id):
        do("post", "/__mock/clock", {"advance_ms": 30000}, control)
        return do("get", "/__mock/totp/{factor_id}", None, control, factor_id=factor_id)["code"]

    # Without what each operation asks for: a described refusal.
    for path, item in description["paths"].items():
        for method, operation in item.items():
            if operation.get("security") and {} not in operation["security"]:
                check_answer(operation, service.call(method, re.sub(r"\{\w+\}", "x", path), {} if method != "get" else None),
                             f"{method} {path} without a credential")

    # A user comes and goes.
    users = {"user_id": BOB}
    new = do("post", "/v1/auth/sign-up", {"email": "new@example.com", "password": "nine lives left"}, {**key, **tenant})
    do("post", "/v1/auth/sign-in", {"email": "carol@example.com", "password": "plain sailing today"}, {**key, **tenant})
    do("post", "/v1/auth/sign-in", {"email": "bob@example.com", "password": "wrong"}, {**key, **tenant}, 401)

    def signed_in(path, code):
        challenge = do("post", "/v1/auth/sign-in", {"email": "bob@example.com", "password": "staple orbit lantern"},
                       {**key, **tenant}, 403)["error"]
        return do("post", path, {"challenge_id": challenge["challenge_id"], "factor_id": code[0], "code": code[1]},
                  {**key, **tenant})

    codes = [u for u in service.start["users"] if u["id"] == BOB][0]["backup_codes"]
    signed_in("/v1/mfa/verify", ("backup_codes", codes[0]))
    session = signed_in("/v1/auth/mfa/verify", ("fac_01HABCDEF222222", totp("fac_01HABCDEF222222")))["session"]
    tokens = do("post", "/v1/auth/token/refresh", {"refresh_token": session["refresh_token"]}, tenant)
    bearer = {"Authorization": "Bearer " + tokens["access_token"]}
    do("get", "/v1/auth/me", None, bearer)
    do("get", "/v1/users/{user_id}/mfa/factors", None, {**bearer, **tenant}, **users)
    do("post", "/v1/users/{user_id}/mfa/backup-codes/generate", None, {**bearer, **tenant}, **users)
    for kind in ({"type": "sms", "phone_number": "+15550123"}, {"type": "email_otp"}):
        do("post", "/v1/users/{user_id}/mfa/factors", kind, {**bearer, **tenant}, **users)
    enrolment = do("post", "/v1/users/{user_id}/mfa/factors", {"type": "totp"}, {**bearer, **tenant}, **users)
    factor = {**users, "factor_id": enrolment["factor_id"]}
    do("post", "/v1/users/{user_id}/mfa/factors/{factor_id}/confirm", {"code": totp(factor["factor_id"])},
       {**bearer, **tenant}, **factor)
    do("delete", "/v1/users/{user_id}/mfa/factors/{factor_id}", None, {**bearer, **tenant}, **factor)
    do("post", "/v1/sessions/verify", {"token": tokens["access_token"]}, {**secret, **tenant})
    do("post", "/v1/sessions/verify", {"token": "no token"}, {**secret, **tenant})
    do("post", "/v1/auth/sign-out", None, bearer)

    # The way back, and the support desk.
    do("post", "/v1/auth/mfa/recovery", {"email": "bob@example.com"}, tenant)
    mail = [m for m in do("get", "/__mock/outbox", None, control) if m["kind"] == "recovery"][-1]
    do("get", "/recover")
    do("post", "/v1/auth/mfa/recovery/verify", {"token": mail["token"]}, tenant)
    do("post", "/v1/auth/mfa/recovery/verify", {"token": mail["token"]}, tenant, 401)
    do("post", "/v1/admin/users/impersonate", {"user_id": BOB, "reason": "ticket 7"}, {**secret, **tenant})
    do("patch", "/v1/admin/config", {"mfa_required": True}, {**secret, **tenant})
    do("delete", "/v1/sessions/{session_id}", None, {**secret, **tenant}, session_id=new["session"]["id"])
    do("get", "/v1/audit-logs", None, secret)
    do("get", "/v1/.well-known/jwks.json")
    do("get", "/.well-known/jwks.json")

    # The control routes.
    for path in ("health", "world", "console", "audit", "journal", "clock"):
        do("get", "/__mock/" + path, None, control)
    do("post", "/__mock/faults", {"kind": "status", "status": 503, "path": "/recover", "first_n": 1}, control)
    ordered = do("get", "/__mock/faults", None, control)["faults"][0]
    # What the server adds is not part of an order.
    order = description["components"]["schemas"]["FaultOrder"]
    for name in set(ordered) - set(order["properties"]):
        assert service.call("post", "/__mock/faults", {"kind": "status", name: 1}, control)[0] == 422, name
    for path in ("clock", "scanner"):
        assert service.call("post", "/__mock/" + path, {"advance_ms": 1, "on": True}, control)[0] == 422, path
    do("delete", "/__mock/faults", None, control)
    do("post", "/__mock/scanner", {"on": False}, control)
    state = do("get", "/__mock/state", None, control)
    do("post", "/__mock/reset", None, control)
    assert do("get", "/__mock/outbox", None, control) == []
    do("post", "/__mock/state", state, control)
    assert do("get", "/__mock/state", None, control) == state, "a loaded state is another one"
    do("post", "/__mock/state", {"version": 1}, control, 422)
    assert do("get", "/__mock/state", None, control) == state, "a refused state changed something"
    assert called == described, described - called
    print(len(called), "operations")
finally:
    service.process.terminate()
    service.process.wait()

# With the open-source server's routes, /v1 is not served and not described.
other = Service("--dialect", "self_hosted")
try:
    v1, description = description, json.loads(other.call("get", "/__mock/openapi.json")[2])
    check_references(description)
    assert list(description["paths"]) == [p for p in v1["paths"] if p.startswith("/__mock/")], list(description["paths"])
    assert "v1" not in description["info"]["description"], description["info"]
finally:
    other.process.terminate()
    other.process.wait()
