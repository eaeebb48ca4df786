// What only POSIX does to a process in mid-call: signals, a fork.
#include "fault.hpp"

#include "worlds/raw_peer.hpp"

#include <atomic>
#include <csignal>
#include <functional>

#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

namespace hellojohn::tests {

namespace {

constexpr Expect fine{};

/// A peer that answers well and counts the operation's own requests; `before` runs while the client waits.
struct Served {
  Served(char which, std::function<void()> before)
      : op(which), during(std::move(before)), peer([this](Wire& wire) { serve(wire); }) {
    Bench::Setup setup;
    setup.origin = peer.origin();
    // Nobody reads the system's certificates for http.
    setup.network.ca_pem = test_ca_pem();
    bench = std::make_unique<Bench>(op, setup);
  }
  void serve(Wire& wire) {
    for (;;) {
      const std::string request = wire.read_request();
      if (request.empty()) return;
      const auto first = request.find(' ');
      const std::string method = request.substr(0, first);
      const std::string target =
          request.substr(first + 1, request.find(' ', first + 1) - first - 1);
      if (armed && is_request_of(op, method, target)) {
        ++requests;
        during();
      }
      const Answer answer = well_answer(method, target, op);
      wire.write("HTTP/1.1 " + std::to_string(answer.status) +
                 " X\r\nContent-Type: application/json\r\n" + date_line(answer) +
                 "Content-Length: " + std::to_string(answer.body.size()) + "\r\n\r\n" +
                 answer.body);
    }
  }
  std::string run() {
    bench->prepare({});
    armed = true;
    auto held = bench->start();
    auto wrong = compare(held->get(), fine);
    if (wrong.empty() && requests != 1) wrong = "sent " + std::to_string(requests) + " requests";
    return wrong;
  }

  char op;
  std::function<void()> during;
  std::atomic<bool> armed{false};
  std::atomic<int> requests{0};
  RawPeer peer;
  std::unique_ptr<Bench> bench;
};

std::atomic<int> alarms{0};

/// Interrupts the process's system calls every half millisecond, and lets a broken pipe kill it, while it lives.
class Signals {
 public:
  Signals() {
    struct sigaction act {};
    act.sa_handler = [](int) { ++alarms; };  // Without SA_RESTART.
    ::sigaction(SIGALRM, &act, &alarm_before_);
    pipe_before_ = ::signal(SIGPIPE, SIG_DFL);
    const itimerval often{{0, 500}, {0, 500}};
    ::setitimer(ITIMER_REAL, &often, nullptr);
  }
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;
  ~Signals() {
    const itimerval never{};
    ::setitimer(ITIMER_REAL, &never, nullptr);
    ::signal(SIGPIPE, pipe_before_);
    ::sigaction(SIGALRM, &alarm_before_, nullptr);
  }

 private:
  struct sigaction alarm_before_ {};
  void (*pipe_before_)(int) = SIG_DFL;
};

/// Signals go to the thread that calls: the peer's threads inherit that they are blocked.
std::string interrupted(char op) {
  sigset_t alarm;
  sigemptyset(&alarm);
  sigaddset(&alarm, SIGALRM);
  ::pthread_sigmask(SIG_BLOCK, &alarm, nullptr);
  // The answer waits until the call was interrupted, and not for ever.
  std::atomic<bool> met{false};
  Served served(op, [&met] {
    const int before = alarms;
    for (int i = 0; i < 50000 && alarms < before + 3; ++i) ::usleep(100);
    met = alarms >= before + 3;
  });
  served.bench->prepare({});
  const Signals signals;
  ::pthread_sigmask(SIG_UNBLOCK, &alarm, nullptr);
  const std::string wrong = served.run();
  ::pthread_sigmask(SIG_BLOCK, &alarm, nullptr);
  return wrong.empty() && !met ? "was not interrupted" : wrong;
}

/// The child has the client's memory and sockets, and none of its threads. It ends without a word to the server.
std::string forked(char op) {
  std::atomic<pid_t> child{-1};
  Served served(op, [&] {
    child = ::fork();
    if (child == 0) ::_exit(0);
    int status = 0;
    ::waitpid(child, &status, 0);
  });
  std::string wrong = served.run();
  return child > 0 ? wrong : "no child was made";
}

}  // namespace

void run_system_events(Score& score, char op) {
  score.cell(153, "interrupted by signals", op, interrupted(op));
  score.cell(153, "fork in mid-call", op, forked(op));
}

}  // namespace hellojohn::tests
