// Runs rows above the transport's seam: a scripted transport and a clock that stands still. Each cell twice: the fault
// lasts, and the fault passes after the first attempt.
#include "fault.hpp"

#include <hellojohn/testing/fake_transport.hpp>

namespace hellojohn::tests {

namespace {

using namespace std::chrono_literals;
constexpr auto slack = 100ms;

struct Seen {
  Claim claim;
  int requests = 0;
  bool in_time = true;
  bool session_kept = true;
  bool finished = false;
};

/// An error as the self-hosted server words it: not nested.
std::string flat(std::string body) {
  constexpr std::string_view nested = R"({"error":{)";
  if (!body.starts_with(nested)) return body;
  return body.substr(nested.size() - 1, body.size() - nested.size());
}

class Cell {
 public:
  Cell(char op, const Act& act, bool lasts, ServerDialect dialect)
      : op_(op), act_(act), lasts_(lasts), own_(dialect == ServerDialect::self_hosted) {
    Bench::Setup setup;
    setup.dialect = dialect;
    setup.transport = [this] {
      auto owned = std::make_unique<testing::ScriptedTransport>();
      transport_ = owned.get();
      return owned;
    };
    setup.clock = &clock_;
    bench_ = std::make_unique<Bench>(op, setup);
  }

  Seen run() {
    bench_->prepare([this] { serve_well(); });
    const auto begun = clock_.now();
    auto held = bench_->start();
    constexpr int patience = 5000;
    for (int i = 0; i < patience && !held->ready(); ++i) step(*held);
    Seen seen;
    seen.finished = held->ready();
    seen.requests = requests_;
    seen.in_time = clock_.now() - begun <= bound_of(op_) + slack;
    seen.claim = held->take();
    seen.session_kept = bench_->signed_in();
    return seen;
  }

 private:
  void serve_well() {
    if (transport_->open_count() == 0) return;
    const auto request = transport_->open().request;
    transport_->respond(response_of(well_answer(request.method, request.target, op_)));
  }

  void step(Held& held) {
    if (transport_->open_count() == 0 || stalled_) return pass(50ms);
    const auto request = transport_->open().request;
    if (!is_request_of(op_, request.method, request.target)) return serve_well();
    ++requests_;
    if (!lasts_ && requests_ > 1) return serve_well();
    apply(held, request);
  }

  void apply(Held& held, const HttpRequest& request) {
    switch (act_.kind) {
      case Act::Kind::well: return serve_well();
      case Act::Kind::stall_sent:
      case Act::Kind::stall_unsent:
        if (act_.kind == Act::Kind::stall_sent) (void)transport_->last_write();
        stalled_ = true;
        return;
      case Act::Kind::failure: {
        for (auto left = act_.after; left > 0ms && !held.ready(); left -= 50ms) pass(50ms);
        if (act_.failure.sent == Sent::all) (void)transport_->last_write();
        TransportFailure failure = act_.failure;
        return transport_->fail(std::move(failure));
      }
      case Act::Kind::answer: {
        const Answer well = well_answer(request.method, request.target, op_);
        HttpResponse response;
        response.status = act_.status != 0 ? act_.status : well.status;
        response.headers = act_.headers;
        std::string body = act_.body ? act_.body(op_, well.body) : well.body;
        if (own_) body = flat(std::move(body));
        if (response.header("Content-Type").empty())
          response.headers.push_back({"Content-Type", "application/json"});
        response.body = Secret(body);
        return transport_->respond(std::move(response));
      }
    }
  }

  void pass(std::chrono::milliseconds time) {
    clock_.advance(time);
    bench_->poll();
  }

  char op_;
  const Act& act_;
  bool lasts_;
  bool own_;
  testing::VirtualClock clock_;
  testing::ScriptedTransport* transport_ = nullptr;
  std::unique_ptr<Bench> bench_;
  int requests_ = 0;
  bool stalled_ = false;
};

std::string wrong_with(const Fault& fault, char op, bool lasts, ServerDialect dialect) {
  const Expected expected = expected_of(op, fault.expect, fault.but);
  const Seen seen = Cell(op, fault.act, lasts, dialect).run();
  if (!seen.finished) return "never completed";
  if (!seen.in_time) return "completed late";
  const bool passes = !lasts && expected.ok_after_repeat;
  const Expect ok{Errc::server, Says::ok, Auto::no};
  if (auto wrong = compare(seen.claim, passes ? ok : expected.row); !wrong.empty()) return wrong;
  const int requests = passes ? 2 : expected.requests;
  if (seen.requests != requests)
    return "sent " + std::to_string(seen.requests) + " requests, should be " +
           std::to_string(requests);
  // No wait said is the lock of a day for that server's backup codes.
  const bool locks = dialect == ServerDialect::self_hosted && op == 'V' && fault.shown_wait == 30;
  if (lasts && fault.shown_wait >= 0 && !locks && !seen.claim.ok &&
      seen.claim.error.retry_after != std::chrono::seconds(fault.shown_wait))
    return "shows another wait";
  const bool ended = expected.row.code == Errc::auth_expired && expected.row.says == Says::rj;
  if (op == 'F' && seen.session_kept == (ended && !passes))
    return seen.session_kept ? "keeps a session that ended" : "loses the session";
  return {};
}

void run_rows(Score& score, const std::vector<Fault>& rows,
              ServerDialect dialect = ServerDialect::v1) {
  const bool own = dialect == ServerDialect::self_hosted;
  for (const Fault& fault : rows)
    for (const char op : fault.only.empty() ? all_operations : fault.only) {
      // 132 is an error object with 200: that server's errors have no separate object.
      if (own && (own_operations.find(op) == std::string_view::npos || fault.number == 132))
        continue;
      std::string wrong = wrong_with(fault, op, true, dialect);
      if (wrong.empty()) {
        wrong = wrong_with(fault, op, false, dialect);
        if (!wrong.empty()) wrong += " (once)";
      }
      score.cell(fault.number, fault.words + (own ? ", self-hosted" : ""), op, wrong);
    }
}

}  // namespace

void run_scripted(Score& score) {
  run_rows(score, connection_faults());
  run_rows(score, tls_faults());
  run_rows(score, framing_faults());
  run_rows(score, status_faults());
  run_rows(score, status_faults(), ServerDialect::self_hosted);
  run_rows(score, content_faults());
}

}  // namespace hellojohn::tests
