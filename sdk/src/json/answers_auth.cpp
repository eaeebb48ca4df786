// Reads answers into types. The shapes: docs/contract/endpoints.md#shapes
#include "base/ascii.hpp"
#include "base/dates.hpp"
#include "base/otpauth.hpp"
#include "json/fields.hpp"

#include <algorithm>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace codec {

namespace {

constexpr std::int64_t longest_life = 10LL * 366 * 24 * 3600;
constexpr std::size_t most_codes = 64;

std::optional<int> as_count(const std::optional<std::int64_t>& value) noexcept {
  if (!value || *value < 0 || *value > 10000) return {};
  return static_cast<int>(*value);
}

/// Collects the elements of one array of objects, or of texts that stand for their type.
class FactorList final : public Fields {
 public:
  template <std::size_t N>
  FactorList(const std::array<Field, N>& table, std::string_view list, std::vector<Factor>& out)
      : Fields(table), list_(list), out_(out) {}

  Problem on_text(std::string_view path, std::string_view value) override {
    std::string_view rest;
    if (!inside(path, rest)) return Fields::on_text(path, value);
    if (rest.empty()) {
      // A list of names: the name is type and id at once.
      const bool mail = value == "email";
      out_.push_back({std::string(value),
                      mail ? std::string(factor::email_otp) : shown_type(value),
                      {},
                      {},
                      {}});
      return nullptr;
    }
    set(rest, value);
    return nullptr;
  }
  void set(std::string_view rest, std::string_view value) {
    if (out_.empty()) return;
    Factor& factor = out_.back();
    if (rest == ".id" || rest == ".factor_id") factor.id = std::string(value);
    if (rest == ".type") factor.type = shown_type(value);
    if (rest == ".name") factor.name = display_text(value);
    if (rest == ".status") factor.status = shown_type(value);
    if (rest == ".created_at") factor.created_at = display_text(value);
  }
  Problem on_object(std::string_view path) override {
    std::string_view rest;
    if (!inside(path, rest)) return Fields::on_object(path);
    if (rest.empty()) {
      if (out_.size() == 256) return "too many factors";
      out_.push_back({});
    }
    return nullptr;
  }
  Problem on_array(std::string_view path) override {
    if (path != list_) return Fields::on_array(path);
    found_ = true;
    return nullptr;
  }
  Problem on_integer(std::string_view path, std::int64_t value) override {
    std::string_view rest;
    if (!inside(path, rest)) return Fields::on_integer(path, value);
    if (rest.empty()) strange_ = true;
    set(rest, std::to_string(value));
    return nullptr;
  }
  Problem on_number(std::string_view path, std::string_view written) override {
    std::string_view rest;
    if (!inside(path, rest)) return Fields::on_number(path, written);
    if (rest.empty()) strange_ = true;
    set(rest, written);
    return nullptr;
  }
  /// An element was neither an object nor a name. A challenge can do without it; the factor list cannot.
  [[nodiscard]] bool has_strange_element() const noexcept { return strange_; }
  /// The list was there, however long.
  [[nodiscard]] bool found() const noexcept { return found_; }

 private:
  /// A word that the code compares: with something hidden in it, it must not become a known one.
  static std::string shown_type(std::string_view value) {
    return display_text(value, longest_name, Hidden::mark);
  }
  bool inside(std::string_view path, std::string_view& rest) const noexcept {
    if (path.substr(0, list_.size()) != list_) return false;
    path.remove_prefix(list_.size());
    if (path.substr(0, 2) != "[]") return false;
    rest = path.substr(2);
    return true;
  }

  std::string_view list_;
  std::vector<Factor>& out_;
  bool found_ = false;
  bool strange_ = false;
};

/// The codes of a set, and its time.
class CodeList final : public Fields {
 public:
  template <std::size_t N>
  CodeList(const std::array<Field, N>& table, std::string_view list, BackupCodes& out)
      : Fields(table), list_(list), out_(out) {}

  Problem on_text(std::string_view path, std::string_view value) override {
    if (!is_element(path)) return Fields::on_text(path, value);
    if (value.size() < 4 || value.size() > 128) return "a code has an impossible length";
    if (!std::all_of(value.begin(), value.end(), ascii::is_printable) ||
        std::all_of(value.begin(), value.end(), [](char c) { return c == ' '; }))
      return "a code has impossible characters";
    if (++seen_ > most_codes) return "too many codes";
    for (const Secret& code : out_.codes) {
      if (code.reveal() != value) continue;
      out_.had_duplicates = true;
      return nullptr;
    }
    out_.codes.emplace_back(value);
    return nullptr;
  }
  Problem on_integer(std::string_view path, std::int64_t value) override {
    return is_element(path) ? wrong_kind : Fields::on_integer(path, value);
  }
  Problem on_bool(std::string_view path, bool value) override {
    return is_element(path) ? wrong_kind : Fields::on_bool(path, value);
  }
  Problem on_number(std::string_view path, std::string_view written) override {
    return is_element(path) ? wrong_kind : Fields::on_number(path, written);
  }
  Problem on_other(std::string_view path) override {
    return is_element(path) ? wrong_kind : nullptr;  // Null instead of the list: absent.
  }
  Problem on_object(std::string_view path) override {
    return is_element(path) ? wrong_kind : Fields::on_object(path);
  }
  Problem on_array(std::string_view path) override {
    if (path == list_) return nullptr;
    return is_element(path) ? wrong_kind : Fields::on_array(path);
  }

 private:
  [[nodiscard]] bool is_element(std::string_view path) const noexcept {
    return path.size() == list_.size() + 2 && path.substr(0, list_.size()) == list_ &&
           path.substr(list_.size()) == "[]";
  }

  std::string_view list_;
  BackupCodes& out_;
  std::size_t seen_ = 0;
};

}  // namespace

namespace {

Problem read_all_tokens(std::string_view body, Tokens& out, bool with_session_id) {
  std::string user_id, flat_user_id, session_id, flat_session_id, expires_at, flat_expires_at;
  Secret access, refresh, flat_access, flat_refresh;
  std::optional<std::int64_t> expires_in, remaining, remaining_short;
  // In the order in which they are looked for: first what the service sends each time.
  const std::array table{Field{"access_token", &flat_access},
                         Field{"refresh_token", &flat_refresh},
                         Field{"expires_in", &expires_in},
                         Field{"user.id", &user_id},
                         Field{"user_id", &flat_user_id},
                         Field{"session.access_token", &access},
                         Field{"session.refresh_token", &refresh},
                         Field{"session.access_token_expires_at", &expires_at},
                         Field{"access_token_expires_at", &flat_expires_at},
                         Field{"session.expires_in", &expires_in},
                         Field{"session_type", &out.session_type, "unreadable"},
                         Field{"requires_mfa_reenrollment", &out.requires_mfa_reenrollment},
                         Field{"backup_codes_remaining", &remaining},
                         Field{"remaining", &remaining_short},
                         Field{"session.id", &session_id},
                         Field{"session_id", &flat_session_id}};
  const std::span<const Field> fields(table);
  Fields visitor(fields.first(fields.size() - (with_session_id ? 0 : 2)));
  if (const Problem problem = read_json(body, visitor)) return problem;

  out.access_token = std::move(access.empty() ? flat_access : access);
  out.refresh_token = std::move(refresh.empty() ? flat_refresh : refresh);
  if (out.access_token.empty()) return "the access token is missing";
  if (!ascii::is_visible(out.access_token.reveal()) ||
      !ascii::is_visible(out.refresh_token.reveal()))
    return "a token has impossible characters";
  if (expires_in && *expires_in >= 1 && *expires_in <= longest_life)
    out.expires_in = std::chrono::seconds(*expires_in);
  out.expires_at = read_rfc3339(expires_at.empty() ? flat_expires_at : expires_at);
  out.session_id = std::move(session_id.empty() ? flat_session_id : session_id);
  out.user_id = std::move(user_id.empty() ? flat_user_id : user_id);
  if (out.user_id.empty())
    if (auto claims = read_claims(out.access_token.reveal())) out.user_id = claims->subject;
  out.backup_codes_remaining = as_count(remaining ? remaining : remaining_short);
  return nullptr;
}

}  // namespace

Problem read_tokens(std::string_view body, Tokens& out) {
  return read_all_tokens(body, out, false);
}

Problem read_tokens_and_session_id(std::string_view body, Tokens& out) {
  return read_all_tokens(body, out, true);
}

bool read_challenge(std::string_view body, Challenge& out) {
  std::string code, flat_code, inside, beside, token;
  std::optional<bool> required;
  const std::array table{Field{"error.code", &code},           Field{"code", &flat_code},
                         Field{"error.challenge_id", &inside}, Field{"challenge_id", &beside},
                         Field{"mfa_token", &token},           Field{"mfa_required", &required}};
  for (const std::string_view list : {"error.available_factors", "available_factors"}) {
    std::vector<Factor> factors;
    FactorList visitor(table, list, factors);
    if (read_json(body, visitor) != nullptr) return false;
    if (!factors.empty()) out.factors = std::move(factors);
  }
  if (!ascii::equal_ignore_case(code, "mfa_required") &&
      !ascii::equal_ignore_case(flat_code, "mfa_required") && !required.value_or(false))
    return false;
  out.id = !inside.empty() ? inside : !beside.empty() ? beside : token;
  return !out.id.empty();
}

Problem read_backup_codes(std::string_view body, BackupCodes& out) {
  BackupCodes codes;
  const std::array table{Field{"generated_at", &codes.generated_at}};
  for (const std::string_view list : {"codes", "recovery_codes"}) {
    if (!codes.codes.empty()) break;
    CodeList visitor(table, list, codes);
    if (const Problem problem = read_json(body, visitor)) return problem;
  }
  if (codes.codes.empty()) return "there are no codes";
  if (!read_rfc3339(codes.generated_at)) codes.generated_at.clear();
  out = std::move(codes);
  return nullptr;
}

Problem read_factors(std::string_view body, std::vector<Factor>& out,
                     std::optional<int>& backup_codes_remaining) {
  std::optional<std::int64_t> remaining;
  const std::array table{Field{"backup_codes_remaining", &remaining}};
  // A bare array is the root, whose path is empty.
  const std::size_t first = body.find_first_not_of(" \t\r\n");
  const bool bare = first != std::string_view::npos && body[first] == '[';
  std::vector<Factor> factors;
  bool found = false;
  for (const std::string_view list : {"data", "available_factors"}) {
    FactorList visitor(table, bare ? std::string_view() : list, factors);
    if (const Problem problem = read_json(body, visitor)) return problem;
    if (visitor.has_strange_element()) return "a factor has the wrong type";
    found = visitor.found();
    if (found) break;
  }
  if (!found) return "the list of factors is missing";
  for (const Factor& factor : factors) {
    if (factor.id.empty() || factor.type.empty()) return "a factor has no id or no type";
  }
  out = std::move(factors);
  backup_codes_remaining = as_count(remaining);
  return nullptr;
}

Problem read_enrolment(std::string_view body, Enrolment& out) {
  std::string id, phone, email;
  Secret flat_secret, flat_uri;
  const std::array table{Field{"factor_id", &out.factor_id},
                         Field{"id", &id},
                         Field{"secret_base32", &flat_secret},
                         Field{"otpauth_url", &flat_uri},
                         Field{"type", &out.type},
                         Field{"totp.secret", &out.totp_secret},
                         Field{"totp.uri", &out.totp_uri},
                         Field{"phone_number", Shown{&phone}},
                         Field{"email", Shown{&email, longest_address}}};
  Fields visitor(table);
  if (const Problem problem = read_json(body, visitor)) return problem;
  if (out.factor_id.empty()) out.factor_id = std::move(id);
  // A server that has one factor of a kind names neither id nor type.
  if (out.factor_id.empty() && !flat_secret.empty()) {
    out.factor_id = out.type = factor::totp;
    out.totp_secret = std::move(flat_secret);
    out.totp_uri = std::move(flat_uri);
  }
  if (out.factor_id.empty()) return "the factor id is missing";
  if (out.type == factor::totp && out.totp_secret.empty()) return "the TOTP secret is missing";
  const std::string_view key = out.totp_secret.reveal();
  if (!std::all_of(key.begin(), key.end(), ascii::is_printable))
    return "the TOTP secret has impossible characters";
  if (const auto address = read_otpauth(out.totp_uri.reveal())) {
    out.digits = address->digits;
    out.period = address->period;
  } else {
    out.totp_uri.clear();
  }
  out.destination = phone.empty() ? std::move(email) : std::move(phone);
  return nullptr;
}

Problem read_confirmed(std::string_view body, ConfirmedFactor& out) {
  if (body.empty()) return nullptr;
  std::string id;
  BackupCodes codes;
  const std::array table{Field{"factor_id", &out.factor_id}, Field{"id", &id},
                         Field{"generated_at", &codes.generated_at}};
  for (const std::string_view list : {"backup_codes", "recovery_codes"}) {
    if (!codes.codes.empty()) break;
    CodeList visitor(table, list, codes);
    if (const Problem problem = read_json(body, visitor)) return problem;
  }
  if (!read_rfc3339(codes.generated_at)) codes.generated_at.clear();
  if (out.factor_id.empty()) out.factor_id = std::move(id);
  if (!codes.codes.empty()) out.backup_codes = std::move(codes);
  return nullptr;
}

Problem read_user(std::string_view body, std::string& id, std::string& email) {
  std::string nested_id, nested_email;
  const std::array table{Field{"id", &id}, Field{"email", Shown{&email, longest_address}},
                         Field{"user.id", &nested_id},
                         Field{"user.email", Shown{&nested_email, longest_address}}};
  Fields visitor(table);
  if (const Problem problem = read_json(body, visitor)) return problem;
  if (id.empty()) id = std::move(nested_id);
  if (email.empty()) email = std::move(nested_email);
  return id.empty() ? "the user id is missing" : nullptr;
}

}  // namespace codec
}  // namespace v0
}  // namespace hellojohn
