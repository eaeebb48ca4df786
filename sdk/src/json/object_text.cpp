// See object_text.hpp.
#include "json/object_text.hpp"

#include "base/hex.hpp"
#include "base/utf8.hpp"
#include "secret/piece_writer.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace codec {

namespace {

/// A byte without an escape.
bool is_plain(char c) noexcept {
  return static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x80 &&
         c != '"' && c != '\\';
}

}  // namespace

ObjectText::ObjectText() { out_.reserve(256); }

void ObjectText::begin(std::string_view name, bool is_text) {
  detail::PieceWriter out(out_);
  out << (first_ ? std::string_view("{\"") : std::string_view(",\""));
  first_ = false;
  if (std::all_of(name.begin(), name.end(), is_plain)) {
    out << name;
  } else {
    out.flush();
    escaped(name);
  }
  (out << (is_text ? std::string_view("\":\"") : std::string_view("\":"))).flush();
}

ObjectText& ObjectText::text(std::string_view name, std::string_view value) {
  begin(name, true);
  escaped(value);
  out_.append("\"");
  return *this;
}

ObjectText& ObjectText::raw(std::string_view name, std::string_view json) {
  begin(name, false);
  out_.append(json);
  return *this;
}

Secret ObjectText::done() {
  out_.append(first_ ? "{}" : "}");
  return std::move(out_);
}

void ObjectText::escaped(std::string_view value) {
  while (!value.empty()) {
    std::size_t plain = 0;
    while (plain < value.size() && is_plain(value[plain])) ++plain;
    out_.append(value.substr(0, plain));
    value.remove_prefix(plain);
    if (!value.empty()) value.remove_prefix(escaped_one(value));
  }
}

std::size_t ObjectText::escaped_one(std::string_view value) {
  const utf8::Character first = utf8::decode(value);
  const auto c = static_cast<unsigned char>(value.front());
  if (!first.valid) {
    out_.append("\xef\xbf\xbd");
    return 1;
  }
  if (c == '"' || c == '\\') {
    const char pair[] = {'\\', value.front()};
    out_.append({pair, 2});
  } else if (c < 0x20) {
    const char code[] = {'\\', 'u', '0', '0', hex::digits[c >> 4], hex::digits[c & 15]};
    out_.append({code, sizeof code});
  } else {
    out_.append(value.substr(0, first.length));
  }
  return first.length;
}

}  // namespace codec
}  // namespace v0
}  // namespace hellojohn
