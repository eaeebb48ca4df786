// Bytes of a peer → one HTTP answer. The first byte says how they are cut into pieces and how the stream ends.
#include "net/http/response_reader.hpp"
#include "require.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

using namespace hellojohn;
using namespace hellojohn::net;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t piece = 1 + (data[0] >> 1);
  const EndOfStream end = (data[0] & 1) != 0 ? EndOfStream::announced : EndOfStream::torn;
  ++data;
  --size;
  ResponseReader reader;
  auto state = ResponseReader::State::reading;
  while (size != 0 && state == ResponseReader::State::reading) {
    const auto room = reader.prepare();
    HELLOJOHN_FUZZ_REQUIRE(!room.empty());
    const std::size_t n = std::min({piece, size, room.size()});
    std::memcpy(room.data(), data, n);
    data += n;
    size -= n;
    state = reader.commit(n);
  }
  if (state == ResponseReader::State::reading) state = reader.finish(end);
  HELLOJOHN_FUZZ_REQUIRE(state != ResponseReader::State::reading);
  if (state == ResponseReader::State::failed) {
    HELLOJOHN_FUZZ_REQUIRE(reader.detail() != nullptr);
    HELLOJOHN_FUZZ_REQUIRE(!reader.reusable());
    return 0;
  }
  const HttpResponse answer = reader.take();
  HELLOJOHN_FUZZ_REQUIRE(answer.status >= 200 && answer.status <= 999);
  HELLOJOHN_FUZZ_REQUIRE(answer.body.size() <= max_body_size);
  HELLOJOHN_FUZZ_REQUIRE(answer.headers.size() <= max_fields);
  return 0;
}
