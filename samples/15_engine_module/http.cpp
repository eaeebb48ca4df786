// See engine.hpp. The rules of hellojohn/transport.hpp in their smallest form: never inside start(), exactly one end
// for each exchange, asked before the last bytes, nothing after shutdown().
#include "engine.hpp"

#include <string_view>
#include <utility>

namespace engine {

namespace {

struct Answer {
  std::string_view target;
  int status;
  std::string_view body;
};

constexpr Answer answers[] = {
    {"/v1/auth/sign-in", 403,
     R"({"code":"mfa_required","message":"A second factor is required","challenge_id":"chl_1",)"
     R"("available_factors":["totp","backup_codes"]})"},
    {"/v1/auth/mfa/verify", 200,
     R"({"access_token":"access-1","refresh_token":"refresh-1","expires_in":3600,)"
     R"("session_id":"ses_1","user":{"id":"usr_1"},"backup_codes_remaining":7})"},
};

hellojohn::TransportFailure withdrawn() {
  hellojohn::TransportFailure failure;
  failure.code = hellojohn::Errc::cancelled;
  failure.sent = hellojohn::Sent::none;
  return failure;
}

}  // namespace

void Http::start(hellojohn::ExchangeId id, hellojohn::HttpRequest&& request,
                 hellojohn::ExchangeSink& sink) noexcept {
  running_.push_back({id, std::move(request), &sink});
}

void Http::cancel(hellojohn::ExchangeId id) noexcept {
  for (Running& running : running_)
    if (running.id == id) running.cancelled = true;
}

void Http::update() noexcept {
  // A sink may start the next exchange: that one is for the next frame.
  std::vector<Running> due = std::exchange(running_, {});
  for (Running& running : due) end(running);
}

void Http::end(Running& running) noexcept {
  if (running.cancelled || !running.sink->on_last_write(running.id))
    return running.sink->on_failure(running.id, withdrawn());
  hellojohn::HttpResponse response;
  response.status = 404;
  for (const Answer& answer : answers) {
    if (answer.target != running.request.target) continue;
    response.status = answer.status;
    // Without its type an answer is taken for a gateway's.
    response.headers = {{"Content-Type", "application/json"}};
    response.body = hellojohn::Secret(answer.body);
  }
  running.sink->on_response(running.id, std::move(response));
}

void Http::shutdown(std::chrono::steady_clock::time_point) noexcept {
  for (Running& running : std::exchange(running_, {}))
    running.sink->on_failure(running.id, withdrawn());
}

}  // namespace engine
