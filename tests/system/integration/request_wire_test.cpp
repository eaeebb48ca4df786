// How a request is written, and how an origin is read: what could send a key elsewhere or split a request is refused.
#include "worlds/catch.hpp"

#include "net/http/request_wire.hpp"

#include <hellojohn/version.hpp>

#include <string>
#include <string_view>

using namespace hellojohn;
using namespace hellojohn::net;

namespace {

HttpRequest request(std::string_view method = "GET", std::string_view target = "/v1/x") {
  HttpRequest out;
  out.method = method;
  out.target = target;
  return out;
}

std::string written(const HttpRequest& request, const char* origin = "https://a.example") {
  const auto wire = serialize(request, *read_origin(origin));
  return wire ? std::string(wire->reveal()) : std::string("refused");
}

}  // namespace

TEST_CASE("request: written whole, with what is not said by the caller") {
  HttpRequest post = request("POST");
  post.authorization = Secret("Bearer t");
  post.body = Secret("{}");
  post.headers.push_back({"X-Tenant-ID", "tnt_1"});
  CHECK(written(post) ==
        "POST /v1/x HTTP/1.1\r\nHost: a.example\r\nUser-Agent: hellojohn-cpp/" HELLOJOHN_VERSION
        "\r\n"
        "Accept: application/json\r\nX-Tenant-ID: tnt_1\r\nAuthorization: Bearer t\r\n"
        "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
  HttpRequest own = request("PUT");
  own.headers = {{"user-agent", "game/1"}, {"ACCEPT", "*/*"}, {"content-type", "text/plain"}};
  own.body = Secret("x");
  CHECK(written(own, "http://[::1]:8080") ==
        "PUT /v1/x HTTP/1.1\r\nHost: [::1]:8080\r\nuser-agent: game/1\r\nACCEPT: */*\r\n"
        "content-type: text/plain\r\nContent-Length: 1\r\n\r\nx");
}

TEST_CASE("request: a length is said whenever the peer may wait for a body") {
  for (const char* method : {"POST", "PUT", "PATCH"})
    CHECK(written(request(method)).find("\r\nContent-Length: 0\r\n") != std::string::npos);
  for (const char* method : {"GET", "DELETE"})
    CHECK(written(request(method)).find("Content-Length") == std::string::npos);
  HttpRequest with_body = request("DELETE");
  with_body.body = Secret("x");
  CHECK(written(with_body).find("\r\nContent-Length: 1\r\n") != std::string::npos);
}

TEST_CASE("request: what would be read as something else is refused") {
  for (const char* method : {"", "GET ", "G\r\nX", "G\xC3\xA9T", "GET\t", "(GET)"})
    CHECK(written(request(method)) == "refused");
  CHECK(written(request("M-SEARCH")) != "refused");
  for (const char* target :
       {"", "x", "http://a/", "/a b", "/a\r\nX: y", "/a#f", "/\x7F", "/\xC3\xA9"})
    CHECK(written(request("GET", target)) == "refused");
  for (const char* name : {"", "X Y", "X:", "X\n", "host", "content-LENGTH", "Transfer-Encoding",
                           "authorization", "Connection", "upgrade"}) {
    HttpRequest strange = request();
    strange.headers.push_back({name, "v"});
    CHECK(written(strange) == "refused");
  }
  for (const char* value : {"a\r\nX: y", "a\n", "a\x7F", "a\x01"}) {
    HttpRequest strange = request();
    strange.headers.push_back({"X", value});
    CHECK(written(strange) == "refused");
    HttpRequest secret = request();
    secret.authorization = Secret(value);
    CHECK(written(secret) == "refused");
  }
  HttpRequest zero = request();
  zero.authorization = Secret(std::string_view("a\0b", 3));
  CHECK(written(zero) == "refused");
  HttpRequest word = request();
  word.headers.push_back({"X", "\xC3\xA9 \"quoted\""});
  CHECK(written(word) != "refused");
}

TEST_CASE("origin: what is one, and what it comes to") {
  struct Row {
    std::string text;
    Scheme scheme;
    std::string host, port, authority, key;
  };
  const Row rows[] = {
      {"https://a.example", Scheme::https, "a.example", "443", "a.example", "https://a.example"},
      {"HTTPS://A.Example:443", Scheme::https, "a.example", "443", "a.example",
       "https://a.example"},
      {"http://a_b-1", Scheme::http, "a_b-1", "80", "a_b-1", "http://a_b-1"},
      {"http://a:443", Scheme::http, "a", "443", "a:443", "http://a:443"},
      {"https://a:65535", Scheme::https, "a", "65535", "a:65535", "https://a:65535"},
      {"https://[FE80::1]", Scheme::https, "fe80::1", "443", "[fe80::1]", "https://[fe80::1]"},
      {"https://[::ffff:1.2.3.4]:1", Scheme::https, "::ffff:102:304", "1", "[::ffff:102:304]:1",
       "https://[::ffff:102:304]:1"},
      {"https://" + std::string(255, 'h'), Scheme::https, std::string(255, 'h'), "443",
       std::string(255, 'h'), "https://" + std::string(255, 'h')},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto origin = read_origin(row.text);
    REQUIRE(origin);
    CHECK(origin->scheme == row.scheme);
    CHECK(origin->host.ascii == row.host);
    CHECK(origin->port == row.port);
    CHECK(origin->authority == row.authority);
    CHECK(origin->text == row.key);
  }
}

TEST_CASE("origin: what is none") {
  for (const std::string& text : {std::string(),
                                  std::string("a.example"),
                                  std::string("ftp://a"),
                                  std::string("https:/a"),
                                  std::string("https://"),
                                  std::string("http://:80"),
                                  std::string("https://a:"),
                                  std::string("https://a:0"),
                                  std::string("https://a:65536"),
                                  std::string("https://a:100000"),
                                  std::string("https://a:8x"),
                                  std::string("https://a:+1"),
                                  std::string("https://a/b"),
                                  std::string("https://u@a"),
                                  std::string("https://a b"),
                                  std::string("https://a\r\nb"),
                                  std::string("https://["),
                                  std::string("https://[]"),
                                  std::string("https://[::1"),
                                  std::string("https://[::1]x"),
                                  std::string("https://[::1]80"),
                                  std::string("https://[a-b]"),
                                  "https://" + std::string(256, 'h')}) {
    CAPTURE(text);
    CHECK_FALSE(read_origin(text));
  }
}
