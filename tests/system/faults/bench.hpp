// The operations behind one face: prepare, start, and what the client then claims.
// Knows nothing of faults; the network is whatever transport it is given.
#pragma once

#include <hellojohn/admin/admin.hpp>
#include <hellojohn/hellojohn.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace hellojohn::tests {

/// G generate, V verify, Q ask for a mail, R recovery token, E and C start and confirm an enrolment, F renew, S list the
/// factors, D remove a factor with the secret key. Small letters:
/// the same call under another credential: g e c s in a recovery session, d by the user; L sign-in, a audit log.
/// With the secret key: D, I impersonate, b codes for a user, f a user's factors, v a session checked, a.
inline constexpr std::string_view with_secret_key = "DaIbfv";
inline constexpr std::string_view all_operations = "GVQRECFSDgecsdLaIbfv";
/// Those of a person that the self-hosted server has.
inline constexpr std::string_view own_operations = "GVECFSdL";

/// What the client says became of a call.
struct Claim {
  bool ok = false;
  Error error{};
};

/// A started call, whatever its result type is.
class Held {
 public:
  virtual ~Held() = default;
  [[nodiscard]] virtual bool ready() const = 0;
  virtual void cancel() = 0;
  virtual Claim take() = 0;            ///< Of a ready call.
  virtual Claim get() = 0;             ///< Waits.
  virtual void throw_when_done() = 0;  ///< Gives the result to a continuation that throws.
};

template <class T>
std::unique_ptr<Held> hold(Pending<T> pending) {
  class Holder final : public Held {
   public:
    explicit Holder(Pending<T> pending) : pending_(std::move(pending)) {}
    bool ready() const override { return pending_.ready(); }
    void cancel() override { pending_.cancel(); }
    Claim take() override { return claim(std::move(pending_).take()); }
    Claim get() override { return claim(std::move(pending_).get()); }

    void throw_when_done() override {
      subscription_ = std::move(pending_).then(
          [](Result<T>) { throw std::runtime_error("thrown by a continuation"); });
    }

   private:
    static Claim claim(Result<T> result) {
      Claim out;
      out.ok = result.has_value();
      if (!out.ok) out.error = result.error();
      return out;
    }
    Pending<T> pending_;
    Subscription subscription_;
  };
  return std::make_unique<Holder>(std::move(pending));
}

/// What a well server answers.
struct Answer {
  int status = 200;
  std::string body{};
  std::string date{};  ///< The header field; empty: none.
};
/// "Date: …" as it stands on the wire, or nothing.
[[nodiscard]] inline std::string date_line(const Answer& answer) {
  return answer.date.empty() ? std::string() : "Date: " + answer.date + "\r\n";
}
/// For a transport without a wire.
[[nodiscard]] inline HttpResponse response_of(const Answer& answer) {
  HttpResponse out;
  out.status = answer.status;
  out.headers = {{"Content-Type", "application/json"}};
  if (!answer.date.empty()) out.headers.push_back({"Date", answer.date});
  out.body = Secret(answer.body);
  return out;
}
[[nodiscard]] Answer well_answer(std::string_view method, std::string_view target, char op);
/// The answer to the operation itself.
[[nodiscard]] Answer well_answer(char op);
/// Method and path of the operation's own request, to tell it from those that prepare it.
[[nodiscard]] bool is_request_of(char op, std::string_view method, std::string_view target);

/// A client (or an admin client) for one operation.
class Bench {
 public:
  struct Setup {
    std::string origin{"https://auth.example.com"};
    ServerDialect dialect = ServerDialect::v1;
    std::function<std::unique_ptr<Transport>()> transport{};  ///< Null: the built-in one.
    const Clock* clock = nullptr;
    NetworkOptions network{};
    Timeouts timeouts{};
    RetryOptions retry{};
    SessionStore* store = nullptr;
    LogSink* log = nullptr;
  };
  Bench(char op, Setup setup);

  /// Signs in, or opens a recovery session; `serve` is called until that is ready; null: waits for it.
  void prepare(const std::function<void()>& serve);
  [[nodiscard]] std::unique_ptr<Held> start();
  void poll();
  void close();
  [[nodiscard]] bool signed_in() const;

 private:
  [[nodiscard]] std::unique_ptr<Held> start_recovery();
  char op_;
  bool own_;  ///< The self-hosted server, which has no ids of factors.
  std::optional<Client> client_;
  std::optional<admin::Client> admin_;
  std::optional<RecoverySession> recovery_;
};

/// Questions may wait out a refusal and be asked again after an unknown outcome.
[[nodiscard]] bool repeats_after_unknown(char op);
[[nodiscard]] bool waits_out_refusals(char op);
[[nodiscard]] bool carries_access_token(char op);
/// The call's own bound in seconds.
[[nodiscard]] std::chrono::milliseconds bound_of(char op);

}  // namespace hellojohn::tests
