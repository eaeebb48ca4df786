// Groups "cipher-suite", "key-exchange", "protocol" and "client": what the client agrees to speak.
#include "security/tls/tls_rows.hpp"

#include <openssl/err.h>

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <limits>
#include <stdexcept>

namespace hellojohn::tests {
namespace {

Identity rsa_leaf() {
  Recipe recipe;
  recipe.key = KeyKind::rsa2048;
  return leaf(recipe);
}

/// A TLS 1.2 server with only these cipher suites.
Row suite(const char* group, const char* words, Verdict expected, const char* ciphers,
          bool rsa = false) {
  return {group, words, expected, [ciphers, rsa] {
            Server server{rsa ? rsa_leaf() : leaf()};
            server.tweak = [ciphers](SSL_CTX* context) {
              SSL_CTX_set_max_proto_version(context, TLS1_2_VERSION);
              SSL_CTX_set_dh_auto(context, 1);
              if (SSL_CTX_set_cipher_list(context, ciphers) != 1)
                throw std::runtime_error(std::string("cipher list ") + ciphers);
            };
            return call(server, trusting_root());
          }};
}

/// A server that chooses what OpenSSL itself would not serve.
Row chosen(const char* group, const char* words, int cipher, int version = TLS1_2_VERSION) {
  return {group, words, bad_protocol, [cipher, version] {
            return call_script([cipher, version](Wire& wire) {
              wire.read_any();
              wire.write(server_hello(version, cipher));
              wire.hold();
            });
          }};
}

/// A peer that answers the ClientHello with these bytes.
Row answered(const char* words, Verdict expected, std::string octets) {
  return {"protocol", words, expected, [octets] {
            return call_script([octets](Wire& wire) {
              wire.read_any();
              wire.write(octets);
              wire.hold();
            });
          }};
}

std::string alert(char description) {
  return std::string("\x15\x03\x03\x00\x02\x02", 6) + description;
}

Row tweaked(const char* group, const char* words, Verdict expected,
            std::function<void(SSL_CTX*)> tweak) {
  return {group, words, expected, [tweak = std::move(tweak)] {
            return call({leaf(), {}, tweak}, trusting_root());
          }};
}

Row version(const char* words, Verdict expected, int only) {
  return tweaked("protocol", words, expected, [only](SSL_CTX* context) {
    SSL_CTX_set_min_proto_version(context, only);
    SSL_CTX_set_max_proto_version(context, only);
  });
}

Row groups(const char* words, Verdict expected, const char* list) {
  return tweaked("key-exchange", words, expected, [list](SSL_CTX* context) {
    if (SSL_CTX_set1_groups_list(context, list) != 1) throw std::runtime_error(list);
  });
}

int choose_h2(SSL*, const unsigned char** out, unsigned char* size, const unsigned char*, unsigned,
              void*) {
  *out = reinterpret_cast<const unsigned char*>("h2");
  *size = 2;
  return SSL_TLSEXT_ERR_OK;
}

Verdict corrupted_record() {
  Server server{leaf()};
  server.script = [](Wire& wire) {
    wire.read_request();
    wire.write_raw(std::string("\x17\x03\x03\x00\x20", 5) + std::string(32, 'x'));
    wire.hold();
  };
  return call(server, trusting_root());
}

/// A thousand new keys before the answer: OpenSSL takes them, and the call's own bound stays.
Verdict key_updates() {
  Server server{leaf()};
  server.script = [](Wire& wire) {
    wire.read_request();
    for (int i = 0; i < 1000; ++i) {
      SSL_key_update(wire.tls(), SSL_KEY_UPDATE_NOT_REQUESTED);
      SSL_do_handshake(wire.tls());
    }
    wire.write(ok);
    wire.close_notify();
  };
  return call(server, trusting_root());
}

/// Hundreds of tickets before the answer: a waste, and no harm.
Verdict many_tickets() {
  Server server{leaf()};
  server.script = [](Wire& wire) {
    wire.read_request();
    for (int i = 0; i < 300; ++i) {
      SSL_new_session_ticket(wire.tls());
      SSL_do_handshake(wire.tls());
    }
    wire.write(ok);
    wire.close_notify();
  };
  return call(server, trusting_root());
}

/// From now on the server can read no ticket of before, and finds no session.
void forget_sessions(SSL_CTX* context) {
  unsigned char keys[80];
  std::memset(keys, 7, sizeof keys);
  SSL_CTX_set_tlsext_ticket_keys(context, keys, sizeof keys);
  SSL_CTX_flush_sessions(context, std::numeric_limits<long>::max());
}

/// Accepted only where the calls' connections went as `resumed` says, and no early data came.
Verdict two_calls(const char* second_host, bool tickets_kept, bool resumed) {
  std::atomic<int> reused{0};
  std::atomic<int> early{0};
  Recipe recipe;
  recipe.subject_alt = "DNS:localhost,DNS:other.example";
  Server server{leaf(recipe)};
  server.tweak = [](SSL_CTX* context) { SSL_CTX_set_max_early_data(context, 16384); };
  server.script = [&](Wire& wire) {
    if (wire.resumed()) ++reused;
    if (SSL_get_early_data_status(wire.tls()) != SSL_EARLY_DATA_NOT_SENT) ++early;
    const std::string request = wire.read_request();
    if (!tickets_kept) forget_sessions(SSL_get_SSL_CTX(wire.tls()));
    if (!request.empty())
      wire.write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}");
    wire.close_notify();  // Without it OpenSSL forgets the session on this side.
  };
  RawPeer peer(server.script, server_context(server));
  Probe probe(trusting_root(), to_loopback());
  for (const char* host : {"localhost", second_host}) {
    const Ending end = probe.call(peer.origin(host), "{}");
    if (!end.answered) return verdict_of(end);
  }
  const bool right = peer.connections() == 2 && (reused == 1) == resumed && early == 0;
  return right ? accepted : Verdict{Errc::protocol, Sent::all};
}

Verdict nobody_trusted() {
  ::setenv("SSL_CERT_FILE", "/nonexistent/roots.pem", 1);
  ::unsetenv("SSL_CERT_DIR");
  NetworkOptions options;
  options.trust_environment = true;
  const Verdict out = call({leaf()}, options);
  ::unsetenv("SSL_CERT_FILE");
  return out;
}

/// The environment names our root as trusted; without the opt-in nobody may believe it.
Verdict environment(bool opted_in) {
  const auto folder = std::filesystem::temp_directory_path();
  const std::string path =
      (folder / ("hellojohn-tls-" + std::to_string(::getpid()) + ".pem")).string();
  std::FILE* file = std::fopen(path.c_str(), "w");
  if (file == nullptr) throw std::runtime_error("cannot write " + path);
  std::fputs(pem_of(root()).c_str(), file);
  std::fclose(file);
  ::setenv("SSL_CERT_FILE", path.c_str(), 1);
  NetworkOptions options;
  options.trust_environment = opted_in;
  // A second anchor of no use keeps "nobody is trusted" out of it on a machine without roots.
  options.ca_pem = other_ca_pem();
  const Verdict out = call({leaf()}, options);
  ::unsetenv("SSL_CERT_FILE");
  std::remove(path.c_str());
  return out;
}

Row demand(const char* words, Verdict expected, int mode, int max_version) {
  return tweaked("client", words, expected, [mode, max_version](SSL_CTX* context) {
    SSL_CTX_set_verify(context, mode, nullptr);
    SSL_CTX_set_max_proto_version(context, max_version);
  });
}

std::vector<Row> cipher_rows() {
  const char* group = "cipher-suite";
  return {
      suite(group, "41 NULL", bad_protocol, "ECDHE-ECDSA-NULL-SHA"),
      chosen(group, "41 NULL, chosen unasked", 0xc006),
      suite(group, "42 anonymous", bad_protocol, "AECDH-AES128-SHA"),
      chosen(group, "42 anonymous, chosen unasked", 0xc018),
      chosen(group, "43 RC4", 0xc007),
      chosen(group, "44 3DES", 0xc008),
      chosen(group, "44 export RC4-40", 0x0003),
      suite(group, "46 CBC-SHA1", bad_protocol, "ECDHE-ECDSA-AES128-SHA"),
      suite(group, "46 CBC-SHA256", bad_protocol, "ECDHE-ECDSA-AES128-SHA256"),
      suite(group, "46 CCM", bad_protocol, "ECDHE-ECDSA-AES128-CCM"),
      suite(group, "good: AES-128-GCM", accepted, "ECDHE-ECDSA-AES128-GCM-SHA256"),
      suite(group, "good: AES-256-GCM, RSA", accepted, "ECDHE-RSA-AES256-GCM-SHA384", true),
      suite(group, "good: ChaCha20", accepted, "ECDHE-ECDSA-CHACHA20-POLY1305"),
  };
}

std::vector<Row> exchange_rows() {
  const char* group = "key-exchange";
  return {
      suite(group, "45 static RSA", bad_protocol, "AES128-GCM-SHA256", true),
      suite(group, "47 DHE", bad_protocol, "DHE-RSA-AES128-GCM-SHA256", true),
      chosen(group, "47 DH 512, export", 0x0014),
      chosen(group, "47 DH 1024", 0x009e),
      chosen(group, "48 DH composite", 0x0033),
      chosen(group, "45 static ECDH", 0xc02d),
      groups("47 finite-field group in TLS 1.3", bad_protocol, "ffdhe2048"),
      groups("good: X25519", accepted, "X25519"),
      groups("good: P-256", accepted, "P-256"),
  };
}

std::vector<Row> version_rows() {
  return {
      chosen("protocol", "39 SSL 3", 0xc02b, SSL3_VERSION),
      version("39 TLS 1.0", bad_protocol, TLS1_VERSION),
      version("40 TLS 1.1", bad_protocol, TLS1_1_VERSION),
      version("good: TLS 1.2", accepted, TLS1_2_VERSION),
      version("good: TLS 1.3", accepted, TLS1_3_VERSION),
      {"protocol", "51 environment ignored unless opted in", distrusted,
       [] { return environment(false); }},
      {"protocol", "good: environment opted in", accepted, [] { return environment(true); }},
      {"protocol", "65 trust store missing", misused, &nobody_trusted},
  };
}

std::vector<Row> wire_rows() {
  NetworkOptions hasty = trusting();
  hasty.tls_timeout = 100ms;
  return {
      answered("52 plain HTTP on the port", bad_protocol, "HTTP/1.1 400 Bad Request\r\n\r\n"),
      answered("53 random bytes", bad_protocol, "\x93\x1f\x42\x08\xd1\x77\x6e\x05 noise"),
      answered("57 fatal alert: handshake_failure", bad_protocol, alert(40)),
      answered("57 fatal alert: unrecognized_name", bad_protocol, alert(112)),
      answered("57 fatal alert: internal_error", bad_protocol, alert(80)),
      {"protocol",
       "54 stall in handshake",
       {Errc::timeout, Sent::none},
       [hasty] { return call_script([](Wire& wire) { wire.hold(); }, hasty); }},
      {"protocol", "55 reset in handshake", bad_protocol,
       [] {
         return call_script([](Wire& wire) {
           wire.read_any();
           wire.write(server_hello(TLS1_2_VERSION, 0xc02b));
           wire.reset();
         });
       }},
      {"protocol", "56 FIN in handshake", bad_protocol,
       [] { return call_script([](Wire& wire) { wire.read_any(); }); }},
      tweaked("protocol", "59 ALPN answers h2", bad_protocol,
              [](SSL_CTX* context) { SSL_CTX_set_alpn_select_cb(context, &choose_h2, nullptr); }),
      {"protocol",
       "60 corrupted record after the request",
       {Errc::connection_lost, Sent::all},
       &corrupted_record},
      {"protocol", "64 1,000 key updates before the answer", accepted, &key_updates},
      {"protocol", "64 300 tickets before the answer", accepted, &many_tickets},
      {"protocol", "good: session resumed, no early data", accepted,
       [] { return two_calls("localhost", true, true); }},
      {"protocol", "62 resumption refused -> full handshake", accepted,
       [] { return two_calls("localhost", false, false); }},
      {"protocol", "63 session never offered to another host", accepted,
       [] { return two_calls("other.example", true, false); }},
  };
}

std::vector<Row> client_rows() {
  constexpr int must = SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
  return {
      demand("58 client certificate demanded, TLS 1.3", bad_protocol, must, TLS1_3_VERSION),
      demand("58 client certificate demanded, TLS 1.2", bad_protocol, must, TLS1_2_VERSION),
      demand("good: client certificate asked for", accepted, SSL_VERIFY_PEER, TLS1_3_VERSION),
  };
}

}  // namespace

std::vector<Row> protocol_rows() {
  std::vector<Row> out = cipher_rows();
  for (const auto& more : {exchange_rows(), version_rows(), wire_rows(), client_rows()})
    out.insert(out.end(), more.begin(), more.end());
  return out;
}

}  // namespace hellojohn::tests
