// Head and body stand in one block: a list of buffers would be joined by Asio on a stack that
// nobody wipes.
#include "net/http/request_wire.hpp"

#include "base/ascii.hpp"
#include "base/http_token.hpp"
#include "secret/piece_writer.hpp"

#include <hellojohn/version.hpp>

#include <string_view>

namespace hellojohn {
inline namespace v0 {
namespace net {
namespace {

constexpr std::string_view reserved[] = {"Host",          "Content-Length", "Transfer-Encoding",
                                         "Authorization", "Connection",     "Upgrade"};

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
  if (!is_http_token(request.method) || !is_target(request.target)) return false;
  if (!is_field_value(request.authorization.reveal())) return false;
  for (const HttpHeader& header : request.headers) {
    if (!is_http_token(header.name) || !is_field_value(header.value)) return false;
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
  Secret wire;
  wire.reserve(size_estimate(request, origin));
  detail::PieceWriter out(wire);
  out << request.method << " " << request.target << " HTTP/1.1\r\nHost: " << origin.authority
      << "\r\n";
  if (!has_header(request, "User-Agent"))
    out << "User-Agent: hellojohn-cpp/" HELLOJOHN_VERSION "\r\n";
  if (!has_header(request, "Accept")) out << "Accept: application/json\r\n";
  for (const HttpHeader& header : request.headers)
    out << header.name << ": " << header.value << "\r\n";
  if (!request.authorization.empty())
    (out << "Authorization: ").secret(request.authorization.reveal()) << "\r\n";
  if (!request.body.empty() && !has_header(request, "Content-Type"))
    out << "Content-Type: application/json\r\n";
  const bool takes_body =
      request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
  if (takes_body || !request.body.empty())
    out << "Content-Length: " << request.body.size() << "\r\n";
  (out << "\r\n").secret(request.body.reveal());
  return wire;
}

}  // namespace net
}  // namespace v0
}  // namespace hellojohn
