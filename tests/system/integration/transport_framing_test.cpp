// What the built-in transport writes, and which answers it takes, byte by byte.
#include "worlds/catch.hpp"
#include "worlds/transport_probe.hpp"

#include <hellojohn/version.hpp>

using namespace hellojohn;
using namespace hellojohn::tests;

TEST_CASE("answers that are accepted") {
  struct Row {
    const char* name;
    std::string answer;
    std::string_view body;
    int connections;  ///< Used by two calls.
  };
  const std::string plain(ok);
  std::string interim;
  for (int i = 0; i < 16; ++i) interim += "HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\n";
  const std::vector<Row> rows = {
      {"plain", plain, "{}", 1},
      {"one interim", "HTTP/1.1 100 Continue\r\n\r\n" + plain, "{}", 1},
      {"sixteen interim", interim + plain, "{}", 1},
      {"chunked with extension and trailer",
       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;a=b\r\n{\r\n1\r\n}\r\n0\r\nX: "
       "y\r\n\r\n",
       "{}", 1},
      {"surplus octets", plain + "HTTP/1.1 200 OK\r\n", "{}", 2},
      {"connection: close", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}",
       "{}", 2},
      {"HTTP/1.0", "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}", "{}", 2},
      {"redirect", "HTTP/1.1 302 Found\r\nLocation: http://x/\r\nContent-Length: 2\r\n\r\n{}", "{}",
       1},
      {"no reason and no blank", "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\n{}", "{}", 1},
      {"no reason", "HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\n{}", "{}", 1},
      {"interim without reason and blank",
       "HTTP/1.1 100\r\n\r\nHTTP/1.1 200\r\nContent-Length: 2\r\n\r\n{}", "{}", 1},
      {"HTTP/1.0 without reason and blank", "HTTP/1.0 200\r\nContent-Length: 2\r\n\r\n{}", "{}", 2},
      {"chunk sizes with blanks behind them",
       "HTTP/1.1 200\r\nTransfer-Encoding: chunked\r\n\r\n1   \r\n{\r\n1\t\r\n}\r\n0  \r\n\r\n",
       "{}", 1},
      {"chunk sizes with blanks before an extension",
       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2 ;a=b\r\n{}\r\n0 ;a\r\n\r\n", "{}",
       1},
      {"chunks that look like padded sizes",
       "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n1  \r\n1\r\n0\r\n\r\n",
       "1  \r\n1", 1},
      {"no length, until the end", "HTTP/1.1 200 OK\r\n\r\n{}", "{}", 2},
      {"no length, until the end, HTTP/1.0", "HTTP/1.0 200 OK\r\n\r\n{}", "{}", 2},
      {"no content", "HTTP/1.1 204 No Content\r\n\r\n", "", 1},
      {"identity", "HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\nContent-Length: 2\r\n\r\n{}",
       "{}", 1},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    const bool until_end = std::string_view(row.name).starts_with("no length");
    RawPeer peer(until_end ? once(row.answer) : always(row.answer));
    Probe client;
    for (int i = 0; i < 2; ++i) {
      const Ending end = client.call(peer.origin());
      INFO(end.failure.detail);
      REQUIRE(end.answered);
      CHECK(end.answer.body.reveal() == row.body);
    }
    CHECK(peer.connections() == row.connections);
  }
}

TEST_CASE("an answer of unknown length needs a TLS goodbye") {
  const std::string endless = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"a\"";
  Probe client;
  RawPeer honest(
      [&](Wire& wire) {
        wire.read_request();
        wire.write(endless);
        wire.close_notify();
      },
      TlsSetup{});
  const Ending end = client.call(honest.origin());
  REQUIRE(end.answered);
  CHECK(end.answer.body.reveal() == "{\"a\"");
  RawPeer torn(once(endless), TlsSetup{});
  const Ending cut = client.call(torn.origin());
  CHECK(cut.failure.code == Errc::connection_lost);
  CHECK(cut.failure.sent == Sent::all);
  CHECK(cut.failure.status_seen == 200);
  RawPeer page(once("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>"), TlsSetup{});
  CHECK(client.call(page.origin()).failure.status_seen == 0);
}

TEST_CASE("answers that are refused") {
  struct Row {
    const char* name;
    std::string answer;
    Errc code;
    int status_seen;
  };
  const std::string head = "HTTP/1.1 200 OK\r\n";
  const std::string json = "Content-Type: application/json\r\n";
  std::string interim;
  for (int i = 0; i < 17; ++i) interim += "HTTP/1.1 100 Continue\r\n\r\n";
  std::string fields;
  for (int i = 0; i < 101; ++i) fields += "A: b\r\n";
  const std::vector<Row> rows = {
      {"half a status line", "HTTP/1.1 20", Errc::connection_lost, 0},
      {"nothing", "", Errc::connection_lost, 0},
      // Only JSON that began well counts as seen: a page that was cut off is not the service's word.
      {"half a body", head + json + "Content-Length: 9\r\n\r\n{}", Errc::connection_lost, 200},
      {"half a chunk", head + json + "Transfer-Encoding: chunked\r\n\r\n9\r\n{}",
       Errc::connection_lost, 200},
      {"half a body without a media type", head + "Content-Length: 9\r\n\r\n{}",
       Errc::connection_lost, 0},
      {"half a page", head + "Content-Type: text/html\r\nContent-Length: 9\r\n\r\n<html",
       Errc::connection_lost, 0},
      {"seventeen interim", interim + std::string(ok), Errc::protocol, 0},
      {"101", "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n", Errc::protocol, 0},
      {"header over 16 KB", head + "A: " + std::string(17000, 'a') + "\r\n\r\n", Errc::too_large,
       0},
      {"endless header", head + "A: " + std::string(200000, 'a'), Errc::too_large, 0},
      {"101 fields", head + fields + "\r\n", Errc::too_large, 0},
      {"body declared over 64 KB", head + "Content-Length: 65537\r\n\r\n", Errc::too_large, 0},
      {"body streamed over 64 KB", head + "\r\n" + std::string(70000, ' '), Errc::too_large, 200},
      {"chunk over 64 KB", head + "Transfer-Encoding: chunked\r\n\r\n10001\r\n", Errc::too_large,
       200},
      {"length 1e18", head + "Content-Length: 1000000000000000000\r\n\r\n", Errc::too_large, 0},
      {"length and chunked", head + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
       Errc::protocol, 0},
      {"chunked and length", head + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n{}",
       Errc::protocol, 0},
      {"two lengths", head + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}", Errc::protocol, 0},
      {"negative length", head + "Content-Length: -2\r\n\r\n{}", Errc::protocol, 0},
      {"chunk size overflow", head + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n",
       Errc::protocol, 200},
      {"bad chunk end", head + "Transfer-Encoding: chunked\r\n\r\n1\r\n{xx\r\n0\r\n\r\n",
       Errc::protocol, 200},
      {"gzip", head + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}", Errc::protocol, 0},
      {"gzip, chunked", head + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", Errc::protocol,
       0},
      {"chunked in an HTTP/1.0 answer",
       "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", Errc::protocol,
       0},
      {"blank before a chunk's size",
       head + "Transfer-Encoding: chunked\r\n\r\n 2\r\n{}\r\n0\r\n\r\n", Errc::protocol, 200},
      {"blank within a chunk's size",
       head + "Transfer-Encoding: chunked\r\n\r\n1 1\r\n{}\r\n0\r\n\r\n", Errc::protocol, 200},
      {"a word behind a chunk's size",
       head + "Transfer-Encoding: chunked\r\n\r\n2 x\r\n{}\r\n0\r\n\r\n", Errc::protocol, 200},
      {"nothing but blanks for a chunk's size",
       head + "Transfer-Encoding: chunked\r\n\r\n  \r\n{}\r\n0\r\n\r\n", Errc::protocol, 200},
      {"a chunk's line ends with LF",
       head + "Transfer-Encoding: chunked\r\n\r\n2 \n{}\r\n0\r\n\r\n", Errc::protocol, 200},
      {"a chunk's line without an end",
       head + "Transfer-Encoding: chunked\r\n\r\n2" + std::string(200000, ' '), Errc::too_large,
       200},
      {"status of two digits without reason", "HTTP/1.1 20\r\nContent-Length: 2\r\n\r\n{}",
       Errc::protocol, 0},
      {"status without reason ends with LF", "HTTP/1.1 200\nContent-Length: 2\r\n\r\n{}",
       Errc::protocol, 0},
      {"status 099", "HTTP/1.1 099 x\r\nContent-Length: 0\r\n\r\n", Errc::protocol, 0},
      {"status 1000", "HTTP/1.1 1000 x\r\nContent-Length: 0\r\n\r\n", Errc::protocol, 0},
      {"status 600", "HTTP/1.1 600 x\r\nContent-Length: 0\r\n\r\n", Errc::protocol, 0},
      {"chunks over 64 KB together",
       head + "Transfer-Encoding: chunked\r\n\r\n8001\r\n" + std::string(0x8001, ' ') +
           "\r\n8000\r\n" + std::string(0x8000, ' ') + "\r\n0\r\n\r\n",
       Errc::too_large, 200},
      {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", Errc::protocol, 0},
      {"bare LF", "HTTP/1.1 200 OK\nContent-Length: 0\n\n", Errc::protocol, 0},
      {"NUL in a field", head + std::string("A: b\0c\r\nContent-Length: 0\r\n\r\n", 29),
       Errc::protocol, 0},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    RawPeer peer(once(row.answer), TlsSetup{});
    Probe client;
    const Ending end = client.call(peer.origin(), "{}");
    INFO(end.failure.detail);
    REQUIRE_FALSE(end.answered);
    CHECK(to_string(end.failure.code) == std::string(to_string(row.code)));
    CHECK(end.failure.sent == Sent::all);
    CHECK(end.failure.status_seen == row.status_seen);
  }
}

TEST_CASE("requests that would be split are not written") {
  Probe client;
  for (const char* header : {"X\r\nY", "Host", "authorization", "", "Content-Length"}) {
    HttpRequest request;
    request.method = "GET";
    request.origin = "http://127.0.0.1:1";
    request.target = "/";
    request.headers.push_back({header, "v"});
    client.transport->start(++client.id, std::move(request), client.sink);
    CHECK(client.sink.wait(client.id).failure.code == Errc::usage);
  }
  for (const char* origin : {"ftp://x", "https://", "https://a/b", "https://a:0", "https://a:99999",
                             "https://u@h", "https://a b", "https://[::1"})
    CHECK(client.call(origin).failure.code == Errc::usage);
}

TEST_CASE("a request arrives as written, over TLS") {
  std::string seen;
  std::mutex mutex;
  RawPeer peer(
      [&](Wire& wire) {
        std::string request = wire.read_request();
        {
          const std::lock_guard lock(mutex);
          seen = std::move(request);
        }
        wire.write(
            "HTTP/1.1 201 Created\r\nX-Request-ID: req_1\r\nX-Thing: Yes\r\n"
            "Content-Length: 7\r\n\r\n{\"a\":1}");
        wire.hold();
      },
      TlsSetup{});
  Probe client;
  const Ending end = client.call(peer.origin(), "{\"q\":2}");
  REQUIRE(end.answered);
  CHECK(end.answer.status == 201);
  CHECK(end.answer.header("x-request-id") == "req_1");
  CHECK(end.answer.headers.size() == 1);  // What nobody above reads is not kept.
  CHECK(end.answer.body.reveal() == "{\"a\":1}");
  const std::lock_guard lock(mutex);
  CHECK(seen == "POST /v1/thing?x=1 HTTP/1.1\r\nHost: localhost:" + std::to_string(peer.port()) +
                    "\r\nUser-Agent: hellojohn-cpp/" HELLOJOHN_VERSION
                    "\r\nAccept: application/json\r\n"
                    "Authorization: Bearer secret-key\r\nContent-Type: application/json\r\n"
                    "Content-Length: 7\r\n\r\n{\"q\":2}");
}
