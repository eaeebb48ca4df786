// Head and body stand in one block: a list of buffers would be joined by Asio on a stack that
// nobody wipes.
#include "net/http/request_wire.hpp"

#include "base/ascii.hpp"

#include <hellojohn/version.hpp>

#include <string>
#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace net {
namespace {

constexpr std::string_view token_extras = "!#$%&'*+-.^_`|~";
constexpr std::string_view reserved[] = {"Host",          "Content-Length", "Transfer-Encoding",
                                         "Authorization", "Connection",     "Upgrade"};

bool is_token(std::string_view text) noexcept {
  if (text.empty()) return false;
  for (char c : text)
    if (!ascii::is_alnum(c) && token_extras.find(c) == std::string_view::npos) return false;
  return true;
}

bool is_field_value(std::string_view text) noexcept {
  for (char c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return false;
  return true;
}

bool is_target(std::string_view text) noexcept {
  if (text.empty() || text.front() != '/') return false;
  for (char c : text)
    if (c <= 0x20 || c >= 0x7f || c == '#') return false;
  return true;
}

bool is_writable(const HttpRequest& request) noexcept {
  if (!is_token(request.method) || !is_target(request.target)) return false;
  if (!is_field_value(request.authorization.reveal())) return false;
  for (const HttpHeader& header : request.headers) {
    if (!is_token(header.name) || !is_field_value(header.value)) return false;
    for (std::string_view name : reserved)
      if (ascii::equal_ignore_case(header.name, name)) return false;
  }
  return true;
}

bool has_header(const HttpRequest& request, std::string_view name) noexcept {
  for (const HttpHeader& header : request.headers)
    if (ascii::equal_ignore_case(header.name, name)) return true;
  return false;
}

void add_line(Secret& out, std::string_view name, std::string_view value) {
  out.append(name);
  out.append(": ");
  out.append(value);
  out.append("\r\n");
}

std::size_t size_estimate(const HttpRequest& request, const Origin& origin) noexcept {
  std::size_t size = 512 + request.method.size() + request.target.size() + origin.authority.size() +
                     request.authorization.size() + request.body.size();
  for (const HttpHeader& header : request.headers)
    size += header.name.size() + header.value.size() + 4;
  return size;
}

}  // namespace

std::optional<Secret> serialize(const HttpRequest& request, const Origin& origin) {
  if (!is_writable(request)) return std::nullopt;
  Secret out;
  out.reserve(size_estimate(request, origin));
  out.append(request.method);
  out.append(" ");
  out.append(request.target);
  out.append(" HTTP/1.1\r\n");
  add_line(out, "Host", origin.authority);
  if (!has_header(request, "User-Agent"))
    add_line(out, "User-Agent", "hellojohn-cpp/" HELLOJOHN_VERSION);
  if (!has_header(request, "Accept")) add_line(out, "Accept", "application/json");
  for (const HttpHeader& header : request.headers) add_line(out, header.name, header.value);
  if (!request.authorization.empty())
    add_line(out, "Authorization", request.authorization.reveal());
  if (!request.body.empty() && !has_header(request, "Content-Type"))
    add_line(out, "Content-Type", "application/json");
  const bool takes_body =
      request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
  if (takes_body || !request.body.empty())
    add_line(out, "Content-Length", std::to_string(request.body.size()));
  out.append("\r\n");
  out.append(request.body.reveal());
  return out;
}

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
