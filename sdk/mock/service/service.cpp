// MockService itself: the lock, the fault table around each call, the journal.
// Knows nothing of single endpoints.
#include <hellojohn/testing/mock_service.hpp>

#include "console.hpp"
#include "control.hpp"
#include "routes.hpp"
#include "self_hosted.hpp"
#include "snapshot.hpp"

#include <algorithm>
#include <mutex>
#include <new>

namespace hellojohn {
inline namespace v0 {
namespace testing {
namespace {

using mock::Call;
using mock::Fault;
using mock::FaultKind;
using mock::Reply;
using mock::World;

/// The answer when building any other one failed.
HttpResponse internal_error() noexcept {
  HttpResponse out;
  out.status = 500;
  try {
    out.headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}};
    out.body = Secret(R"({"error":{"code":"internal_error","message":"The mock failed",)"
                      R"("status":500,"request_id":""}})");
  } catch (const std::bad_alloc&) {
    out.headers.clear();  // A bare 500 is all that memory allows.
  }
  return out;
}

Delivery delivery_of(FaultKind kind) {
  switch (kind) {
    case FaultKind::drop_before: return Delivery::drop_before;
    case FaultKind::drop_after: return Delivery::drop_after;
    case FaultKind::truncate: return Delivery::truncate;
    case FaultKind::garbage: return Delivery::garbage;
    case FaultKind::status:
    case FaultKind::delay: break;
  }
  return Delivery::normal;
}

bool skips_processing(const Fault& fault) {
  return fault.kind == FaultKind::drop_before || (fault.kind == FaultKind::status && !fault.after);
}

bool is_self_hosted(const World& world) {
  return world.options.dialect == ServerDialect::self_hosted;
}

Reply fault_reply(const World& world, const Fault& fault, const Call& call) {
  const mock::Refusal refusal{fault.status, "injected_fault", "As ordered"};
  Reply reply = is_self_hosted(world) ? mock::self_hosted::error_reply(refusal)
                                      : mock::error_reply(refusal, call.request_id);
  if (fault.body) {
    reply.body.reset();
    reply.raw = *fault.body;
  }
  reply.headers = fault.headers;
  if (fault.retry_after) {
    reply.headers.push_back({"Retry-After", std::to_string(*fault.retry_after)});
  }
  return reply;
}

/// Headers of a fault replace those that every answer carries, or are added to them.
void replace_headers(HttpResponse& response, const std::vector<HttpHeader>& ordered) {
  for (const HttpHeader& header : ordered) {
    bool seen = false;
    std::erase_if(response.headers, [&](const HttpHeader& other) {
      const bool same = mock::lower(other.name) == mock::lower(header.name);
      const bool drop = same && seen;
      seen = seen || same;
      return drop;
    });
    for (HttpHeader& other : response.headers) {
      if (mock::lower(other.name) == mock::lower(header.name)) other.value = header.value;
    }
    if (!seen) response.headers.push_back(header);
  }
}

void write_journal(World& world, const Call& call, int status, const std::optional<Fault>& fault) {
  for (const boost::json::object& effect : call.effects) {
    boost::json::object line{{"seq", world.journal.size() + 1},
                             {"time", write_rfc3339_millis(world.now())},
                             {"method", call.method},
                             {"path", call.route},
                             {"status", status},
                             {"request_id", call.request_id}};
    for (const auto& entry : effect) line[entry.key()] = entry.value();
    if (fault) line["fault"] = to_string(fault->kind);
    world.journal.push_back(std::move(line));
  }
}

MockAnswer serve_locked(World& world, const HttpRequest& request) {
  Call call;
  mock::read_target(request, call);
  call.request_id = is_self_hosted(world)
                        ? world.request_ids.pick("0123456789abcdef", 32)
                        : "req_" + world.request_ids.pick("0123456789ABCDEFGHJKMNPQRSTVWXYZ", 26);
  const std::optional<Fault> fault = mock::take_fault(world.faults, call.method, call.path);
  if (fault) call.withheld = std::chrono::milliseconds{fault->delay_ms};
  Reply reply;
  if (fault && skips_processing(*fault)) {
    call.note("not_processed");
  } else {
    reply = is_self_hosted(world) ? mock::self_hosted::process(world, request, call)
                                  : mock::process(world, request, call);
    if (fault && call.effects.empty()) call.note("processed");
  }
  const bool ordered = fault && fault->kind == FaultKind::status;
  write_journal(world, call, ordered ? fault->status : reply.status, fault);
  if (ordered) reply = fault_reply(world, *fault, call);
  mock::remember_request(world, call,
                         fault && fault->kind != FaultKind::status ? to_string(fault->kind)
                                                                   : std::to_string(reply.status));
  MockAnswer answer{mock::finish(world, call, reply)};
  if (!fault) return answer;
  replace_headers(answer.response, fault->headers);
  answer.delivery = delivery_of(fault->kind);
  answer.delay = call.withheld;
  if (fault->kind == FaultKind::drop_before) answer.response = {};
  return answer;
}

}  // namespace

struct MockService::Impl {
  explicit Impl(MockOptions options) : world(std::move(options)) {}
  mutable std::mutex lock;
  World world;

  void reset() {
    World fresh(world.options);
    fresh.public_origin = world.public_origin;
    world = std::move(fresh);
  }
};

MockService::MockService(MockOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}

MockService::~MockService() = default;

MockAnswer MockService::serve(const HttpRequest& request) noexcept {
  try {
    const std::lock_guard guard(impl_->lock);
    return serve_locked(impl_->world, request);
  } catch (const std::exception&) {
    return {internal_error()};
  }
}

HttpResponse MockService::control(const HttpRequest& request) noexcept {
  try {
    const std::lock_guard guard(impl_->lock);
    Call call;
    mock::read_target(request, call);
    call.request_id = "req_control";
    try {
      return mock::finish(impl_->world, call, mock::control_reply(impl_->world, request, call));
    } catch (const mock::Refusal& refusal) {
      return mock::finish(impl_->world, call, mock::error_reply(refusal, call.request_id));
    }
  } catch (const std::exception&) {
    return internal_error();
  }
}

void MockService::set_public_origin(std::string_view origin) {
  const std::lock_guard guard(impl_->lock);
  impl_->world.public_origin = origin;
}

std::string MockService::seed_problem() const {
  const std::lock_guard guard(impl_->lock);
  return impl_->world.seed_error;
}

std::string MockService::state() const {
  const std::lock_guard guard(impl_->lock);
  return boost::json::serialize(mock::state_of(impl_->world));
}

bool MockService::load_state(std::string_view state) {
  HttpRequest request;
  request.method = "POST";
  request.target = "/__mock/state";
  request.body = Secret(state);
  return control(request).status == 200;
}

void MockService::reset() {
  const std::lock_guard guard(impl_->lock);
  impl_->reset();
}

void MockService::advance(std::chrono::milliseconds by) {
  const std::lock_guard guard(impl_->lock);
  std::chrono::milliseconds& offset = impl_->world.clock_offset;
  offset += std::clamp(by, -mock::most_clock_offset - offset, mock::most_clock_offset - offset);
}

std::chrono::system_clock::time_point MockService::now() const {
  const std::lock_guard guard(impl_->lock);
  return impl_->world.now();
}

std::vector<MockMail> MockService::outbox() const {
  const std::lock_guard guard(impl_->lock);
  return impl_->world.outbox;
}

std::string MockService::totp(std::string_view factor_id) const {
  const std::lock_guard guard(impl_->lock);
  const mock::Factor* factor = impl_->world.any_factor(factor_id);
  return factor == nullptr || factor->secret.empty() ? std::string()
                                                     : mock::totp_now(impl_->world, *factor);
}

std::vector<std::string> MockService::seeded_backup_codes(std::string_view user_id) const {
  const std::lock_guard guard(impl_->lock);
  return mock::live_seeded_codes(impl_->world, user_id);
}

std::string MockService::journal() const {
  const std::lock_guard guard(impl_->lock);
  return mock::journal_lines(impl_->world);
}

std::string MockService::describe() const {
  const std::lock_guard guard(impl_->lock);
  return boost::json::serialize(mock::describe_world(impl_->world));
}

}  // namespace testing
}  // namespace v0
}  // namespace hellojohn
