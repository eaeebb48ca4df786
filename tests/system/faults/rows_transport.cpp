// Faults of names, TLS and framing as the transport must report them. What a real connection makes of the framing is in
// rows_socket.cpp.
#include "fault.hpp"

namespace hellojohn::tests {

namespace {

using namespace std::chrono_literals;

Act fails(Errc code, Sent sent, bool permanent = false, std::chrono::milliseconds after = 0ms) {
  Act act;
  act.kind = Act::Kind::failure;
  act.failure.code = code;
  act.failure.sent = sent;
  act.failure.permanent = permanent;
  act.after = after;
  return act;
}

Act broken_after_status(Errc code, std::uint16_t status) {
  Act act = fails(code, Sent::all);
  act.failure.status_seen = status;
  return act;
}

Fault lost(int number, const char* words, Errc code, bool permanent = false,
           std::chrono::milliseconds after = 0ms) {
  return {number,
          words,
          fails(code, Sent::none, permanent, after),
          {code, Says::np, permanent ? Auto::no : Auto::np}};
}

Fault once_only(int number, const char* words, Errc code) {
  return {number, words, fails(code, Sent::none), {code, Says::np, Auto::no}};
}

Fault unknown(int number, const char* words, Errc code) {
  return {number, words, fails(code, Sent::all), {code, Says::un, Auto::un}};
}

Fault well(int number, const char* words) { return {number, words, Act{}, {}}; }

Act stall(bool sent) {
  Act act;
  act.kind = sent ? Act::Kind::stall_sent : Act::Kind::stall_unsent;
  return act;
}

}  // namespace

std::vector<Fault> connection_faults() {
  return {
      lost(1, "no such name", Errc::resolve, true),
      lost(2, "name server fails", Errc::resolve),
      lost(3, "name server is silent", Errc::timeout, true, 5s),
      {3, "name server is silent, the transport too", stall(false), {Errc::timeout, Says::np}},
      well(4, "first address dead, second alive"),
      lost(5, "no route for the only address", Errc::connect),
      lost(6, "no address returned", Errc::resolve, true),
      lost(7, "connection refused", Errc::connect),
      lost(8, "SYN swallowed", Errc::timeout, false, 5s),
      lost(9, "network unreachable", Errc::connect),
      lost(10, "reset after accept", Errc::connection_lost),
      lost(11, "closed before TLS", Errc::tls_protocol),
      once_only(12, "no descriptors left", Errc::resource),
      lost(13, "no ports left", Errc::connect),
      {14, "1 KB/s: never done", stall(true), {Errc::timeout, Says::un}},
      well(14, "1 KB/s: done in time"),
      well(15, "two seconds of latency"),
      once_only(16, "captive portal's certificate", Errc::tls_trust),
  };
}

std::vector<Fault> tls_faults() {
  std::vector<Fault> rows;
  const char* const untrusted[] = {"expired",
                                   "not yet valid",
                                   "wrong host",
                                   "self-signed",
                                   "untrusted root",
                                   "missing intermediate",
                                   "known bad root",
                                   "common name alone",
                                   "alternative name differs, common name matches",
                                   "partial wildcard",
                                   "wildcard of a top level",
                                   "two wildcards",
                                   "NUL in a name",
                                   "client-only usage",
                                   "unknown critical extension",
                                   "name constraint broken",
                                   "issuer is no CA",
                                   "path too long",
                                   "address as a DNS name",
                                   "RSA-1024 leaf",
                                   "SHA-1 signature",
                                   "MD5 signature"};
  int number = 17;
  for (const char* words : untrusted) rows.push_back(once_only(number++, words, Errc::tls_trust));
  const char* const refused[] = {
      "TLS 1.0 alone", "TLS 1.1 alone", "NULL cipher", "anonymous cipher", "RC4",
      "3DES",          "static RSA",    "CBC-SHA1",    "short DH group",   "composite DH group"};
  for (const char* words : refused) rows.push_back(lost(number++, words, Errc::tls_protocol, true));
  const std::vector<Fault> rest = {
      once_only(49, "revoked, stapled", Errc::tls_trust),
      once_only(50, "pin mismatch", Errc::tls_trust),
      once_only(51, "pin set empty", Errc::usage),
      lost(52, "plain HTTP on the port", Errc::tls_protocol, true),
      lost(53, "random bytes", Errc::tls_protocol, true),
      lost(54, "stall in the handshake", Errc::timeout, false, 5s),
      lost(55, "reset in the handshake", Errc::tls_protocol),
      lost(56, "end in the handshake", Errc::tls_protocol),
      lost(57, "fatal alert", Errc::tls_protocol, true),
      lost(57, "fatal alert: internal error", Errc::tls_protocol),
      lost(58, "client certificate demanded", Errc::tls_protocol, true),
      lost(59, "another protocol chosen", Errc::tls_protocol, true),
      unknown(60, "corrupted record after the request", Errc::connection_lost),
      once_only(61, "certificate list over 100 KB", Errc::tls_trust),
      well(62, "resumption refused"),
      well(63, "session of another host"),
      unknown(64, "flood of tickets", Errc::protocol),
      once_only(65, "trust store missing", Errc::usage),
  };
  rows.insert(rows.end(), rest.begin(), rest.end());
  return rows;
}

std::vector<Fault> framing_faults() {
  const Expect yes_lost{Errc::connection_lost, Says::okl, Auto::un};
  return {
      well(66, "pooled connection was closed, seen before the write"),
      unknown(67, "closed in the race after the write", Errc::connection_lost),
      {68,
       "reset while the body was half sent",
       fails(Errc::connection_lost, Sent::part),
       {Errc::connection_lost, Says::np, Auto::np}},
      unknown(69, "reset after the whole request", Errc::connection_lost),
      {70,
       "server never reads",
       fails(Errc::timeout, Sent::part, false, 5s),
       {Errc::timeout, Says::np, Auto::np}},
      {71, "silence after the whole request", stall(true), {Errc::timeout, Says::un}},
      {72, "stall inside the header", stall(true), {Errc::timeout, Says::un}},
      {73, "stall inside the body", stall(true), {Errc::timeout, Says::un}},
      {74, "one byte per second", stall(true), {Errc::timeout, Says::un}},
      // A 2xx was seen: it happened.
      {76, "2xx, then cut short", broken_after_status(Errc::connection_lost, 200), yes_lost},
      {77, "2xx, then cut short in good order", broken_after_status(Errc::connection_lost, 201),
       yes_lost},
      {76,
       "4xx, then cut short",
       broken_after_status(Errc::connection_lost, 401),
       {Errc::connection_lost, Says::un, Auto::un}},
      {80, "2xx of unknown length torn off", broken_after_status(Errc::connection_lost, 200),
       yes_lost},
      // The status line of what is otherwise no HTTP is not trusted.
      {85,
       "2xx, then a broken chunk",
       broken_after_status(Errc::protocol, 200),
       {Errc::protocol, Says::un, Auto::un}},
      {92,
       "2xx, then an endless body",
       broken_after_status(Errc::too_large, 200),
       {Errc::too_large, Says::un, Auto::un}},
      {97,
       "answer before the request",
       fails(Errc::protocol, Sent::part),
       {Errc::protocol, Says::np, Auto::np}},
  };
}

}  // namespace hellojohn::tests
