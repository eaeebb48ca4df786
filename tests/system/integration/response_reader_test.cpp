// Answers one after the other on one connection: each has its own header, in storage that may have held another's.
#include "worlds/catch.hpp"

#include "net/http/response_reader.hpp"

#include <cstring>
#include <string_view>
#include <utility>

using namespace hellojohn;
using namespace hellojohn::net;

namespace {

HttpResponse read(ResponseReader& reader, std::string_view text) {
  const auto room = reader.prepare();
  REQUIRE(room.size() >= text.size());
  std::memcpy(room.data(), text.data(), text.size());
  REQUIRE(reader.commit(text.size()) == ResponseReader::State::complete);
  return reader.take();
}

constexpr std::string_view many =
    "HTTP/1.1 503 Busy\r\nContent-Type: text/html; charset=utf-8\r\nRetry-After: 120\r\n"
    "X-Request-ID: req_0123456789abcdef0123456789\r\nContent-Length: 2\r\n\r\nno";
constexpr std::string_view few =
    "HTTP/1.1 200 OK\r\nX-Request-ID: req_1\r\nContent-Length: 2\r\n\r\n{}";

void check_many(const HttpResponse& answer) {
  CHECK(answer.status == 503);
  CHECK(answer.headers.size() == 3);
  CHECK(answer.header("Content-Type") == "text/html; charset=utf-8");
  CHECK(answer.header("Retry-After") == "120");
  CHECK(answer.header("X-Request-ID") == "req_0123456789abcdef0123456789");
  CHECK(answer.body.reveal() == "no");
}

void check_few(const HttpResponse& answer) {
  CHECK(answer.status == 200);
  REQUIRE(answer.headers.size() == 1);
  CHECK(answer.headers[0].name == "X-Request-ID");
  CHECK(answer.headers[0].value == "req_1");
  CHECK(answer.body.reveal() == "{}");
}

}  // namespace

TEST_CASE("response reader: an answer in the storage of another has only its own fields") {
  ResponseReader reader;
  HttpResponse answer = read(reader, many);
  check_many(answer);
  reader.reuse(std::move(answer));
  reader.reset();
  answer = read(reader, few);
  check_few(answer);
  reader.reuse(std::move(answer));
  reader.reset();
  check_many(read(reader, many));
  reader.reset();
  check_few(read(reader, few));
}

TEST_CASE("response reader: an answer that is cut off shows nothing of the one before it") {
  ResponseReader reader;
  HttpResponse answer = read(
      reader, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
  reader.reuse(std::move(answer));
  reader.reset();
  const std::string_view begun = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<";
  std::memcpy(reader.prepare().data(), begun.data(), begun.size());
  CHECK(reader.commit(begun.size()) == ResponseReader::State::reading);
  CHECK(reader.finish(EndOfStream::torn) == ResponseReader::State::failed);
  // A page: it would be the service's word if it still had the media type of the answer before.
  CHECK(reader.status_seen() == 0);
}
