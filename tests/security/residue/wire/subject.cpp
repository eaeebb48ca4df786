// The process that is looked through: follows its orders with a Client over the built-in transport, and says only
// whether it went well. It keeps nothing of a secret but what the library keeps for it.
#include "security/residue/wire/failing_new.hpp"
#include "security/residue/wire/order.hpp"

#include <hellojohn/admin/admin.hpp>
#include <hellojohn/hellojohn.hpp>

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>

namespace hellojohn::tests {

namespace {

using namespace std::chrono_literals;

/// Real time, moved ahead by what shall be over.
class ShiftedClock final : public Clock {
 public:
  std::chrono::steady_clock::time_point now() const noexcept override {
    return std::chrono::steady_clock::now() + shift.load();
  }
  std::chrono::system_clock::time_point wall_now() const noexcept override {
    return std::chrono::system_clock::now() + shift.load();
  }
  std::atomic<std::chrono::seconds> shift{0s};
};

/// Everything that the library says, and every word of an error that it calls log-safe.
class PrintingLog final : public LogSink {
 public:
  void on_log(const LogRecord& r) noexcept override {
    std::printf("%d %.*s %.*s %.*s %d %.*s %.*s\n", static_cast<int>(r.level), width(r.event),
                r.event.data(), width(r.method), r.method.data(), width(r.path_template),
                r.path_template.data(), r.status, width(r.request_id), r.request_id.data(),
                width(r.detail), r.detail.data());
    std::fflush(stdout);
  }

 private:
  static int width(std::string_view text) { return static_cast<int>(text.size()); }
};

void print(const Error& error) {
  std::printf("error %s %s %d %s %s %s\n", to_string(error.code), to_string(error.outcome),
              error.http_status, error.server_code.c_str(), error.request_id.c_str(),
              error.detail.c_str());
  std::fflush(stdout);
}

[[noreturn]] void stop(const char* why) {
  std::fprintf(stderr, "residue subject: %s\n", why);
  std::exit(2);
}

/// What a call of any type has to show, until it is dropped.
struct Held {
  std::function<bool()> ready;
  std::function<void()> cancel;
  std::function<bool()> finish;  ///< Keeps the result; true if it is a value.
};

class Subject {
 public:
  Subject(const char* origin, const char* ca_file, const char* tenant, const char* key,
          PipeEnd orders, PipeEnd answers)
      : orders_(orders), answers_(answers) {
    options_.base_url = origin;
    options_.tenant_id = tenant;
    options_.publishable_key = key;
    options_.network.ca_file = ca_file;
    options_.retry.base_delay = 1ms;
    options_.clock = &clock_;
    options_.log = &log_;
  }

  bool obey(const Order& order, Secret&& secret) {
    switch (order.what) {
      case '?': return tell_where_secrets_are();
      case '+': client_.emplace(Client::create(std::move(options_)).value()); return true;
      case '#': return open_self_hosted(), true;
      case '*': open_admin(std::move(secret)); return true;
      case '-': return drop(), true;
      case '!': return close(), true;
      case 'P': planted_ = std::make_unique<std::string>(secret.reveal()); return true;
      case 'W': return std::printf("%s\n", planted_->c_str()) > 0 && std::fflush(stdout) == 0;
      case '>': clock_.shift = clock_.shift.load() + 2h; return true;
      default: return call(order, secret);
    }
  }

 private:
  bool tell_where_secrets_are() const {
    const Secret here("?");
    const auto at = reinterpret_cast<std::uintptr_t>(here.reveal().data());
    return write_whole(answers_, &at, sizeof at);
  }

  void open_admin(Secret&& key) {
    admin::ClientOptions options;
    options.base_url = options_.base_url;
    options.tenant_id = options_.tenant_id;
    options.network.ca_file = options_.network.ca_file;
    options.retry.base_delay = 1ms;
    options.clock = &clock_;
    options.log = &log_;
    options.secret_key = std::move(key);
    admin_.emplace(admin::Client::create(std::move(options)).value());
  }

  void open_self_hosted() {
    options_.dialect = ServerDialect::self_hosted;
    options_.publishable_key.clear();
    options_.client_id = "residue";
    client_.emplace(Client::create(std::move(options_)).value());
  }

  /// A password and a backup code, one line each.
  static Proof proof_of(SecretView secret) {
    const std::string_view text = secret.reveal();
    const std::size_t end = text.find('\n');
    return {SecretView(text.substr(0, end)), factor::backup_codes, text.substr(end + 1)};
  }

  void drop() {
    backup_codes_.reset();
    confirmed_.reset();
    token_.clear();
    // The ids are needed later, the key and its address no more.
    enrolment_.totp_secret.clear();
    enrolment_.totp_uri.clear();
    error_ = {};
  }

  void close() {
    drop();
    recovery_.reset();
    client_.reset();
    admin_.reset();
  }

  template <class T, class Keep>
  Held hold(Pending<T> pending, Keep keep) {
    auto owned = std::make_shared<Pending<T>>(std::move(pending));
    return {[owned] { return owned->ready(); }, [owned] { owned->cancel(); },
            [this, owned, keep] {
              auto result = std::move(*owned).get();
              if (result) return keep(std::move(result).value()), true;
              error_ = std::move(result).error();
              print(error_);
              return false;
            }};
  }
  template <class T>
  Held hold(Pending<T> pending) {
    return hold(std::move(pending), [](T&&) {});
  }

  Held start_of(char what, SecretView secret) {
    const auto enrolled = [this](Enrolment&& made) { enrolment_ = std::move(made); };
    const auto codes = [this](BackupCodes&& made) { backup_codes_ = std::move(made); };
    const auto confirmed = [this](ConfirmedFactor&& made) { confirmed_ = std::move(made); };
    auto mfa = client_->user().mfa();
    switch (what) {
      case 'L':
        return hold(client_->auth().sign_in({"subject@example.com", secret}),
                    [this](SignInResult&& result) {
                      if (result.challenge() != nullptr) challenge_ = *result.challenge();
                    });
      case 'V': return hold(client_->mfa().verify_backup_code(challenge_, secret.reveal()));
      case 'G': return hold(mfa.generate_backup_codes(), codes);
      case 'E': return hold(mfa.enroll({}), enrolled);
      case 'C': return hold(mfa.confirm(enrolment_.factor_id, secret.reveal()), confirmed);
      case 'S': return hold(mfa.factors());
      case 'D': return hold(mfa.remove("fac_subject"));
      case 'N': return hold(mfa.generate_backup_codes(proof_of(secret)), codes);
      case 'T': return hold(mfa.remove(factor::totp, proof_of(secret)));
      case 'F':
        return hold(client_->auth().access_token(), [this](Secret&& t) { token_ = std::move(t); });
      case 'O': return hold(client_->auth().sign_out());
      case 'Q': return hold(client_->recovery().request("subject@example.com"));
      case 'R':
        return hold(client_->recovery().verify_token(secret),
                    [this](RecoverySession&& session) { recovery_.emplace(std::move(session)); });
      case 'e': return hold(recovery_->enroll({}), enrolled);
      case 'c': return hold(recovery_->confirm(enrolment_.factor_id, secret.reveal()), confirmed);
      case 'g': return hold(recovery_->generate_backup_codes(), codes);
      case 's': return hold(recovery_->factors());
      case 'a': return hold(recovery_->account());
      case 'o': return hold(recovery_->end());
      case 'A': return hold(admin_->audit().list({}));
      case 'M':
        return hold(admin_->remove_factor("usr_subject", "fac_subject",
                                          {"call", "ana", "T-1", "Lost phone, no codes"}));
      default: stop("no such operation");
    }
  }

  /// What lost its way because memory ran out ends with the call's time, which need not be waited for.
  void cut_short(const Held& held) {
    for (int i = 0; i < 200 && !held.ready(); ++i) std::this_thread::sleep_for(1ms);
    if (!held.ready()) clock_.shift = clock_.shift.load() + 31s;
  }

  bool call(const Order& order, Secret& secret) {
    fail_allocation(order.allocation);
    Held held = start_of(order.what, secret.view());
    secret.clear();
    if (order.end == End::at_once) held.cancel();
    if (order.end == End::cancelled || order.end == End::timed_out) {
      const Said started = Said::started;
      Order go;
      if (!write_whole(answers_, &started, 1) || !read_whole(orders_, &go, sizeof go)) return false;
      if (order.end == End::cancelled) held.cancel();
      if (order.end == End::timed_out) clock_.shift = clock_.shift.load() + 31s;
    }
    if (order.end == End::out_of_memory) cut_short(held);
    const bool well = held.finish();
    fail_allocation(0);
    return well;
  }

  PipeEnd orders_;
  PipeEnd answers_;
  ShiftedClock clock_;
  PrintingLog log_;
  ClientOptions options_;
  std::optional<Client> client_;
  std::optional<admin::Client> admin_;
  std::optional<RecoverySession> recovery_;
  std::optional<BackupCodes> backup_codes_;
  std::optional<ConfirmedFactor> confirmed_;
  Challenge challenge_;
  Enrolment enrolment_;
  Secret token_;
  Error error_;
  std::unique_ptr<std::string> planted_;
};

int serve(Subject& subject, PipeEnd orders, PipeEnd answers) {
  for (Order order; read_whole(orders, &order, sizeof order);) {
    Secret secret;
    if (!read_secret(orders, order.size, secret)) return 2;
    const Said said = subject.obey(order, std::move(secret)) ? Said::ok : Said::failed;
    if (!write_whole(answers, &said, 1)) return 2;
  }
  return 0;
}

}  // namespace

}  // namespace hellojohn::tests

int main(int argc, char** argv) {
  if (argc != 7) return 2;
  const auto orders = static_cast<hellojohn::tests::PipeEnd>(std::atoll(argv[5]));
  const auto answers = static_cast<hellojohn::tests::PipeEnd>(std::atoll(argv[6]));
  hellojohn::tests::Subject subject(argv[1], argv[2], argv[3], argv[4], orders, answers);
  return hellojohn::tests::serve(subject, orders, answers);
}
