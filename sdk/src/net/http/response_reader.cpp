// The one place that uses Beast: its push parser writes header fields and body straight to our own
// storage,
// so that no copy of a body is left in memory that nobody wipes.
#include "net/http/response_reader.hpp"

#include "base/ascii.hpp"
#include "base/media_type.hpp"
#include "net/http/answer_lines.hpp"
#include "net/http/read_fields.hpp"

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>
#include <optional>
#include <string_view>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace net {
namespace {

namespace http = boost::beast::http;
using boost::beast::string_view;
using ErrorCode = boost::beast::error_code;

std::string_view as_std(string_view text) noexcept { return {text.data(), text.size()}; }

bool is_read(std::string_view field) noexcept {
  // As the service writes them first, which is one step for the whole name.
  for (const std::string_view name : read_fields())
    if (field == name || ascii::equal_ignore_case(field, name)) return true;
  return false;
}

/// The reader's own failures, which the parser carries; the words are kept beside it.
ErrorCode refusal() { return http::make_error_code(http::error::bad_value); }

class Parser final : public http::basic_parser<false> {
 public:
  HttpResponse answer;
  Errc refused = Errc::protocol;
  const char* refused_because = nullptr;
  std::uint16_t header_status = 0;
  bool had_chunk = false;

  /// `used`: an answer that was read before, for the storage of its header fields.
  explicit Parser(HttpResponse&& used) noexcept : answer(std::move(used)) {}

  /// Bytes of the current chunk that are still to come; 0 before the line that says how long the next one is.
  [[nodiscard]] std::uint64_t chunk_left() const noexcept { return chunk_left_; }

 private:
  void refuse(Errc code, const char* why, ErrorCode& ec) {
    refused = code;
    refused_because = why;
    ec = refusal();
  }

  void on_request_impl(http::verb, string_view, string_view, int, ErrorCode& ec) override {
    refuse(Errc::protocol, "not an answer", ec);
  }
  void on_response_impl(int status, string_view, int version, ErrorCode& ec) override {
    knows_chunks_ = version >= 11;
    if (status < 100 || status > 599) return refuse(Errc::protocol, "status out of range", ec);
    if (status == 101) return refuse(Errc::protocol, "unasked protocol switch", ec);
    answer.status = status;
    answer.headers.reserve(read_fields().size());
  }
  void on_field_impl(http::field id, string_view name, string_view value, ErrorCode& ec) override {
    if (++fields_ > max_fields) return refuse(Errc::too_large, "too many header fields", ec);
    if (header_status != 0) return;  // A trailer must not change what was decided from the header.
    const std::string_view text = as_std(value);
    if (text.find('\0') != std::string_view::npos)
      return refuse(Errc::protocol, "NUL in a header field", ec);
    if (id == http::field::content_encoding && !ascii::equal_ignore_case(text, "identity"))
      return refuse(Errc::protocol, "unasked content encoding", ec);
    if (id == http::field::transfer_encoding && !ascii::equal_ignore_case(text, "chunked"))
      return refuse(Errc::protocol, "unknown transfer encoding", ec);
    // An older hop on the way passes it on without knowing it: nobody can say where such an answer ends.
    if (id == http::field::transfer_encoding && !knows_chunks_)
      return refuse(Errc::protocol, "transfer encoding in an HTTP/1.0 answer", ec);
    if (!is_read(as_std(name))) return;
    if (kept_ == answer.headers.size()) answer.headers.emplace_back();
    HttpHeader& header = answer.headers[kept_++];
    header.name = as_std(name);
    header.value = text;
  }
  void on_header_impl(ErrorCode&) override {
    answer.headers.resize(kept_);
    header_status = static_cast<std::uint16_t>(answer.status);
  }
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, ErrorCode& ec) override {
    if (!length) return;
    if (*length > max_body_size) return refuse(Errc::too_large, "declared body over 64 KiB", ec);
    answer.body.reserve(static_cast<std::size_t>(*length));
  }
  std::size_t on_body_impl(string_view part, ErrorCode& ec) override { return add_body(part, ec); }
  void on_chunk_header_impl(std::uint64_t size, string_view, ErrorCode& ec) override {
    had_chunk = true;
    chunk_left_ = size;
    if (size > max_body_size) refuse(Errc::too_large, "chunk over 64 KiB", ec);
  }
  std::size_t on_chunk_body_impl(std::uint64_t left, string_view part, ErrorCode& ec) override {
    chunk_left_ = left - std::min<std::uint64_t>(left, part.size());
    return add_body(part, ec);
  }
  void on_finish_impl(ErrorCode&) override {}

  std::size_t add_body(string_view part, ErrorCode& ec) {
    if (answer.body.size() + part.size() > max_body_size) {
      refuse(Errc::too_large, "body over 64 KiB", ec);
      return 0;
    }
    answer.body.append(as_std(part));
    return part.size();
  }

  std::size_t fields_ = 0;
  std::size_t kept_ = 0;  ///< The fields of `answer` that this message wrote; before the others.
  std::uint64_t chunk_left_ = 0;
  bool knows_chunks_ = false;
};

/// An answer of the service fits at once; a header of the largest size after some growth.
constexpr std::size_t usual_buffer = 2 * 1024;
constexpr std::size_t largest_buffer = max_header_size + 8 * 1024;
constexpr std::size_t shortest_chunked_body = 5;  // "0\r\n\r\n"

Errc code_of(const ErrorCode& ec) noexcept {
  if (ec == http::error::header_limit || ec == http::error::body_limit ||
      ec == http::error::buffer_overflow)
    return Errc::too_large;
  return Errc::protocol;
}

const char* words_of(const ErrorCode& ec) noexcept {
  if (ec == http::error::header_limit) return "header over 16 KiB";
  if (ec == http::error::body_limit) return "body over 64 KiB";
  if (ec == http::error::bad_chunk || ec == http::error::bad_chunk_extension)
    return "malformed chunk";
  if (ec == http::error::bad_content_length || ec == http::error::bad_transfer_encoding)
    return "contradictory body length";
  return "malformed HTTP";
}

}  // namespace

struct ResponseReader::Impl {
  HttpResponse spare;  ///< For the storage of its header fields.
  std::optional<Parser> parser;
  std::unique_ptr<char[]> buffer = std::make_unique<char[]>(usual_buffer);
  std::size_t room = usual_buffer;
  std::size_t filled = 0;
  int interim = 0;
  bool surplus = false;
  bool begun = false;  // The parser has seen the front of this message.
  State state = State::reading;
  Errc code = Errc::protocol;
  const char* detail = "";

  Impl() { start_message(); }
  ~Impl() { secure_wipe(buffer.get(), room); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void start_message() {
    begun = false;
    parser.emplace(std::move(spare));
    parser->header_limit(static_cast<std::uint32_t>(max_header_size));
    parser->body_limit(max_body_size);
    // One part of the message at a time: the line before a chunk is looked at before the parser reads it.
    parser->eager(false);
  }

  State fail(Errc why, const char* words) noexcept {
    code = why;
    detail = words;
    return state = State::failed;
  }

  void consume(std::size_t size) noexcept {
    std::memmove(buffer.get(), buffer.get() + size, filled - size);
    secure_wipe(buffer.get() + filled - size, size);
    filled -= size;
  }

  /// Makes room for more of what the parser cannot use yet.
  State wait() {
    if (filled < room) return state;
    if (room == largest_buffer) return fail(Errc::too_large, "line too long");
    grow();
    return state;
  }

  void grow() {
    const std::size_t wanted = std::min(2 * room, largest_buffer);
    auto larger = std::make_unique<char[]>(wanted);
    std::memcpy(larger.get(), buffer.get(), filled);
    secure_wipe(buffer.get(), room);
    buffer = std::move(larger);
    room = wanted;
  }

  /// Rewrites the line at the front of the buffer if the parser would refuse it for a blank, and says how much the parser
  /// may look at: 0 as long as the line is not whole.
  std::size_t ready() {
    if (!begun) {
      if (filled < shortest_status_line) return 0;
      if (lacks_blank({buffer.get(), filled}) && filled == room) {
        if (room == largest_buffer) return 0;
        grow();
      }
      filled = with_blank(buffer.get(), filled);
      begun = true;
      return filled;
    }
    if (!parser->is_header_done() || !parser->chunked()) return filled;
    if (parser->chunk_left() != 0) return filled;
    const ChunkLine line = without_padding(buffer.get(), filled, parser->had_chunk);
    const std::size_t shorter = filled - line.filled;
    secure_wipe(buffer.get() + line.filled, shorter);
    filled = line.filled;
    // What follows the last chunk is read together with it.
    return line.is_last ? filled : line.size;
  }

  /// The parser refuses an empty look, and asserts on an end of stream before the first byte.
  State parse() {
    while (filled != 0) {
      const std::size_t front = ready();
      if (front == 0) return wait();
      // Beast 1.81 asserts that "0\r\n" and one more byte never comes (basic_parser.ipp, n >= 5).
      const bool no_chunk_yet = parser->is_header_done() && parser->chunked() && !parser->had_chunk;
      if (no_chunk_yet && filled < shortest_chunked_body) return state;
      ErrorCode ec;
      const std::size_t used = parser->put(boost::asio::buffer(buffer.get(), front), ec);
      consume(used);
      if (ec == http::error::need_more) ec = {};
      if (ec && parser->refused_because != nullptr)
        return fail(parser->refused, parser->refused_because);
      if (ec) return fail(code_of(ec), words_of(ec));
      if (!parser->is_done()) {
        if (used != 0) continue;
        return wait();
      }
      if (parser->answer.status >= 200) {
        surplus = filled != 0;
        return state = State::complete;
      }
      if (++interim > max_interim_answers) return fail(Errc::protocol, "too many interim answers");
      start_message();
    }
    return state;
  }

  State finish(EndOfStream end) {
    if (state != State::reading) return state;
    if (parser->got_some() && parser->is_header_done() && parser->need_eof()) {
      if (end == EndOfStream::torn)
        return fail(Errc::connection_lost, "answer of unknown length was cut off");
      ErrorCode ec;
      parser->put_eof(ec);
      if (!ec && parser->is_done()) {
        surplus = true;
        return state = State::complete;
      }
    }
    return fail(Errc::connection_lost, "connection closed before a complete answer");
  }
};

ResponseReader::ResponseReader() : impl_(std::make_unique<Impl>()) {}
ResponseReader::~ResponseReader() = default;

std::span<char> ResponseReader::prepare() noexcept {
  return {impl_->buffer.get() + impl_->filled, impl_->room - impl_->filled};
}

ResponseReader::State ResponseReader::commit(std::size_t size) noexcept {
  if (impl_->state != State::reading) return impl_->state;
  impl_->filled += size;
  try {
    return impl_->parse();
  } catch (const std::bad_alloc&) {
    return impl_->fail(Errc::resource, "out of memory while reading");
  } catch (...) {
    return impl_->fail(Errc::protocol, "malformed HTTP");
  }
}

ResponseReader::State ResponseReader::finish(EndOfStream end) noexcept {
  try {
    return impl_->finish(end);
  } catch (...) {
    return impl_->fail(Errc::resource, "out of memory while reading");
  }
}

void ResponseReader::reset() {
  secure_wipe(impl_->buffer.get(), impl_->filled);
  impl_->filled = 0;
  impl_->interim = 0;
  impl_->surplus = false;
  impl_->state = State::reading;
  impl_->start_message();
}

HttpResponse ResponseReader::take() noexcept { return std::move(impl_->parser->answer); }

void ResponseReader::reuse(HttpResponse&& read) noexcept {
  read.status = 0;
  read.body.clear();
  impl_->spare = std::move(read);
}

bool ResponseReader::reusable() const noexcept {
  return impl_->state == State::complete && !impl_->surplus && !impl_->parser->need_eof() &&
         impl_->parser->keep_alive();
}

Errc ResponseReader::code() const noexcept { return impl_->code; }
const char* ResponseReader::detail() const noexcept { return impl_->detail; }
std::uint16_t ResponseReader::status_seen() const noexcept {
  const std::uint16_t status = impl_->parser->header_status;
  if (status < 200) return 0;
  if (impl_->code != Errc::connection_lost) return status;  // Believed by nobody.
  const HttpResponse& answer = impl_->parser->answer;
  // A page that was cut off is not the service's word: what it says of success must not be believed.
  const std::string_view body = answer.body.reveal();
  const std::size_t first = body.find_first_not_of(" \t\r\n");
  const bool began_well = is_json_type(answer.header("Content-Type")) &&
                          (first == std::string_view::npos || body[first] == '{');
  return status < 300 && !began_well ? std::uint16_t{0} : status;
}

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
