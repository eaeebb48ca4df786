// See reader.hpp. All text passes through wiped storage: an answer's strings are codes and tokens as often as not.
#include "json/parser.hpp"

#include "base/noinline.hpp"

#include <hellojohn/secret.hpp>

#include <boost/json/basic_parser_impl.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

namespace hellojohn {
inline namespace v0 {
namespace codec {

namespace {

namespace json = boost::json;
constexpr std::size_t deepest = 16;
constexpr std::size_t longest_text = 64 * 1024;

constexpr std::size_t longest_key = 256;

/// Text in place: paths and keys need no heap, however often an answer is read.
class PathText {
 public:
  [[nodiscard]] std::string_view view() const noexcept { return {text_.data(), size_}; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  void cut(std::size_t size) noexcept { size_ = size; }
  [[nodiscard]] bool add(std::string_view part) noexcept {
    if (part.size() > text_.size() - size_) return false;
    std::memcpy(text_.data() + size_, part.data(), part.size());
    size_ += part.size();
    return true;
  }

 private:
  std::array<char, (deepest + 1) * (longest_key + 1)> text_;
  std::size_t size_ = 0;
};

/// Hashes of the keys of all open objects, the innermost last. More than an answer of the service has go to the heap.
class KeyHashes {
 public:
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  void cut(std::size_t size) noexcept { size_ = size; }
  void add(std::size_t hash) {
    if (size_ < few_.size()) {
      few_[size_++] = hash;
      return;
    }
    more_.resize(size_++ - few_.size());
    more_.push_back(hash);
  }
  [[nodiscard]] bool has(std::size_t hash, std::size_t from) const noexcept {
    for (std::size_t i = from; i < std::min(size_, few_.size()); ++i)
      if (few_[i] == hash) return true;
    for (std::size_t i = std::max(from, few_.size()); i < size_; ++i)
      if (more_[i - few_.size()] == hash) return true;
    return false;
  }

 private:
  std::array<std::size_t, 64> few_;
  std::vector<std::size_t> more_;
  std::size_t size_ = 0;
};

std::uint64_t eight_at(const char* text) noexcept {
  std::uint64_t out = 0;
  std::memcpy(&out, text, sizeof out);
  return out;
}
std::uint64_t four_at(const char* text) noexcept {
  std::uint32_t out = 0;
  std::memcpy(&out, text, sizeof out);
  return out;
}

/// Tells the keys of an object apart: eight bytes at a time, without a call. The last ones are read together with some before
/// them, which the length in `hash` keeps unambiguous.
std::size_t hash_of(std::string_view key) noexcept {
  std::uint64_t hash = 0x9e3779b97f4a7c15U * (key.size() + 1);
  const auto mix = [&hash](std::uint64_t eight) {
    hash = (hash ^ eight) * 0xff51afd7ed558ccdU;
    hash ^= hash >> 32;
  };
  const char* const end = key.data() + key.size();
  if (key.size() >= 8) {
    for (const char* at = key.data(); end - at > 8; at += 8) mix(eight_at(at));
    mix(eight_at(end - 8));
  } else if (key.size() >= 4) {
    mix(four_at(key.data()) << 32 | four_at(end - 4));
  } else {
    std::uint64_t few = 0;
    for (const char c : key) few = few << 8 | static_cast<unsigned char>(c);
    mix(few);
  }
  return static_cast<std::size_t>(hash);
}

struct Reader {
  explicit Reader(Visitor& v) : visitor(v) {}

  Visitor& visitor;
  Problem problem = nullptr;

  struct Frame {
    std::size_t path_size;  // Of the container itself.
    std::size_t first_key;
    bool is_array;
  };
  std::array<Frame, deepest + 1> frames;
  std::size_t depth = 0;
  PathText path;
  KeyHashes keys;
  std::size_t key_from = 0;
  bool in_key = false;
  Secret text;

  [[nodiscard]] const Frame& inner() const noexcept { return frames[depth - 1]; }

  bool refuse(Problem why, json::error_code& ec) {
    if (problem == nullptr) problem = why;
    ec = json::error::incomplete;
    return false;
  }
  bool told(Problem why, json::error_code& ec) { return why == nullptr || refuse(why, ec); }
  bool add(std::string_view part, json::error_code& ec) {
    return path.add(part) || refuse("a path is too long", ec);
  }

  bool before_value(json::error_code& ec) {
    if (depth == 0 || !inner().is_array) return true;
    path.cut(inner().path_size);
    return add("[]", ec);
  }
  bool open(bool is_array, json::error_code& ec) {
    if (depth == frames.size()) return refuse("the JSON is too deep", ec);
    if (!before_value(ec)) return false;
    const std::string_view at = path.view();
    if (!told(is_array ? visitor.on_array(at) : visitor.on_object(at), ec)) return false;
    frames[depth++] = {path.size(), keys.size(), is_array};
    return true;
  }
  bool close() {
    path.cut(inner().path_size);
    keys.cut(inner().first_key);
    --depth;
    return true;
  }

  bool on_key_part(json::string_view part, json::error_code& ec) {
    if (!in_key) {
      in_key = true;
      path.cut(inner().path_size);
      if (path.size() != 0 && !add(".", ec)) return false;
      key_from = path.size();
    }
    return add({part.data(), part.size()}, ec);
  }
  bool on_key(json::string_view part, json::error_code& ec) {
    if (!on_key_part(part, ec)) return false;
    in_key = false;
    const std::size_t hash = hash_of(path.view().substr(key_from));
    if (keys.has(hash, inner().first_key)) return refuse("a key stands twice", ec);
    keys.add(hash);
    return true;
  }

  bool on_string(json::string_view part, json::error_code& ec) {
    if (!before_value(ec)) return false;
    if (text.empty()) return told(visitor.on_text(path.view(), {part.data(), part.size()}), ec);
    text.append({part.data(), part.size()});
    const bool well = told(visitor.on_text(path.view(), text.reveal()), ec);
    text.clear();
    return well;
  }

  bool on_integer(std::int64_t value, json::error_code& ec) {
    return before_value(ec) && told(visitor.on_integer(path.view(), value), ec);
  }
  bool on_number(json::string_view written, json::error_code& ec) {
    if (!before_value(ec)) return false;
    return told(visitor.on_number(path.view(), {written.data(), written.size()}), ec);
  }
  bool on_bool(bool value, json::error_code& ec) {
    return before_value(ec) && told(visitor.on_bool(path.view(), value), ec);
  }
  bool on_null(json::error_code& ec) {
    return before_value(ec) && told(visitor.on_other(path.view()), ec);
  }
};

/// What Boost's parser calls.
struct Handler {
  static constexpr std::size_t max_object_size = 4096;
  static constexpr std::size_t max_array_size = 4096;
  static constexpr std::size_t max_key_size = longest_key;
  static constexpr std::size_t max_string_size = longest_text;
  using Text = json::string_view;
  using Code = json::error_code;

  explicit Handler(Reader& r) noexcept : reader(r) {}
  Reader& reader;

  bool on_document_begin(Code&) { return true; }
  bool on_document_end(Code&) { return true; }
  bool on_object_begin(Code& ec) { return reader.open(false, ec); }
  bool on_object_end(std::size_t, Code&) { return reader.close(); }
  bool on_array_begin(Code& ec) { return reader.open(true, ec); }
  bool on_array_end(std::size_t, Code&) { return reader.close(); }
  bool on_key_part(Text part, std::size_t, Code& ec) { return reader.on_key_part(part, ec); }
  bool on_key(Text part, std::size_t, Code& ec) { return reader.on_key(part, ec); }
  bool on_string_part(Text part, std::size_t, Code&) {
    reader.text.append({part.data(), part.size()});
    return true;
  }
  bool on_string(Text part, std::size_t, Code& ec) { return reader.on_string(part, ec); }
  bool on_number_part(Text, Code&) { return true; }
  bool on_int64(std::int64_t value, Text, Code& ec) { return reader.on_integer(value, ec); }
  bool on_uint64(std::uint64_t, Text written, Code& ec) { return reader.on_number(written, ec); }
  bool on_double(double, Text written, Code& ec) { return reader.on_number(written, ec); }
  bool on_bool(bool value, Code& ec) { return reader.on_bool(value, ec); }
  bool on_null(Code& ec) { return reader.on_null(ec); }
  bool on_comment_part(Text, Code&) { return true; }
  bool on_comment(Text, Code&) { return true; }
};

// The parser is made here, so that the compiler sees its options and that nothing is resumed: half of its code is for that.
HELLOJOHN_NOINLINE Problem parse(std::string_view text, Reader& reader) {
  json::parse_options options;
  options.max_depth = deepest;
  json::basic_parser<Handler> parser(options, reader);
  json::error_code ec;
  const std::size_t consumed = parser.write_some(false, text.data(), text.size(), ec);
  if (reader.problem != nullptr) return reader.problem;
  if (ec) return "the body is not JSON";
  for (const char c : text.substr(consumed))
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n') return "something follows the JSON";
  return nullptr;
}

/// The parser looks at 16 bytes at once and may leave them in its frames, which are gone but not overwritten.
HELLOJOHN_NOINLINE void wipe_frames_below() noexcept {
  unsigned char frames[8 * 1024];
  // In pieces that glibc fills with vector stores: for more it takes an instruction that starts slowly.
  constexpr std::size_t piece = 2 * 1024;
  for (std::size_t at = 0; at < sizeof frames; at += piece) secure_wipe(frames + at, piece);
}

struct FrameWipe {
  FrameWipe() noexcept = default;
  FrameWipe(const FrameWipe&) = delete;
  FrameWipe& operator=(const FrameWipe&) = delete;
  ~FrameWipe() { wipe_frames_below(); }
};

}  // namespace

Problem read_json(std::string_view text, Visitor& visitor) {
  if (text.empty()) return "the body is empty";
  if (text.size() > longest_text) return "the body is too large";
  const FrameWipe wiped_below;  // Also where a visitor runs out of memory.
  Reader reader(visitor);  // Here, so that the wipe below covers only the parser and its calls.
  return parse(text, reader);
}

}  // namespace codec
}  // namespace v0
}  // namespace hellojohn
