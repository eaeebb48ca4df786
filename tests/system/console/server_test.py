"""The mock server as a program: certificates, remote clients, web pages of other origins, seeds, states, logs and help.

usage: server_test.py SERVER PAGE
"""
import json
import os
import re
import signal
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
    open(path("no.json"), "w").write("{}")
    assert "not a state" in refused("--import", path("no.json"))
    assert "cannot be read" in refused("--import", path("nothing.json"))


def test_log_of_requests():
    with Running("--plain", "-v") as world:
        world.sign_in("carol@example.com", "plain sailing today")
        world.call("/recover?token=rec_tok_secret")
        world.control("faults", {"kind": "drop_after", "path": "/v1/auth/me", "first_n": 1})
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
    version = subprocess.run([server, "--version"], capture_output=True, text=True, check=True).stdout
    assert re.fullmatch(r"hellojohn-mock-server \d+\.\d+\.\d+\n", version), version


for name, test in list(globals().items()):
    if name.startswith("test_"):
        test()
        print("ok   ", name[5:].replace("_", " "))
