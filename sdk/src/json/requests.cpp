// Requests from the table of a server: bodies into wiped storage, paths and queries percent-encoded.
#include "json/object_text.hpp"

#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace codec {

namespace {

bool is_said(const Member& member, const Ask& ask) noexcept {
  switch (member.when) {
    case Member::When::given: return !(ask.*member.word).empty();
    case Member::When::backup_code: return ask.factor == factor::backup_codes;
    case Member::When::other_code: return ask.factor != factor::backup_codes;
    case Member::When::always: break;
  }
  return true;
}

/// How a server that names no factors by ids calls the way of a code: backup codes go where the app's codes go.
std::string_view way_of(std::string_view factor_id) noexcept {
  if (factor_id == factor::backup_codes) return factor::totp;
  return factor_id == factor::email_otp ? std::string_view("email") : factor_id;
}

bool is_question(const Route& route) noexcept { return route.traits.method == "GET"; }

/// The value for a name like ":user_id" in a path; null for every other segment.
std::string_view Ask::*place_of(std::string_view segment) noexcept {
  if (segment == ":user_id") return &Ask::user;
  if (segment == ":factor_id") return &Ask::factor;
  if (segment == ":tenant_id") return &Ask::tenant;
  return nullptr;
}

std::string path_of(std::string_view path_template, const Ask& ask) {
  std::string out;
  while (!path_template.empty()) {
    const std::size_t end = path_template.find('/', 1);
    const std::string_view segment = path_template.substr(0, end);
    path_template.remove_prefix(segment.size());
    const auto place = place_of(segment.substr(1));
    if (segment == "/:way")
      out += '/' + path_segment(way_of(ask.factor));
    else
      out += place == nullptr ? std::string(segment) : '/' + path_segment(ask.*place);
  }
  return out;
}

}  // namespace

Secret body_of(const Route& route, const Ask& ask) {
  if (is_question(route) || route.members.empty()) return {};
  ObjectText out;
  for (const Member& member : route.members)
    if (is_said(member, ask)) out.text(member.name, ask.*member.word);
  return out.done();
}

std::string target_of(const Route& route, const Ask& ask) {
  const bool names_ids = route.traits.path_template.find(':') != std::string_view::npos;
  const bool has_query = is_question(route) && !route.members.empty();
  if (!names_ids && !has_query) return {};
  std::string out = path_of(route.traits.path_template, ask);
  if (!has_query) return out;
  char before = '?';
  for (const Member& member : route.members) {
    if (!is_said(member, ask)) continue;
    out += std::exchange(before, '&');
    out += member.name;
    out += '=';
    out += path_segment(ask.*member.word);
  }
  return out;
}

std::string path_segment(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      out.push_back(c);
      continue;
    }
    constexpr char digits[] = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    out.push_back('%');
    out.push_back(digits[byte >> 4]);
    out.push_back(digits[byte & 15]);
  }
  // A proxy would resolve a segment of only dots.
  if (out == ".") return "%2E";
  if (out == "..") return "%2E%2E";
  return out;
}

}  // namespace codec
}  // namespace v0
}  // namespace hellojohn
