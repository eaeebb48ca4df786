// Implementation of gate.hpp.
#include "gate.hpp"

#include "base/ascii.hpp"
#include "mock/service/console.hpp"
#include "mock/service/http.hpp"

#include <hellojohn/secret.hpp>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <system_error>

namespace hellojohn {
inline namespace v0 {
namespace testing::mock {
namespace {

/// 127.0.0.0/8 in dotted form; a name such as 127.evil.example is none.
bool is_loopback_v4(std::string_view host) {
  if (!host.starts_with("127.") || std::count(host.begin(), host.end(), '.') != 3) return false;
  return host.find_first_not_of("0123456789.") == std::string_view::npos;
}

bool is_loopback_host(std::string_view host) {
  if (host.empty()) return false;
  if (host.front() == '[') return host.substr(0, host.find(']') + 1) == "[::1]";
  host = host.substr(0, host.find(':'));
  return host == "localhost" || is_loopback_v4(host);
}

/// What a page may read and send. Credentials are bearer tokens, so that cookies need no word here.
void share_with(std::string_view origin, HttpResponse& response) {
  response.headers.push_back({"Access-Control-Allow-Origin", std::string(origin)});
  response.headers.push_back({"Vary", "Origin"});
  response.headers.push_back(
      {"Access-Control-Expose-Headers", "Date, Retry-After, X-RateLimit-Reset, X-Request-ID"});
}

HttpResponse preflight(std::string_view headers) {
  HttpResponse response;
  response.status = 204;
  response.headers = {{"Access-Control-Allow-Methods", "GET, POST, PATCH, DELETE"},
                      {"Access-Control-Allow-Headers", std::string(headers)},
                      {"Access-Control-Max-Age", "600"}};
  return response;
}

bool is_port(std::string_view text) {
  std::uint16_t port = 0;
  const char* const last = text.data() + text.size();
  const auto [end, problem] = std::from_chars(text.data(), last, port);
  return problem == std::errc() && end == last;
}

}  // namespace

bool is_control_token(std::string_view text) {
  if (text.size() < 16 || text.size() > 128) return false;
  return ascii::is_visible(text);
}

bool is_origin(std::string_view text) {
  const std::string_view scheme = text.starts_with("https://")  ? "https://"
                                  : text.starts_with("http://") ? "http://"
                                                                : "";
  std::string_view host = text.substr(scheme.size());
  const std::size_t colon = host.find(':', host.find(']') + 1);
  if (colon != std::string_view::npos) {
    if (!is_port(host.substr(colon + 1))) return false;
    host = host.substr(0, colon);
  }
  return !scheme.empty() && !host.empty() && ascii::is_visible(host) &&
         host.find_first_of("/*?#@\\") == std::string_view::npos;
}

HttpResponse refusal(int status, std::string_view code) {
  HttpResponse response;
  response.status = status;
  response.headers.push_back({"Content-Type", "application/json"});
  response.body = Secret(R"({"error":{"code":")" + std::string(code) +
                         R"(","message":"refused by the mock server","status":)" +
                         std::to_string(status) + "}}");
  return response;
}

bool Gate::is_allowed(std::string_view origin) const {
  return std::find(origins.begin(), origins.end(), origin) != origins.end();
}

MockAnswer Gate::control(MockService& service, const HttpRequest& request) const {
  MockAnswer answer;
  if (!any_host && !is_loopback_host(request_header(request, "Host"))) {
    answer.response = refusal(421, "misdirected_request");
    return answer;
  }
  // The fragment stays in the browser, so the page itself can be asked for by anybody here and holds nothing.
  if (request.method == "GET" || request.method == "HEAD") {
    if (auto file = console_file(request.target, dialect)) {
      answer.response = std::move(*file);
      return answer;
    }
  }
  if (!equal_constant_time(request_header(request, "X-Mock-Token"), control_token))
    answer.response = refusal(403, "control_token_required");
  else
    answer.response = service.control(request);
  return answer;
}

MockAnswer Gate::answer(MockService& service, const HttpRequest& request) const {
  // No page of another origin reads a control answer, whatever is allowed for the service.
  if (request.target.starts_with("/__mock/")) return control(service, request);
  const std::string_view origin = request_header(request, "Origin");
  const bool shared = !origin.empty() && is_allowed(origin);
  MockAnswer answer;
  if (shared && request.method == "OPTIONS" &&
      !request_header(request, "Access-Control-Request-Method").empty())
    answer.response = preflight(request_header(request, "Access-Control-Request-Headers"));
  else
    answer = service.serve(request);
  if (shared) share_with(origin, answer.response);
  return answer;
}

}  // namespace testing::mock
}  // namespace v0
}  // namespace hellojohn
