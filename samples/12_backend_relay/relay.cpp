// See relay.hpp.
#include "12_backend_relay/relay.hpp"

#include <hellojohn/secret.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

namespace relay {

namespace {

namespace admin = hellojohn::admin;
namespace beast = boost::beast;
namespace http = beast::http;
using namespace std::chrono_literals;
using Answer = http::response<http::string_body>;

Answer refusal(http::status status, std::string_view code) {
  Answer out(status, 11);
  out.body() = R"({"error":{"code":")" + std::string(code) + R"("}})";
  return out;
}

/// What is certain stays certain on its way through: a refusal as it was said, "not sent" as a 503 to come back after,
/// "unknown" as the 502 that it is.
Answer passed_on(const hellojohn::Error& error) {
  if (error.outcome == hellojohn::Outcome::refused && error.code == hellojohn::Errc::rate_limited) {
    Answer out = refusal(http::status::too_many_requests, "rate_limit_exceeded");
    out.set(http::field::retry_after, std::to_string(error.retry_after.value_or(30s).count()));
    return out;
  }
  if (error.outcome == hellojohn::Outcome::refused)
    return refusal(http::status::forbidden, "insufficient_permissions");
  if (error.outcome != hellojohn::Outcome::not_sent)
    return refusal(http::status::bad_gateway, "unknown");
  Answer out = refusal(http::status::service_unavailable, "unavailable");
  out.set(http::field::retry_after, "5");
  return out;
}

/// The log says who signed in when; a token is renewed without anybody being there.
hellojohn::Result<bool> signed_in_lately(admin::Client& client, const hellojohn::Clock& clock,
                                         std::string_view user_id) {
  const std::string from = admin::to_rfc3339(clock.wall_now() - 5min);
  admin::AuditQuery query;
  query.type = audit_type(admin::AuditKind::login);
  query.actor_id = user_id;
  query.result = "success";
  query.from = from;
  query.limit = 1;
  const auto page = client.audit().list(query).get();
  if (!page) return page.error();
  return !page->data.empty();
}

std::string bearer(const http::request<http::string_body>& request) {
  const auto value = request[http::field::authorization];
  constexpr std::string_view scheme = "Bearer ";
  if (value.substr(0, scheme.size()) != scheme) return {};
  return std::string(value.substr(scheme.size()));
}

Answer codes_for(const http::request<http::string_body>& request, admin::Client& client,
                 const hellojohn::Clock& clock) {
  if (request.method() != http::verb::post || request.target() != "/account/backup-codes")
    return refusal(http::status::not_found, "not_found");
  const hellojohn::Secret token(bearer(request));
  if (token.empty()) return refusal(http::status::unauthorized, "missing_token");
  const auto session = client.verify_session(token.view()).get();
  if (!session) return passed_on(session.error());
  if (!session->valid) return refusal(http::status::unauthorized, "session_revoked");
  if (!session->proved_mfa() || !session->session_type.empty() || session->user_id.empty())
    return refusal(http::status::forbidden, "insufficient_permissions");
  const auto fresh = signed_in_lately(client, clock, session->user_id);
  if (!fresh) return passed_on(fresh.error());
  if (!*fresh) return refusal(http::status::forbidden, "reauthentication_required");
  const auto made =
      client
          .generate_backup_codes(session->user_id,
                                 {.method = "own session, second factor, fresh sign-in",
                                  .checked_by = "backend relay",
                                  .reference = session->session_id,
                                  .reason = "The user asked for new codes"})
          .get();
  if (!made) return passed_on(made.error());
  Answer out(http::status::ok, 11);
  for (const hellojohn::Secret& code : made->codes.codes) {
    out.body() += out.body().empty() ? R"({"codes":[")" : R"(",")";
    for (const char c : code.reveal())
      out.body() += c == '"' || c == '\\' ? std::string{'\\', c} : std::string(1, c);
  }
  out.body() += R"("],"generated_at":")" + made->codes.generated_at + R"("})";
  return out;
}

/// One connection, one answer, ten seconds each way.
struct Connection : std::enable_shared_from_this<Connection> {
  explicit Connection(boost::asio::ip::tcp::socket socket) : stream(std::move(socket)) {}
  ~Connection() { hellojohn::secure_wipe(answer.body().data(), answer.body().size()); }

  void serve(admin::Client& client, const hellojohn::Clock& clock) {
    stream.expires_after(10s);
    http::async_read(stream, buffer, request,
                     [self = shared_from_this(), &client, &clock](beast::error_code failed, auto) {
                       if (!failed) self->reply(codes_for(self->request, client, clock));
                     });
  }
  void reply(Answer&& made) {
    answer = std::move(made);
    answer.set(http::field::content_type, "application/json");
    answer.set(http::field::cache_control, "no-store");
    answer.keep_alive(false);
    answer.prepare_payload();
    stream.expires_after(10s);
    http::async_write(stream, answer, [self = shared_from_this()](beast::error_code, auto) {});
  }

  beast::tcp_stream stream;
  beast::flat_static_buffer<16 * 1024> buffer;
  http::request<http::string_body> request;
  Answer answer;
};

}  // namespace

Relay::Relay(boost::asio::io_context& io, unsigned short port, admin::Client& client,
             const hellojohn::Clock& clock)
    : acceptor_(io, {boost::asio::ip::address_v4::loopback(), port}),
      client_(client),
      clock_(clock) {
  accept();
}

void Relay::accept() {
  acceptor_.async_accept([this](beast::error_code failed, boost::asio::ip::tcp::socket socket) {
    if (failed == boost::asio::error::operation_aborted) return;
    if (!failed) std::make_shared<Connection>(std::move(socket))->serve(client_, clock_);
    accept();
  });
}

}  // namespace relay
