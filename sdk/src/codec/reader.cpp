// See reader.hpp. All text passes through wiped storage: an answer's strings are codes and tokens as often as not.
#include "codec/reader.hpp"

#include <hellojohn/secret.hpp>

#include <boost/json/basic_parser_impl.hpp>

#include <cmath>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace hellojohn::codec {

namespace {

namespace json = boost::json;
constexpr std::size_t deepest = 16;
constexpr std::size_t longest_text = 64 * 1024;

struct Handler {
  static constexpr std::size_t max_object_size = 4096;
  static constexpr std::size_t max_array_size = 4096;
  static constexpr std::size_t max_key_size = 256;
  static constexpr std::size_t max_string_size = longest_text;

  explicit Handler(Visitor& v) : visitor(v) {}

  Visitor& visitor;
  Problem problem = nullptr;

  struct Frame {
    std::size_t path_size;  // Of the container itself.
    bool is_array;
    std::vector<std::uint64_t> keys;
  };
  std::vector<Frame> frames;
  std::string path;
  std::string key;
  Secret text;

  bool refuse(Problem why, json::error_code& ec) {
    if (problem == nullptr) problem = why;
    ec = json::error::incomplete;
    return false;
  }
  bool told(Problem why, json::error_code& ec) { return why == nullptr || refuse(why, ec); }

  void before_value() {
    if (!frames.empty() && frames.back().is_array) {
      path.resize(frames.back().path_size);
      path += "[]";
    }
  }
  bool open(bool is_array, json::error_code& ec) {
    before_value();
    if (!told(is_array ? visitor.on_array(path) : visitor.on_object(path), ec)) return false;
    frames.push_back({path.size(), is_array, {}});
    return true;
  }
  bool close() {
    path.resize(frames.back().path_size);
    frames.pop_back();
    return true;
  }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code& ec) { return open(false, ec); }
  bool on_object_end(std::size_t, json::error_code&) { return close(); }
  bool on_array_begin(json::error_code& ec) { return open(true, ec); }
  bool on_array_end(std::size_t, json::error_code&) { return close(); }

  bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
    key.append(part.data(), part.size());
    return true;
  }
  bool on_key(json::string_view part, std::size_t, json::error_code& ec) {
    key.append(part.data(), part.size());
    Frame& frame = frames.back();
    std::uint64_t hash = 0xcbf29ce484222325ULL;  // FNV-1a
    for (const char c : key) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    for (const std::uint64_t seen : frame.keys)
      if (seen == hash) return refuse("a key stands twice", ec);
    frame.keys.push_back(hash);
    path.resize(frame.path_size);
    if (!path.empty()) path += '.';
    path += key;
    key.clear();
    return true;
  }

  bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
    text.append({part.data(), part.size()});
    return true;
  }
  bool on_string(json::string_view part, std::size_t, json::error_code& ec) {
    before_value();
    if (text.empty()) return told(visitor.on_text(path, {part.data(), part.size()}), ec);
    text.append({part.data(), part.size()});
    const bool well = told(visitor.on_text(path, text.reveal()), ec);
    text.clear();
    return well;
  }

  bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t value, json::string_view, json::error_code& ec) {
    before_value();
    return told(visitor.on_integer(path, value), ec);
  }
  bool on_uint64(std::uint64_t, json::string_view, json::error_code& ec) {
    before_value();
    return told(visitor.on_other(path), ec);
  }
  bool on_double(double value, json::string_view, json::error_code& ec) {
    before_value();
    // Boost.JSON 1.81 reads 111e11111111 as infinity.
    return told(std::isfinite(value) ? visitor.on_other(path) : visitor.on_huge(path), ec);
  }
  bool on_bool(bool value, json::error_code& ec) {
    before_value();
    return told(visitor.on_bool(path, value), ec);
  }
  bool on_null(json::error_code& ec) {
    before_value();
    return told(visitor.on_other(path), ec);
  }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }
};

Problem parse(std::string_view text, Visitor& visitor) {
  json::parse_options options;
  options.max_depth = deepest;
  json::basic_parser<Handler> parser(options, visitor);
  json::error_code ec;
  const std::size_t consumed = parser.write_some(false, text.data(), text.size(), ec);
  const Problem problem = parser.handler().problem;
  if (problem != nullptr) return problem;
  if (ec) return "the body is not JSON";
  for (const char c : text.substr(consumed))
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n') return "something follows the JSON";
  return nullptr;
}

/// The parser looks at 16 octets at once and may leave them in its frames, which are gone but not overwritten.
[[gnu::noinline]] void wipe_frames_below() noexcept {
  unsigned char frames[8 * 1024];
  secure_wipe(frames, sizeof frames);
}

}  // namespace

Problem read_json(std::string_view text, Visitor& visitor) {
  if (text.empty()) return "the body is empty";
  if (text.size() > longest_text) return "the body is too large";
  const Problem problem = parse(text, visitor);
  wipe_frames_below();
  return problem;
}

}  // namespace hellojohn::codec
