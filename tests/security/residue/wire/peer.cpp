// See peer.hpp.
#include "security/residue/wire/peer.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <random>
#include <stdexcept>
#include <utility>

#include <boost/json.hpp>

namespace hellojohn::tests {

namespace {

namespace json = boost::json;

std::string made_up(std::size_t size, unsigned seed) {
  constexpr std::string_view alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";
  std::mt19937 random(seed);
  std::string out;
  while (out.size() < size) out.push_back(alphabet[random() % alphabet.size()]);
  return out;
}

std::string value_of(const std::string& head, std::string_view name) {
  const auto at = head.find("\r\n" + std::string(name) + ": ");
  if (at == std::string::npos) return {};
  const auto from = at + name.size() + 4;
  return head.substr(from, head.find("\r\n", from) - from);
}

HttpRequest request_of(const std::string& text) {
  HttpRequest request;
  const auto first = text.find(' ');
  const auto second = text.find(' ', first + 1);
  request.method = text.substr(0, first);
  request.target = text.substr(first + 1, second - first - 1);
  const auto end = text.find("\r\n\r\n");
  const std::string head = text.substr(0, end + 2);
  for (const char* name : {"X-Tenant-ID", "X-Publishable-Key", "Content-Type", "User-Agent"})
    if (const std::string value = value_of(head, name); !value.empty())
      request.headers.push_back({name, value});
  request.authorization = Secret(value_of(head, "Authorization"));
  request.body = Secret(std::string_view(text).substr(end + 4));
  return request;
}

std::string wire_form(const HttpResponse& response) {
  std::string out = "HTTP/1.1 " + std::to_string(response.status) + " X\r\n";
  for (const HttpHeader& h : response.headers) out += h.name + ": " + h.value + "\r\n";
  if (response.status != 204)
    out += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
  return out.append("\r\n").append(response.body.reveal());
}

HttpResponse refusal_of(std::string_view target) {
  const auto ends = [&](std::string_view tail) { return target.ends_with(tail); };
  HttpResponse out;
  const bool of_code =
      ends("/mfa/verify") || ends("/confirm") || ends("/rotate") || ends("/disable");
  out.status = of_code || ends("/recovery/verify") || ends("/sign-in") ? 401 : 403;
  const char* code = of_code                    ? "invalid_mfa_code"
                     : ends("/recovery/verify") ? "invalid_token"
                     : ends("/sign-in")         ? "invalid_credentials"
                                                : "forbidden";
  out.headers.push_back({"Content-Type", "application/json"});
  out.body = Secret(std::string(R"({"error":{"code":")") + code + R"(","message":"No."}})");
  return out;
}

bool is_session_token(std::string_view name) {
  return name == "access_token" || name == "refresh_token" || name == "secret_key";
}

}  // namespace

Peer::Peer(int tls_version) : ca_file_(folder_.file("ca.pem")) {
  std::ofstream(ca_file_) << test_ca_pem();
  TlsSetup tls;
  tls.max_version = tls_version;
  peer_ = std::make_unique<RawPeer>([this](Wire& wire) { serve(wire); }, tls);
}

void Peer::begin(ServerDialect dialect) {
  const std::lock_guard lock(mutex_);
  ++worlds_;
  secret_key_ = "sk_live_" + made_up(24, 2 * worlds_);
  password_ = made_up(22, 2 * worlds_ + 1);
  testing::MockOptions options;
  options.seed = worlds_;
  options.dialect = dialect;
  options.virtual_clock = true;
  options.limits = false;
  options.seed_json = json::serialize(json::object{
      {"tenants",
       {{{"id", tenant}, {"publishable_key", publishable_key}, {"secret_key", secret_key_}}}},
      {"users",
       {{{"id", "usr_subject"},
         {"email", "subject@example.com"},
         {"password", password_},
         {"backup_codes", 8},
         {"factors", {{{"id", "fac_subject"}}}}}}}});
  service_ = std::make_unique<testing::MockService>(std::move(options));
  passed_.clear();
  enrolled_.clear();
}

std::string Peer::backup_code() const { return service_->seeded_backup_codes("usr_subject").at(0); }
std::string Peer::mailed_token() const { return service_->outbox().back().token; }
std::string Peer::one_time_code() const {
  const std::lock_guard lock(mutex_);
  return service_->totp(enrolled_);
}

void Peer::meet(End end) {
  const std::lock_guard lock(mutex_);
  end_ = end;
  requests_ = 0;
}

void Peer::wait_request() {
  std::unique_lock lock(mutex_);
  if (!came_.wait_for(lock, std::chrono::seconds(20), [&] { return requests_ > 0; }))
    throw std::runtime_error("no request came");
}

void Peer::end_sessions() {
  const std::lock_guard lock(mutex_);
  for (Passed& secret : passed_) secret.of_session = false;
}

std::vector<Passed> Peer::passed() const {
  const std::lock_guard lock(mutex_);
  return passed_;
}

void Peer::note(std::string_view name, std::string_view value) {
  if (value.starts_with("rft_") || value.starts_with("sk_live_") || value.starts_with("rec_tok_"))
    value.remove_prefix(value.rfind('_') + 1);
  // Of a signed token the signature: what stands before it is much the same in all of them.
  if (name == "access_token") value.remove_prefix(value.rfind('.') + 1);
  const auto known = [&](const Passed& other) { return other.plain == value; };
  if (value.size() < Needles::fragment || std::any_of(passed_.begin(), passed_.end(), known))
    return;
  passed_.push_back({std::string(name), std::string(value), is_session_token(name)});
}

void Peer::note(std::string_view text, bool answer) {
  json::error_code failed;
  const json::value root = json::parse(text, failed);
  if (failed || !root.is_object()) return;
  const auto look = [&](const json::object& object, const auto& again) -> void {
    for (const auto& member : object) {
      const std::string_view name = member.key();
      if (member.value().is_object()) again(member.value().get_object(), again);
      if (name == "factor_id" && answer && member.value().is_string())
        enrolled_ = std::string(member.value().get_string());
      const bool list = name == "codes" || name == "backup_codes" || name == "recovery_codes";
      if (list && member.value().is_array())
        for (const json::value& code : member.value().get_array()) note(name, code.as_string());
      const bool secret = is_session_token(name) || name == "password" || name == "secret" ||
                          name == "token" || name == "recovery" || (name == "code" && !answer);
      if (secret && member.value().is_string()) note(name, member.value().get_string());
    }
  };
  look(root.get_object(), look);
}

void Peer::serve(Wire& wire) {
  for (;;) {
    const std::string text = wire.read_request();
    if (text.empty()) return;
    const HttpRequest request = request_of(text);
    std::unique_lock lock(mutex_);
    const End end = end_;
    note(request.body.reveal(), false);
    const auto key = request.authorization.reveal();
    if (key.find("sk_live_") != key.npos) note("secret_key", key.substr(key.find("sk_live_")));
    const HttpResponse answer =
        end == End::refused ? refusal_of(request.target) : service_->serve(request).response;
    const std::string whole = wire_form(answer);
    note(answer.body.reveal(), true);
    ++requests_;
    came_.notify_all();
    lock.unlock();
    switch (end) {
      case End::cancelled:
      case End::at_once:
      case End::timed_out: return wire.hold();
      case End::reset: return wire.reset();
      case End::lost: return wire.write(whole.substr(0, whole.size() - answer.body.size() / 4 - 1));
      default: wire.write(whole);
    }
  }
}

}  // namespace hellojohn::tests
