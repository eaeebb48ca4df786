// One request after the other over the library's own transport, with the whole answer to look at.
// Knows nothing of what the requests mean.
#pragma once

#include <hellojohn/result.hpp>
#include <hellojohn/secret.hpp>
#include <hellojohn/transport.hpp>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json.hpp>

namespace hellojohn {
inline namespace v0 {
namespace doctor {

/// The text of an object's member. Empty if there is no such object or text.
[[nodiscard]] std::string_view text_in(const boost::json::value& object, std::string_view name);

/// What came back. Status 0: nothing did, and `problem` says why.
struct Answer {
  HttpResponse response{};
  boost::json::value body{};  ///< Null if the answer is not JSON. Its memory is wiped.
  bool is_json = false;       ///< By its media type and its content.
  std::string problem{};

  [[nodiscard]] int status() const noexcept { return response.status; }
  [[nodiscard]] bool is_yes() const noexcept { return status() >= 200 && status() < 300; }
  /// A whole HelloJohn answer to somebody without a credential.
  [[nodiscard]] bool is_refusal() const {
    return status() >= 400 && status() < 500 && is_json && !code().empty();
  }
  /// A text beside the others, or in one of the objects that answers nest: session, user, error, totp. Empty if absent.
  [[nodiscard]] std::string_view text(std::string_view name) const;
  [[nodiscard]] const boost::json::value* member(std::string_view name) const;
  /// Null if there is no such list.
  [[nodiscard]] const boost::json::array* list(std::string_view name) const;
  /// The error's code, nested or flat; empty if there is none.
  [[nodiscard]] std::string_view code() const;
  /// "403 mfa_required", for a reason.
  [[nodiscard]] std::string words() const;
};

struct Ask {
  std::string_view method, target;
  std::string_view bearer{};  ///< Empty: no credential.
  Secret body{};
  std::string_view origin{};  ///< Empty: the one of the service.
  std::string_view control_token{};
};

class Wire final : public ExchangeSink {
 public:
  /// Everything ends by `deadline`: a later call is not sent. **Errors** as Client::create.
  [[nodiscard]] static Result<std::unique_ptr<Wire>> open(
      NetworkOptions network, std::string origin, std::string tenant,
      std::chrono::steady_clock::time_point deadline);
  ~Wire() override;
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  [[nodiscard]] Answer call(Ask ask);
  void extend(std::chrono::steady_clock::duration by) noexcept { deadline_ += by; }
  /// How many calls got no answer.
  [[nodiscard]] int lost() const noexcept { return lost_; }
  /// The service's wall clock, by the Date of its last answer: authenticator codes follow it.
  [[nodiscard]] std::chrono::system_clock::time_point service_now() const;

  bool on_last_write(ExchangeId) noexcept override { return true; }
  void on_response(ExchangeId, HttpResponse&& response) noexcept override;
  void on_failure(ExchangeId, TransportFailure&& failure) noexcept override;
  void on_wake() noexcept override {}

 private:
  Wire(std::unique_ptr<Transport> transport, std::string origin, std::string tenant,
       std::chrono::steady_clock::time_point deadline);

  std::unique_ptr<Transport> transport_;
  std::string origin_, tenant_;
  std::chrono::steady_clock::time_point deadline_;
  std::chrono::system_clock::duration ahead_{};
  ExchangeId last_id_ = 0;
  int lost_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_over_ = false;
  std::optional<HttpResponse> response_;
  TransportFailure failure_;
};

}  // namespace doctor
}  // namespace v0
}  // namespace hellojohn
