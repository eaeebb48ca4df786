// What happens around a call: a code sent again, a continuation that throws, no
// memory, what the system does to the process, a crash before the store had the new pair.
#include "fault.hpp"
#include "stage.hpp"

namespace hellojohn::tests {

namespace {

using namespace std::chrono_literals;

constexpr Expect fine{};

TransportFailure broken(Errc code, Sent sent) {
  TransportFailure out;
  out.code = code;
  out.sent = sent;
  return out;
}

/// The same code once more after an unknown outcome: the challenge is gone, because the first try used it up.
std::string challenge_gone(int status, const char* code) {
  Stage stage('V');
  auto first = stage.bench->start();
  (void)stage.transport->last_write();
  stage.transport->fail(broken(Errc::connection_lost, Sent::all));
  if (auto wrong = compare(first->take(), {Errc::connection_lost, Says::un}); !wrong.empty())
    return "first: " + wrong;
  auto again = stage.bench->start();
  stage.transport->respond(status, std::string(R"({"error":{"code":")") + code + "\"}}");
  return compare(again->take(), {Errc::challenge_expired, Says::rj});
}

class CountingLog final : public LogSink {
 public:
  void on_log(const LogRecord& record) noexcept override {
    if (record.event == "callback_threw") ++throws;
  }
  int throws = 0;
};

std::string callback_throws(char op) {
  CountingLog log;
  Stage stage(op, {}, nullptr, &log);
  stage.prepare();
  auto held = stage.bench->start();
  held->throw_when_done();
  stage.serve();
  stage.pass(0ms);
  if (log.throws != 1) return "not told to the log";
  auto next = stage.bench->start();
  if (stage.transport->open_count() > 0) stage.serve();
  stage.pass(0ms);
  if (!next->ready()) return "the loop is dead";
  return compare(next->take(), fine);
}

std::string no_memory(char op) {
  Stage stage(op);
  stage.prepare();
  auto held = stage.bench->start();
  stage.transport->fail(broken(Errc::resource, Sent::none));
  if (!held->ready()) return "tried again";
  return compare(held->take(), {Errc::resource, Says::np});
}

/// Renewed, and then the process died before the new pair was stored: the old one is all that the next start finds.
std::string crashed_before_store() {
  Stage stage('F');
  stage.prepare();
  auto held = stage.bench->start();
  stage.transport->respond(401, R"({"error":{"code":"refresh_token_reused"}})");
  stage.pass(0ms);
  if (!held->ready()) return "not completed";
  if (auto wrong = compare(held->take(), {Errc::auth_expired, Says::rj}); !wrong.empty())
    return wrong;
  return stage.bench->signed_in() ? "keeps a session that ended" : std::string();
}

}  // namespace

void run_process(Score& score) {
  score.cell(106, "challenge gone after an unknown verify", 'V',
             challenge_gone(401, "invalid_challenge"));
  score.cell(106, "challenge gone after an unknown verify, self-hosted", 'V',
             challenge_gone(400, "invalid_grant"));
  for (const char op : all_operations) {
    score.cell(151, "continuation throws", op, callback_throws(op));
    score.cell(152, "no memory for the request", op, no_memory(op));
    run_system_events(score, op);
  }
  score.cell(154, "crash between a renewal and its store", 'F', crashed_before_store());
}

}  // namespace hellojohn::tests
