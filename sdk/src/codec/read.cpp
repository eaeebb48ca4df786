// Answers into types (contract.md A.3, A.4, E2, E3, E5, E6, E15).
#include "base/ascii.hpp"
#include "codec/fields.hpp"

#include <algorithm>
#include <utility>

namespace hellojohn::inline v0::codec {

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
      // A list of names (contract.md C.3): the name is type and id at once.
      out_.push_back({std::string(value), std::string(value), {}, {}, {}});
      return nullptr;
    }
    set(rest, value);
    return nullptr;
  }
  void set(std::string_view rest, std::string_view value) {
    if (out_.empty()) return;
    Factor& factor = out_.back();
    const std::pair<std::string_view, std::string*> table[] = {
        {".id", &factor.id},     {".factor_id", &factor.id},  {".type", &factor.type},
        {".name", &factor.name}, {".status", &factor.status}, {".created_at", &factor.created_at}};
    for (const auto& [name, target] : table)
      if (name == rest) *target = std::string(value);
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
    return is_element(path) ? wrong_kind : nullptr;  // Null in the place of the list: absent.
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

Problem read_tokens(std::string_view body, Tokens& out) {
  std::string user_id, flat_user_id, session_id, flat_session_id, expires_at, flat_expires_at;
  Secret access, refresh, flat_access, flat_refresh;
  std::optional<std::int64_t> expires_in, remaining, remaining_short;
  const std::array table{Field{"user.id", &user_id},
                         Field{"user_id", &flat_user_id},
                         Field{"session.id", &session_id},
                         Field{"session_id", &flat_session_id},
                         Field{"session.access_token", &access},
                         Field{"session.refresh_token", &refresh},
                         Field{"access_token", &flat_access},
                         Field{"refresh_token", &flat_refresh},
                         Field{"session.access_token_expires_at", &expires_at},
                         Field{"access_token_expires_at", &flat_expires_at},
                         Field{"session.expires_in", &expires_in},
                         Field{"expires_in", &expires_in},
                         Field{"session_type", &out.session_type, "unreadable"},
                         Field{"requires_mfa_reenrollment", &out.requires_mfa_reenrollment},
                         Field{"backup_codes_remaining", &remaining},
                         Field{"remaining", &remaining_short}};
  Fields visitor(table);
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
  CodeList visitor(table, "codes", codes);
  if (const Problem problem = read_json(body, visitor)) return problem;
  if (codes.codes.empty()) return "there are no codes";
  if (!read_rfc3339(codes.generated_at)) codes.generated_at.clear();
  out = std::move(codes);
  return nullptr;
}

Problem read_factors(std::string_view body, std::vector<Factor>& out,
                     std::optional<int>& backup_codes_remaining) {
  std::optional<std::int64_t> remaining;
  const std::array table{Field{"backup_codes_remaining", &remaining}};
  // A bare array stands at the root, whose path is empty.
  const std::size_t first = body.find_first_not_of(" \t\r\n");
  const bool bare = first != std::string_view::npos && body[first] == '[';
  std::vector<Factor> factors;
  FactorList visitor(table, bare ? "" : "data", factors);
  if (const Problem problem = read_json(body, visitor)) return problem;
  if (!visitor.found()) return "the list of factors is missing";
  if (visitor.has_strange_element()) return "a factor has the wrong type";
  for (const Factor& factor : factors) {
    if (factor.id.empty() || factor.type.empty()) return "a factor has no id or no type";
  }
  out = std::move(factors);
  backup_codes_remaining = as_count(remaining);
  return nullptr;
}

Problem read_enrolment(std::string_view body, Enrolment& out) {
  std::string id, phone, email;
  const std::array table{Field{"factor_id", &out.factor_id},
                         Field{"id", &id},
                         Field{"type", &out.type},
                         Field{"totp.secret", &out.totp_secret},
                         Field{"totp.uri", &out.totp_uri},
                         Field{"phone_number", &phone},
                         Field{"email", &email}};
  Fields visitor(table);
  if (const Problem problem = read_json(body, visitor)) return problem;
  if (out.factor_id.empty()) out.factor_id = std::move(id);
  if (out.factor_id.empty()) return "the factor id is missing";
  if (out.type == factor::totp && out.totp_secret.empty()) return "the TOTP secret is missing";
  out.destination = phone.empty() ? std::move(email) : std::move(phone);
  return nullptr;
}

Problem read_confirmed(std::string_view body, ConfirmedFactor& out) {
  if (body.empty()) return nullptr;
  std::string id;
  BackupCodes codes;
  const std::array table{Field{"factor_id", &out.factor_id}, Field{"id", &id},
                         Field{"generated_at", &codes.generated_at}};
  CodeList visitor(table, "backup_codes", codes);
  if (const Problem problem = read_json(body, visitor)) return problem;
  if (!read_rfc3339(codes.generated_at)) codes.generated_at.clear();
  if (out.factor_id.empty()) out.factor_id = std::move(id);
  if (!codes.codes.empty()) out.backup_codes = std::move(codes);
  return nullptr;
}

Problem read_user(std::string_view body, std::string& id, std::string& email) {
  std::string nested_id, nested_email;
  const std::array table{Field{"id", &id}, Field{"email", &email}, Field{"user.id", &nested_id},
                         Field{"user.email", &nested_email}};
  Fields visitor(table);
  if (const Problem problem = read_json(body, visitor)) return problem;
  if (id.empty()) id = std::move(nested_id);
  if (email.empty()) email = std::move(nested_email);
  return id.empty() ? "the user id is missing" : nullptr;
}

}  // namespace hellojohn::inline v0::codec
