"""The mock server as a program: certificates, remote clients, web pages of other origins, seeds, states, logs and help.

usage: server_test.py SERVER PAGE
"""
import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

server, page = sys.argv[1], sys.argv[2]
work = tempfile.mkdtemp(prefix="hellojohn-server-test-")
TOKEN = "a-token-of-sixteen-or-more"


class Running:
    def __init__(self, *options):
        self.log = open(os.path.join(work, "stderr"), "w+")
        self.process = subprocess.Popen([server, *options], stdout=subprocess.PIPE, stderr=self.log, text=True)
        self.start = json.loads(self.process.stdout.readline())
        self.port = self.start["base_url"].rsplit(":", 1)[1]

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        self.end()

    def end(self):
        """What it wrote to stderr, once it is gone."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            assert self.process.wait() == 0
        self.log.seek(0)
        return self.log.read()

    def call(self, path, body=None, headers=None, method=None, ca=None, host="localhost"):
        scheme = self.start["base_url"].split(":")[0]
        request = urllib.request.Request(f"{scheme}://{host}:{self.port}{path}", method=method, headers=headers or {},
                                         data=None if body is None else json.dumps(body).encode())
        if body is not None:
            request.add_header("Content-Type", "application/json")
        context = ssl.create_default_context(cafile=ca) if scheme == "https" else None
        try:
            with urllib.request.urlopen(request, context=context) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.headers, refused.read().decode()

    def ask_control(self, name, body=None, **more):
        status, _, text = self.call("/__mock/" + name, body, {"X-Mock-Token": self.start["control_token"]}, **more)
        return status, json.loads(text)

    def control(self, name, body=None, **more):
        status, _, text = self.call("/__mock/" + name, body, {"X-Mock-Token": self.start["control_token"]}, **more)
        assert status in (200, 201), (name, status, text)
        return json.loads(text)

    def sign_in(self, email, password):
        status, _, text = self.call("/v1/auth/sign-in", {"email": email, "password": password},
                                    {"Authorization": "Bearer " + self.start["publishable_key"],
                                     "X-Tenant-ID": self.start["tenant_id"]})
        return status, json.loads(text)

    def verify(self, challenge, code):
        return self.call("/v1/auth/mfa/verify",
                         {"challenge_id": challenge["error"]["challenge_id"], "factor_id": "backup_codes", "code": code},
                         {"X-Tenant-ID": self.start["tenant_id"]})


def refused(*options):
    """The one sentence of a start that fails."""
    done = subprocess.run([server, *options], capture_output=True, text=True, timeout=60)
    assert done.returncode == 2 and done.stdout == "", (options, done)
    assert done.stderr.count("\n") == 1 and done.stderr.startswith("hellojohn-mock-server: "), done.stderr
    return done.stderr


def path(name):
    return os.path.join(work, name)


def test_authority_survives_a_restart():
    folder = path("authority")
    with Running("--ca-dir", folder) as one:
        assert one.start["ca_file"] == os.path.join(folder, "ca.pem")
        kept = open(one.start["ca_file"]).read()
    assert os.stat(os.path.join(folder, "ca-key.pem")).st_mode & 0o777 == 0o600
    with Running("--ca-dir", folder, "--ca-out", path("copy.pem")) as two:
        assert open(path("copy.pem")).read() == kept
        open(path("before.pem"), "w").write(kept)
        assert two.call("/.well-known/jwks.json", ca=path("before.pem"))[0] == 200
    # A damaged one is replaced.
    open(os.path.join(folder, "ca.pem"), "w").write("damaged")
    with Running("--ca-dir", folder) as three:
        assert three.call("/.well-known/jwks.json", ca=three.start["ca_file"])[0] == 200
        assert open(three.start["ca_file"]).read() != kept


def test_own_certificate():
    folder = path("own")
    with Running("--ca-dir", folder):
        pass
    ca, key = os.path.join(folder, "ca.pem"), os.path.join(folder, "ca-key.pem")
    with Running("--cert", ca, "--key", key) as own:
        assert own.start["ca_file"] is None
        assert ssl.get_server_certificate(("127.0.0.1", int(own.port))).split() == open(ca).read().split()
    assert "needed together" in refused("--cert", ca)
    assert "cannot be read" in refused("--cert", ca, "--key", path("nothing.pem"))
    open(path("no.pem"), "w").write("no key")
    assert "do not fit" in refused("--cert", ca, "--key", path("no.pem"))
    assert "not together" in refused("--cert", ca, "--key", key, "--ca-dir", folder)


def test_a_file_that_cannot_be_read_or_is_empty_is_refused():
    open(path("empty"), "w").close()
    # A folder can be opened and not be read.
    for wrong, said in ((".", "cannot be read"), (path("nothing"), "cannot be read"), (path("empty"), "is empty")):
        for option in ("--seed-file", "--import", "--cert", "--key"):
            assert f"{option}: the file {said}" in refused(option, wrong), (option, wrong)
    assert "--cert: the file cannot be read" in refused("--cert", ".", "--key", ".")


def test_an_address_that_cannot_be_listened_at_is_refused():
    # 192.0.2.0/24 is of documents only, so that no machine has it.
    said = refused("--listen", "192.0.2.1:0", "--allow-remote", "--control-token", TOKEN)
    assert re.fullmatch(r"hellojohn-mock-server: --listen: [A-Z][\w ]+\n", said), said


def test_options_without_an_effect_are_refused():
    folder = path("effects")
    with Running("--ca-dir", folder):
        pass
    ca, key = os.path.join(folder, "ca.pem"), os.path.join(folder, "ca-key.pem")
    for option, value in (("--cert", ca), ("--key", key), ("--ca-out", path("plain.pem")), ("--ca-dir", folder)):
        assert f"{option}: not together with --plain" in refused("--plain", option, value), option
    assert "--ca-out: not together with --cert" in refused("--cert", ca, "--key", key, "--ca-out", path("own.pem"))
    # Of a variable that nobody set.
    for option in ("--import", "--export", "--ca-out", "--ca-dir", "--public-url"):
        assert f"{option}: its value is empty" in refused(option, ""), option
    for origin in ("https://mock:8443/x", "https://mock:8443/", "mock:8443", "https://", "https://mock:", "https://:8443",
                   "https://mock:99999", "https://mo\x01ck", "https://m\u00f6ck"):
        assert "not an origin" in refused("--public-url", origin), origin
    with Running("--plain", "--public-url", "http://[::1]:8080") as world:
        assert world.start["base_url"] == "http://[::1]:8080"


def test_a_wrong_place_for_the_state_is_refused_at_the_start():
    assert "--export: the file cannot be written" in refused("--export", ".")
    assert "--export: the file cannot be written" in refused("--export", "/proc/state.json")
    before = sorted(os.listdir(work))
    assert "--bogus" in refused("--export", path("state-of-nothing.json"), "--bogus")
    with Running("--plain", "--export", path("at-the-end.json")):
        assert sorted(os.listdir(work)) == before
    assert json.load(open(path("at-the-end.json")))["version"] == 1


def test_wrong_options_start_nothing():
    assert "--bogus: unknown option" in refused("--bogus")
    assert "--bogus: unknown option" in refused("--bogus", "value")
    assert "--seed: its value is missing" in refused("--json", "--seed")
    for seed in ("", "abc", "-1", "1x", "99999999999999999999"):
        assert "--seed: wants a number" in refused("--seed", seed), seed
    assert "--listen: wants ADDRESS:PORT" in refused("--listen", "127.0.0.1:99999")
    # Of a variable that nobody set: not the same as no option.
    assert "--control-token: wants" in refused("--control-token", "")
    assert "--ca-out: the file cannot be written" in refused("--ca-out", path("nowhere/ca.pem"))
    # Not only at the end, when the state is lost.
    assert "--export: its folder is not there" in refused("--export", path("nowhere/state.json"))
    with Running("--plain") as first:
        assert f"port {first.port} is in use" in refused("--listen", "127.0.0.1:" + str(first.port))


def test_remote_clients_need_permission_and_a_token():
    assert "loopback" in refused("--listen", "0.0.0.0:0") and "--allow-remote" in refused("--listen", "0.0.0.0:0")
    assert "loopback" in refused("--listen", "0.0.0.0:0", "--control-token", TOKEN)
    assert "--control-token" in refused("--listen", "0.0.0.0:0", "--allow-remote")
    assert "not an address" in refused("--listen", "nowhere:0")
    with Running("--listen", "0.0.0.0:0", "--allow-remote", "--control-token", TOKEN, "--plain",
                 "--public-url", "http://mock:8080") as remote:
        assert remote.start["base_url"] == "http://mock:8080"
        listens = open("/proc/net/tcp").read()
        remote.port = str(next(int(row.split()[1].split(":")[1], 16) for row in listens.splitlines()[1:]
                               if row.split()[3] == "0A" and inode_of(row) in sockets_of(remote.process.pid)))
        asked = {"X-Mock-Token": TOKEN, "Host": "mock:8080"}
        assert remote.call("/__mock/health", None, asked)[0] == 200
        assert remote.call("/__mock/health", None, {"Host": "mock:8080"})[0] == 403
    with Running("--plain", "--control-token", TOKEN) as local:
        assert local.call("/__mock/health", None, asked)[0] == 421


def inode_of(row):
    return row.split()[9]


def sockets_of(pid):
    found = set()
    for name in os.listdir(f"/proc/{pid}/fd"):
        target = os.readlink(f"/proc/{pid}/fd/{name}")
        if target.startswith("socket:["):
            found.add(target[8:-1])
    return found


def test_pages_of_other_origins():
    game = "http://localhost:3000"
    with Running("--plain", "--allow-origin", game, "--allow-origin", "https://play.example") as world:
        asked = {"Origin": game, "Access-Control-Request-Method": "POST",
                 "Access-Control-Request-Headers": "authorization,content-type,x-tenant-id"}
        status, headers, _ = world.call("/v1/auth/sign-in", None, asked, "OPTIONS")
        assert status == 204 and headers["Access-Control-Allow-Origin"] == game
        assert headers["Access-Control-Allow-Headers"] == asked["Access-Control-Request-Headers"]
        status, headers, _ = world.call("/v1/auth/me", None, {"Origin": game})
        assert status == 401 and headers["Access-Control-Allow-Origin"] == game and headers["Vary"] == "Origin"
        for origin in ("http://localhost:3001", "http://evil.example", "null", game + ".evil.example"):
            for method, path_ in (("OPTIONS", "/v1/auth/sign-in"), ("GET", "/v1/auth/me")):
                _, headers, _ = world.call(path_, None, {**asked, "Origin": origin}, method)
                assert headers["Access-Control-Allow-Origin"] is None, origin
        # The control routes answer no page, not even an allowed one.
        _, headers, _ = world.call("/__mock/health", None, {**asked, "X-Mock-Token": world.start["control_token"]})
        assert headers["Access-Control-Allow-Origin"] is None
        _, headers, _ = world.call("/__mock/health", None, asked, "OPTIONS")
        assert headers["Access-Control-Allow-Origin"] is None
    for origin in ("*", "localhost:3000", "http://localhost:3000/", "http://", "null"):
        assert "not an origin" in refused("--allow-origin", origin), origin


def seed(backup_codes):
    open(path("seed.json"), "w").write(json.dumps({"users": [{
        "id": "usr_erin", "email": "erin@example.com", "password": "four quiet rivers", "backup_codes": backup_codes,
        "factors": [{"id": "fac_erin", "secret": "JBSWY3DPEHPK3PXP"}]}]}))
    return path("seed.json")


def test_exact_codes():
    with Running("--plain", "--seed-file", seed(["AAAA-1111", "BBBB-2222"])) as world:
        erin = next(u for u in world.start["users"] if u["id"] == "usr_erin")
        assert erin["backup_codes"] == ["AAAA-1111", "BBBB-2222"]
        challenge = world.sign_in("erin@example.com", "four quiet rivers")[1]
        assert world.verify(challenge, "CCCC-3333")[0] == 401
        assert world.verify(challenge, "BBBB-2222")[0] == 200
        challenge = world.sign_in("erin@example.com", "four quiet rivers")[1]
        assert world.verify(challenge, "BBBB-2222")[0] == 401
    for wrong in (["AAAA-1111", "AAAA-1111"], ["abc"], ["has space"], ["x" * 129], [7], 65, -1, "AAAA-1111",
                  [f"CODE-{i:04}" for i in range(65)]):
        assert "backup_codes must be" in refused("--seed-file", seed(wrong)), wrong
    # An empty list removes the codes, like a count of 0.
    with Running("--plain", "--seed-file", seed([])) as world:
        assert next(u for u in world.start["users"] if u["id"] == "usr_erin")["backup_codes"] == []


def test_a_state_goes_on_in_another_process():
    state = path("state.json")
    with Running("--plain", "--seed", "7", "--export", state) as one:
        bob = next(u for u in one.start["users"] if u["email"] == "bob@example.com")
        used, left = bob["backup_codes"][0], bob["backup_codes"][1:]
        _, _, text = one.verify(one.sign_in(bob["email"], bob["password"])[1], used)
        session = json.loads(text)["session"]
        waiting = one.sign_in(bob["email"], bob["password"])[1]
        one.call("/v1/auth/mfa/recovery", {"email": "alice@example.com"}, {"X-Tenant-ID": one.start["tenant_id"]})
        one.control("clock", {"advance_ms": 60000})
        before = one.control("state")
    assert os.stat(state).st_mode & 0o777 == 0o600
    with Running("--plain", "--import", state) as two:
        after = two.control("state")
        assert after == before
        assert next(u for u in two.start["users"] if u["email"] == "bob@example.com")["backup_codes"] == left
        assert two.call("/v1/auth/me", None, {"Authorization": "Bearer " + session["access_token"]})[0] == 200
        assert two.call("/v1/auth/token/refresh", {"refresh_token": session["refresh_token"]},
                        {"X-Tenant-ID": two.start["tenant_id"]})[0] == 200
        assert two.verify(waiting, used)[0] == 401
        assert two.verify(waiting, left[0])[0] == 200
        mail = two.control("outbox")[-1]
        assert two.call("/v1/auth/mfa/recovery/verify", {"token": mail["token"]},
                        {"X-Tenant-ID": two.start["tenant_id"]})[0] == 200
        # Ids that were given out are not given out again.
        made = [s["id"] for s in two.control("state")["sessions"]]
        assert len(made) == len(set(made)) == len(before["sessions"]) + 2
    for changes in ({"clock_offset_ms": 10**18}, {"clock_offset_ms": 9 * 10**18}, {"users": before["users"][:1] * 2},
                    {"surprise": 1}):
        open(path("no.json"), "w").write(json.dumps({**before, **changes}))
        assert "not a state" in refused("--import", path("no.json")), changes
    open(path("no.json"), "w").write("{}")
    assert "not a state" in refused("--import", path("no.json"))
    assert "cannot be read" in refused("--import", path("nothing.json"))


def write_seed(**seed_json):
    open(path("seed.json"), "w").write(json.dumps(seed_json))
    return path("seed.json")


def test_a_seed_that_contradicts_itself_is_refused():
    erin = {"id": "usr_erin", "email": "erin@example.com", "password": "four quiet rivers"}
    mine = {"id": "tnt_mine", "publishable_key": "pk_live_mine", "secret_key": "sk_live_mine"}
    assert "tenant_id tnt_nobody of usr_erin is not a tenant" in refused(
        "--seed-file", write_seed(tenants=[mine], users=[{**erin, "tenant_id": "tnt_nobody"}]))
    assert "usr_erin is there twice" in refused("--seed-file", write_seed(users=[erin, erin]))
    assert "tnt_mine is there twice" in refused("--seed-file", write_seed(tenants=[mine, mine]))
    with Running("--plain", "--seed-file", write_seed(tenants=[mine], users=[{**erin, "tenant_id": "tnt_mine"}])) as world:
        assert [u["tenant_id"] for u in world.start["users"] if u["id"] == "usr_erin"] == ["tnt_mine"]


def next_answer(world, method, target):
    """Two requests on one connection: the head of the first answer, and what follows it, to the end."""
    keys = "GET /.well-known/jwks.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", int(world.port)), timeout=60) as peer:
        peer.sendall((f"{method} {target} HTTP/1.1\r\nHost: localhost\r\n\r\n" + keys).encode())
        head, _, rest = b"".join(iter(lambda: peer.recv(65536), b"")).decode().partition("\r\n\r\n")
    return head, rest


def test_answers_to_head_have_no_body():
    with Running("--plain") as world:
        for target, status in (("/__mock/", 200), ("/__mock/openapi.json", 200), ("/__mock/health", 403), ("/v1/auth/me", 405)):
            head, rest = next_answer(world, "HEAD", target)
            assert head.startswith(f"HTTP/1.1 {status} ") and re.search(r"Content-Length: [1-9]", head), (target, head)
            assert rest.startswith("HTTP/1.1 200 "), (target, rest)


def test_faults_keep_to_http():
    with Running("--plain") as world:
        for status in (204, 304):
            world.control("faults", {"kind": "status", "status": status, "path": "/v1/auth/me", "first_n": 1})
            head, rest = next_answer(world, "GET", "/v1/auth/me")
            assert head.startswith(f"HTTP/1.1 {status} ") and "Content-Length" not in head, head
            assert rest.startswith("HTTP/1.1 200 "), rest
        status, said = world.ask_control("faults", {"kind": "status", "headers": {"X-One": "1\r\nX-Two: 2"}})
        assert status == 422 and "X-One" in said["error"]["message"], said
        world.control("faults", {"kind": "truncate", "path": "/.well-known/jwks.json", "first_n": 1, "headers": {"X-One": "1"}})
        assert "X-One: 1" in next_answer(world, "HEAD", "/v1/auth/me")[1]


def test_log_of_requests():
    with Running("--plain", "-v") as world:
        world.sign_in("carol@example.com", "plain sailing today")
        world.call("/recover?token=rec_tok_secret")
        world.control("faults", {"kind": "drop_after", "path": "/v1/auth/me", "first_n": 1})
        world.call("/__mock/")
        try:
            world.call("/v1/auth/me")
        except (urllib.error.URLError, ConnectionError):
            pass
        text = world.end()
    lines = text.splitlines()
    assert re.fullmatch(r"POST /v1/auth/sign-in 200 req_\w+", lines[0]), lines
    assert lines[1].startswith("GET /recover 200"), lines
    assert lines[2].startswith("GET /v1/auth/me dropped, processed"), lines
    assert len(lines) == 3 and "secret" not in text and "plain sailing" not in text, text
    with Running("--plain") as quiet:
        quiet.sign_in("carol@example.com", "plain sailing today")
        assert quiet.end() == ""


def test_help_and_page_name_every_option_and_route():
    shown = subprocess.run([server, "--help"], capture_output=True, text=True, check=True).stdout
    assert subprocess.run([server, "-h"], capture_output=True, text=True, check=True).stdout == shown
    assert "X-Mock-Token: TOKEN" in shown
    text = open(page, encoding="utf-8").read()
    routes = re.findall(r"^  (GET|POST|DELETE) (/__mock/\S+)", shown, re.MULTILINE)
    assert len(routes) >= 17, routes
    for method, route in routes:
        row = route.replace(":factor_id", "FACTOR_ID")
        assert re.search(rf"^\| .*`{method}\b.*{re.escape(row)}` \|", text, re.MULTILINE), (method, row)
    options = set(re.findall(r"(?<![\w-])(--?[a-z][a-z-]*)", shown.split("Control routes")[0]))
    assert len(options) > 20, options
    for option in options - {"-v", "-h"}:
        assert f"`{option}" in text or f"{option}`" in text, f"{option} is not on the page"
    for text_ in (shown, text):
        assert re.search(r"(?i)one line on .* for each request except those to `?/__mock/", text_)
    version = subprocess.run([server, "--version"], capture_output=True, text=True, check=True).stdout
    assert re.fullmatch(r"hellojohn-mock-server \d+\.\d+\.\d+\n", version), version


for name, test in list(globals().items()):
    if name.startswith("test_"):
        test()
        print("ok   ", name[5:].replace("_", " "))
