// See peer_transport.hpp.
#include "peer/peer_transport.hpp"

#include <string_view>
#include <utility>

#include <boost/json.hpp>

namespace hellojohn::tests {

namespace {

namespace json = boost::json;

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

/// A factor's own path, from the client's name for the factor.
void name_the_way(std::string& target) {
  if (ends_with(target, "/two-factor/backup_codes"))
    target.replace(target.rfind('/'), std::string::npos, "/verify-backup-code");
  if (ends_with(target, "/two-factor/totp"))
    target.replace(target.rfind('/'), std::string::npos, "/verify-totp");
}

void rename(json::object& object, std::string_view from, std::string_view to) {
  if (const json::value* const found = object.if_contains(from)) {
    object[to] = *found;
    object.erase(from);
  }
}

/// The key that stands in an otpauth URI too; this peer does not give it apart.
std::string key_of(std::string_view uri) {
  const std::size_t begin = uri.find("secret=") + 7;
  return std::string(uri.substr(begin, uri.find('&', begin) - begin));
}

}  // namespace

PeerTransport::PeerTransport(std::unique_ptr<Transport> inner, std::string origin)
    : inner_(std::move(inner)), origin_(std::move(origin)) {}

void PeerTransport::start(ExchangeId id, HttpRequest&& request, ExchangeSink& sink) noexcept {
  {
    const std::lock_guard lock(mutex_);
    to_peer(request);
    open_[id] = &sink;
  }
  inner_->start(id, std::move(request), *this);
}

void PeerTransport::to_peer(HttpRequest& request) {
  name_the_way(request.target);
  request.headers.push_back({"Origin", origin_});
  if (!request.authorization.empty()) {
    request.headers.push_back({"Cookie", session_cookie_});
    request.authorization = Secret();
    return;
  }
  if (request.body.reveal().find("\"challenge\"") == std::string_view::npos) return;
  json::object body = json::parse(request.body.reveal()).as_object();
  const std::string challenge(body.at("challenge").as_string());
  body.erase("challenge");
  request.headers.push_back({"Cookie", challenge_name_ + "=" + challenge});
  request.body = Secret(json::serialize(body));
}

void PeerTransport::from_peer(HttpResponse& response) {
  std::string challenge;
  for (const HttpHeader& header : response.headers) {
    if (header.name != "set-cookie" && header.name != "Set-Cookie") continue;
    const std::string pair = header.value.substr(0, header.value.find(';'));
    const std::string name = pair.substr(0, pair.find('='));
    // A cookie that is taken back comes with an empty value.
    if (ends_with(name, ".session_token"))
      session_cookie_ = pair.size() == name.size() + 1 ? std::string() : pair;
    if (ends_with(name, ".two_factor")) {
      challenge_name_ = name;
      challenge = pair.substr(name.size() + 1);
    }
  }
  boost::system::error_code none;
  json::value parsed = json::parse(response.body.reveal(), none);
  if (none || response.status != 200 || !parsed.is_object()) return;
  json::object& object = parsed.as_object();
  rename(object, "token", "access_token");
  rename(object, "backupCodes", "recovery_codes");
  rename(object, "totpURI", "otpauth_url");
  if (object.contains("twoFactorRedirect")) {
    object["mfa_required"] = true;
    object["mfa_token"] = challenge;
    object["available_factors"] = json::array{"totp"};
  }
  if (object.contains("session")) {
    const json::value* const enabled =
        object.at("user").as_object().if_contains("twoFactorEnabled");
    const bool has_app = enabled != nullptr && enabled->is_bool() && enabled->as_bool();
    object["available_factors"] = has_app ? json::array{"totp"} : json::array{};
  }
  if (const json::value* const uri = object.if_contains("otpauth_url")) {
    object["secret_base32"] = key_of(std::string(uri->as_string()));
    // The peer gives the first codes with the key; the seam expects them with the confirmation.
    codes_of_enrolment_ = json::serialize(object.at("recovery_codes"));
    object.erase("recovery_codes");
  } else if (object.contains("user") && !codes_of_enrolment_.empty()) {
    object["recovery_codes"] = json::parse(std::exchange(codes_of_enrolment_, {}));
  }
  response.body = Secret(json::serialize(object));
}

ExchangeSink& PeerTransport::end(ExchangeId id) {
  const std::lock_guard lock(mutex_);
  ExchangeSink* const sink = open_.at(id);
  open_.erase(id);
  return *sink;
}

bool PeerTransport::on_last_write(ExchangeId id) noexcept {
  ExchangeSink* sink = nullptr;
  {
    const std::lock_guard lock(mutex_);
    sink = open_.at(id);
  }
  return sink->on_last_write(id);
}

void PeerTransport::on_response(ExchangeId id, HttpResponse&& response) noexcept {
  {
    const std::lock_guard lock(mutex_);
    from_peer(response);
  }
  end(id).on_response(id, std::move(response));
}

void PeerTransport::on_failure(ExchangeId id, TransportFailure&& failure) noexcept {
  end(id).on_failure(id, std::move(failure));
}

}  // namespace hellojohn::tests
