// What goes over the wire in every benchmark: one verify with a backup code, and its answer.
#pragma once

#include <string>
#include <string_view>

namespace bench {

inline constexpr std::string_view path = "/v1/auth/mfa/verify";
inline constexpr std::string_view tenant = "tnt_bench";
inline constexpr std::string_view key = "pk_test_0123456789abcdef0123456789abcdef";
inline constexpr std::string_view challenge = "chl_0123456789abcdef";
inline constexpr std::string_view code = "ABCD-EFGH";
inline constexpr std::string_view body =
    R"({"challenge_id":"chl_0123456789abcdef","factor_id":"backup_codes","code":"ABCD-EFGH"})";

// The sizes are those of the service: an EdDSA token with its usual claims, an opaque refresh token.
#define BENCH_TOKEN                                                                         \
  "eyJhbGciOiJFZERTQSIsImtpZCI6ImsxIiwidHlwIjoiSldUIn0."                                    \
  "eyJzdWIiOiJ1c3JfMDEyMzQ1Njc4OWFiY2RlZiIsInRlbmFudF9pZCI6InRudF9iZW5jaCIsIm1mYV92ZXJpZml" \
  "lZCI6dHJ1ZSwiaWF0IjoxNzA1MzEyODAwLCJleHAiOjE3MDUzMTY0MDB9."                              \
  "QmVuY2htYXJrQmVuY2htYXJrQmVuY2htYXJrQmVuY2htYXJrQmVuY2htYXJrQmVuY2htYXJrQmVuY2htYXJrMTIz"
#define BENCH_JSON                                                        \
  "{\"access_token\":\"" BENCH_TOKEN                                      \
  "\",\"refresh_token\":\"rft_0123456789abcdef0123456789"                 \
  "abcdef\",\"expires_in\":3600,\"session_id\":\"ses_0123456789abcdef\"," \
  "\"user\":{\"id\":\"usr_0123456789abcdef\",\"email\":\"ada@example.com\"}}"

inline constexpr std::string_view json_answer = BENCH_JSON;
static_assert(json_answer.size() == 476, "Content-Length below");
inline constexpr std::string_view answer =
    "HTTP/1.1 200 OK\r\n"
    "Content-Type: application/json\r\n"
    "X-Request-ID: req_0123456789abcdef\r\n"
    "X-HelloJohn-Version: 1.4.2\r\n"
    "X-RateLimit-Limit: 100\r\n"
    "X-RateLimit-Remaining: 99\r\n"
    "X-RateLimit-Reset: 1705316400\r\n"
    "Date: Mon, 15 Jan 2024 10:00:00 GMT\r\n"
    "Content-Length: 476\r\n"
    "\r\n" BENCH_JSON;

/// Where the fixed-answer server is and whom to trust.
struct Target {
  int port = 0;
  std::string ca_file{};
  bool system_roots = false;  ///< In addition to the file.
};

}  // namespace bench
