// Groups "cert" and "known-bad": whom the client believes.
#include "security/tls/tls_rows.hpp"

#include <openssl/x509v3.h>

namespace hellojohn::tests {
namespace {

/// A leaf of the trusted root, called by this name.
Row named(const char* words, Verdict expected, Recipe recipe, const char* host = "localhost") {
  return {"cert", words, expected,
          [recipe, host] { return call({leaf(recipe)}, trusting_root(), host); }};
}

Recipe alt(std::string subject_alt, std::string common_name = "x") {
  Recipe out;
  out.subject_alt = std::move(subject_alt);
  out.common_name = std::move(common_name);
  return out;
}

template <class Change>
Recipe changed(Change&& change) {
  Recipe out;
  change(out);
  return out;
}

std::string many_names(int count) {
  std::string out = "DNS:localhost";
  for (int i = 0; i < count; ++i) out += ",DNS:host" + std::to_string(i) + ".example.org";
  return out;
}

/// An intermediate made by this recipe between the root and the leaf.
Verdict through(const Recipe& intermediate, const Recipe& below = {}, bool sent = true) {
  const Identity middle = make_identity(intermediate, &root());
  Server server{make_identity(below, &middle)};
  if (sent) server.chain.push_back(middle);
  return call(server, trusting_root());
}

Verdict path_too_long() {
  const Identity first =
      make_identity(authority_recipe("A", "critical,CA:TRUE,pathlen:0"), &root());
  const Identity second = make_identity(authority_recipe("B"), &first);
  return call({make_identity({}, &second), {second, first}}, trusting_root());
}

/// Trusts an RSA root as well, for signatures that EC keys cannot make.
Verdict signed_by_rsa(const EVP_MD* digest) {
  Recipe recipe = authority_recipe("RSA Root");
  recipe.key = KeyKind::rsa2048;
  const Identity rsa = make_identity(recipe, nullptr);
  const Recipe below = changed([digest](Recipe& r) { r.digest = digest; });
  return call({make_identity(below, &rsa)}, trusting(pem_of(rsa)));
}

Verdict foreign_root(const char* name) {
  const Identity foreign = make_identity(authority_recipe(name), nullptr);
  return call({make_identity({}, &foreign), {foreign}}, trusting_root());
}

int staple(SSL* ssl, void* text) {
  const auto& der = *static_cast<const std::string*>(text);
  auto* copy = static_cast<unsigned char*>(OPENSSL_memdup(der.data(), der.size()));
  SSL_set_tlsext_status_ocsp_resp(ssl, copy, static_cast<long>(der.size()));
  return SSL_TLSEXT_ERR_OK;
}

Verdict stapled(bool revoked, bool by_stranger, int max_version = TLS1_3_VERSION) {
  const Identity own = leaf();
  Recipe stranger = authority_recipe("Suite Root");
  std::string der =
      ocsp_answer(own, by_stranger ? make_identity(stranger, nullptr) : root(), revoked);
  Server server{own, {root()}, [&](SSL_CTX* context) {
                  SSL_CTX_set_tlsext_status_cb(context, &staple);
                  SSL_CTX_set_tlsext_status_arg(context, &der);
                  SSL_CTX_set_max_proto_version(context, max_version);
                }};
  return call(server, trusting_root());
}

using Pins = std::vector<std::string>;
Verdict pinned(const std::function<Pins(const Identity&)>& pins, std::chrono::hours left) {
  const Identity own = leaf();
  NetworkOptions options = trusting_root();
  options.pins = pins(own);
  options.pins_expire = std::chrono::system_clock::now() + left;
  auto possible = make_beast_transport(options);
  if (!possible) return {possible.error().code, Sent::none};
  return call({own}, options);
}

const std::string& stranger_pin() {
  static const std::string pin = pin_of(make_identity({}, nullptr));
  return pin;
}
const std::string& backup_pin() {
  static const std::string pin = pin_of(make_identity({}, nullptr));
  return pin;
}

std::vector<Row> name_rows() {
  Recipe nul;
  nul.raw_dns = std::string("localhost\0.example.org", 22);
  return {
      named("19 wrong host", distrusted, alt("DNS:example.org")),
      named("24 CN only", distrusted, alt("", "localhost")),
      named("25 SAN differs while CN matches", distrusted, alt("DNS:example.org", "localhost")),
      named("26 partial wildcard", distrusted, alt("DNS:l*.test.example"), "lab.test.example"),
      named("27 *.tld", distrusted, alt("DNS:*.example"), "lab.example"),
      named("28 *.*.", distrusted, alt("DNS:*.*.example"), "lab.test.example"),
      named("28 wildcard over two labels", distrusted, alt("DNS:*.example.org"),
            "a.lab.example.org"),
      named("29 NUL in SAN", distrusted, nul),
      named("35 IP given only as DNS SAN", distrusted, alt("DNS:127.0.0.1"), "127.0.0.1"),
      named("good: right name", accepted, alt("DNS:localhost")),
      named("good: whole-label wildcard", accepted, alt("DNS:*.test.example"), "lab.test.example"),
      named("good: address as IP SAN", accepted, alt("IP:127.0.0.1"), "127.0.0.1"),
      named("good: 1,000 SAN", accepted, alt(many_names(1000))),
      named("61 certificate list > 100 KB", distrusted, alt(many_names(10000))),
  };
}

std::vector<Row> chain_rows() {
  const auto name_limit = [] {
    Recipe out = authority_recipe("Limited");
    out.more = {{NID_name_constraints, "critical,permitted;DNS:example.org"}};
    return out;
  };
  const auto no_authority = [] { return authority_recipe("No CA", "critical,CA:FALSE"); };
  const auto good_one = [] { return authority_recipe("Middle"); };
  return {
      named("17 expired", distrusted, changed([](Recipe& r) { r.from = -9000, r.until = -10; })),
      named("18 not yet valid", distrusted, changed([](Recipe& r) { r.from = 3600; })),
      {"cert", "20 self-signed", distrusted,
       [] { return call({make_identity({}, nullptr)}, trusting_root()); }},
      {"cert", "21 untrusted root", distrusted, [] { return foreign_root("Nobody"); }},
      {"cert", "22 missing intermediate", distrusted,
       [=] { return through(good_one(), {}, false); }},
      named("30 client-only EKU", distrusted, changed([](Recipe& r) {
              r.more = {{NID_ext_key_usage, "clientAuth"}};
            })),
      named("31 unknown critical extension", distrusted,
            changed([](Recipe& r) { r.unknown_critical = true; })),
      {"cert", "32 name constraint broken", distrusted, [=] { return through(name_limit()); }},
      {"cert", "33 issuer not a CA", distrusted, [=] { return through(no_authority()); }},
      {"cert", "34 path length", distrusted, &path_too_long},
      named("36 RSA-1024 leaf", distrusted, changed([](Recipe& r) { r.key = KeyKind::rsa1024; })),
      named("37 SHA-1 signature", distrusted, changed([](Recipe& r) { r.digest = EVP_sha1(); })),
      {"cert", "37 SHA-1 signature, RSA", distrusted, [] { return signed_by_rsa(EVP_sha1()); }},
      {"cert", "38 MD5 signature", distrusted, [] { return signed_by_rsa(EVP_md5()); }},
      {"cert", "good: SHA-256, RSA root", accepted, [] { return signed_by_rsa(EVP_sha256()); }},
      {"cert", "good: through an intermediate", accepted, [=] { return through(good_one()); }},
      named("good: RSA-2048 leaf", accepted, changed([](Recipe& r) { r.key = KeyKind::rsa2048; })),
      {"known-bad", "16 captive portal", distrusted, [] { return foreign_root("Hotel Wi-Fi"); }},
      {"known-bad", "23 known-bad root: Superfish", distrusted,
       [] { return foreign_root("Superfish, Inc."); }},
      {"known-bad", "23 known-bad root: eDellRoot", distrusted,
       [] { return foreign_root("eDellRoot"); }},
  };
}

std::vector<Row> check_rows() {
  using std::chrono::hours;
  const auto wrong = [](const Identity&) { return Pins{stranger_pin(), backup_pin()}; };
  const auto of_leaf = [](const Identity& own) { return Pins{backup_pin(), pin_of(own)}; };
  const auto of_root = [](const Identity&) { return Pins{pin_of(root()), backup_pin()}; };
  const auto no_backup = [](const Identity& own) { return Pins{pin_of(own), pin_of(own)}; };
  const auto no_base64 = [](const Identity& own) { return Pins{pin_of(own), "sha256/none"}; };
  return {
      {"cert", "49 revoked (stapled answer)", distrusted, [] { return stapled(true, false); }},
      {"cert", "49 revoked (stapled answer), TLS 1.2", distrusted,
       [] { return stapled(true, false, TLS1_2_VERSION); }},
      {"cert", "good: stapled good", accepted, [] { return stapled(false, false); }},
      {"cert", "good: staple of a stranger proves nothing", accepted,
       [] { return stapled(true, true); }},
      {"cert", "50 pin mismatch", distrusted, [=] { return pinned(wrong, hours(1)); }},
      {"cert", "51 pins expired: normal validation stays", accepted,
       [=] { return pinned(wrong, hours(-1)); }},
      {"cert", "51 pins without a backup", misused, [=] { return pinned(no_backup, hours(1)); }},
      {"cert", "51 pins that are none", misused, [=] { return pinned(no_base64, hours(1)); }},
      {"cert", "good: pinned leaf", accepted, [=] { return pinned(of_leaf, hours(1)); }},
      {"cert", "good: pinned root", accepted, [=] { return pinned(of_root, hours(1)); }},
  };
}

}  // namespace

std::vector<Row> certificate_rows() {
  std::vector<Row> out = name_rows();
  for (const auto& more : {chain_rows(), check_rows()})
    out.insert(out.end(), more.begin(), more.end());
  return out;
}

}  // namespace hellojohn::tests
