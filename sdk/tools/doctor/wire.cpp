// Blocking exchanges, and answers as JSON in wiped memory.
#include "wire.hpp"

#include "base/dates.hpp"
#include "base/media_type.hpp"
#include "net/beast_transport.hpp"

#include <algorithm>
#include <array>
#include <new>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace doctor {

namespace {

constexpr std::chrono::seconds call_limit{10};

/// Answers hold tokens and codes.
class WipingMemory final : public boost::json::memory_resource {
  void* do_allocate(std::size_t size, std::size_t alignment) override {
    return ::operator new (size, std::align_val_t{alignment});
  }
  void do_deallocate(void* memory, std::size_t size, std::size_t alignment) override {
    secure_wipe(memory, size);
    ::operator delete (memory, std::align_val_t{alignment});
  }
  bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }
};

const boost::json::value* member_of(const boost::json::value& value, std::string_view name) {
  return value.is_object() ? value.get_object().if_contains(name) : nullptr;
}

}  // namespace

std::string_view text_in(const boost::json::value& object, std::string_view name) {
  const boost::json::value* const value = member_of(object, name);
  return value != nullptr && value->is_string() ? std::string_view(value->get_string())
                                                : std::string_view();
}

const boost::json::value* Answer::member(std::string_view name) const {
  return member_of(body, name);
}

const boost::json::array* Answer::list(std::string_view name) const {
  const boost::json::value* const value = member(name);
  return value == nullptr ? nullptr : value->if_array();
}

std::string_view Answer::text(std::string_view name) const {
  if (const std::string_view beside = text_in(body, name); !beside.empty()) return beside;
  constexpr std::array<std::string_view, 4> nests{"session", "user", "error", "totp"};
  for (const std::string_view nest : nests) {
    const boost::json::value* const object = member(nest);
    if (object == nullptr) continue;
    if (const std::string_view found = text_in(*object, name); !found.empty()) return found;
  }
  return {};
}

std::string_view Answer::code() const {
  if (const std::string_view code = text("code"); !code.empty()) return code;
  return text("error");
}

std::string Answer::words() const {
  if (status() == 0) return problem;
  std::string out = std::to_string(status());
  if (const std::string_view named = code(); !named.empty() && !is_yes())
    out.append(" ").append(named);
  return out;
}

Wire::Wire(std::unique_ptr<Transport> transport, std::string origin, std::string tenant,
           std::chrono::steady_clock::time_point deadline)
    : transport_(std::move(transport)),
      origin_(std::move(origin)),
      tenant_(std::move(tenant)),
      deadline_(deadline) {}

Wire::~Wire() { transport_->shutdown(std::chrono::steady_clock::now() + std::chrono::seconds(1)); }

Result<std::unique_ptr<Wire>> Wire::open(NetworkOptions network, std::string origin,
                                         std::string tenant,
                                         std::chrono::steady_clock::time_point deadline) {
  auto transport = make_beast_transport(std::move(network));
  if (!transport) return std::move(transport).error();
  return std::unique_ptr<Wire>(
      new Wire(std::move(transport).value(), std::move(origin), std::move(tenant), deadline));
}

void Wire::on_response(ExchangeId, HttpResponse&& response) noexcept {
  const std::lock_guard lock(mutex_);
  response_.emplace(std::move(response));
  is_over_ = true;
  changed_.notify_one();
}

void Wire::on_failure(ExchangeId, TransportFailure&& failure) noexcept {
  const std::lock_guard lock(mutex_);
  failure_ = std::move(failure);
  is_over_ = true;
  changed_.notify_one();
}

Answer Wire::call(Ask ask) {
  static WipingMemory memory;
  const auto now = std::chrono::steady_clock::now();
  const auto until = std::min(now + call_limit, deadline_);
  Answer answer;
  answer.problem = "the time of the examination is over";
  ++lost_;
  if (now >= deadline_) return answer;
  HttpRequest request;
  request.method = ask.method;
  request.origin = ask.origin.empty() ? origin_ : std::string(ask.origin);
  request.target = ask.target;
  request.headers.push_back({"X-Tenant-ID", tenant_});
  if (!ask.control_token.empty())
    request.headers.push_back({"X-Mock-Token", std::string(ask.control_token)});
  if (!ask.bearer.empty()) {
    request.authorization.append("Bearer ");
    request.authorization.append(ask.bearer);
  }
  request.body = std::move(ask.body);
  request.deadline = until;
  response_.reset();
  is_over_ = false;
  transport_->start(++last_id_, std::move(request), *this);
  std::unique_lock lock(mutex_);
  if (!changed_.wait_until(lock, until, [this] { return is_over_; })) {
    lock.unlock();
    transport_->cancel(last_id_);
    lock.lock();
    changed_.wait(lock, [this] { return is_over_; });
  }
  if (!response_) {
    answer.problem = std::string("no answer: ") + to_string(failure_.code);
    if (!failure_.detail.empty()) answer.problem += ", " + failure_.detail;
    return answer;
  }
  --lost_;
  answer.problem.clear();
  answer.response = std::move(*response_);
  if (const auto date = read_http_date(answer.response.header("Date")))
    ahead_ = *date - std::chrono::system_clock::now();
  boost::json::error_code failed;
  answer.body = boost::json::parse(answer.response.body.reveal(), failed, &memory);
  answer.is_json = !failed && is_json_type(answer.response.header("Content-Type"));
  if (!answer.is_json) answer.body = nullptr;
  return answer;
}

std::chrono::system_clock::time_point Wire::service_now() const {
  return std::chrono::system_clock::now() + ahead_;
}

}  // namespace doctor
}  // namespace v0
}  // namespace hellojohn
