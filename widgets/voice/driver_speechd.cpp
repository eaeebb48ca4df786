// speech-dispatcher through libspeechd.
#include "driver.hpp"

#include <libspeechd.h>
#include <pthread.h>
#include <csignal>
#include <cstdlib>

namespace hellojohn {
inline namespace v0 {
namespace speech {

namespace {

struct Close {
  void operator()(SPDConnection* connection) const noexcept { spd_close(connection); }
};

/// For the rest of the thread: signals belong to the host's own threads, and a service that went away must not end the program
/// (SIGPIPE).
void take_no_signals() noexcept {
  sigset_t all;
  sigfillset(&all);
  // Faults raised by the thread itself must keep their usual effect.
  for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS}) {
    sigdelset(&all, signal);
  }
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

class SpeechDispatcher final : public Driver {
 public:
  explicit SpeechDispatcher(SPDConnection* connection) noexcept : connection_(connection) {}

  void set_language(std::string_view tag) override {
    // The service knows no scripts: zh-Hans and zh-Hant are said alike.
    const std::string known(tag.substr(0, tag.starts_with("zh") ? 2 : tag.size()));
    spd_set_language(connection_.get(), known.c_str());
  }

  bool say(const char* text, bool interrupts) override {
    if (interrupts && spd_cancel(connection_.get()) != 0) return false;
    // Texts of this priority wait for each other.
    return spd_say(connection_.get(), SPD_MESSAGE, text) >= 0;
  }

 private:
  std::unique_ptr<SPDConnection, Close> connection_;
};

}  // namespace

std::unique_ptr<Driver> open_driver(const std::string& application) {
  take_no_signals();
  // libspeechd 0.11 writes the reason also if nobody asks for it.
  char* reason = nullptr;
  SPDConnection* connection =
      spd_open2(application.c_str(), "screens", nullptr, SPD_MODE_SINGLE, nullptr, 1, &reason);
  std::free(reason);
  if (connection == nullptr) return nullptr;
  // Names and addresses are plain text, never marks for the synthesiser.
  spd_set_data_mode(connection, SPD_DATA_TEXT);
  return std::make_unique<SpeechDispatcher>(connection);
}

}  // namespace speech
}  // namespace v0
}  // namespace hellojohn
