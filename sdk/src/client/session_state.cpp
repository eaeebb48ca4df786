// See session_state.hpp.
#include "client/session_state.hpp"

#include "json/token_life.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <utility>

namespace hellojohn {
inline namespace v0 {
namespace detail {

namespace {

using std::chrono::seconds;
constexpr std::string_view version = "hellojohn-session 1\n";
constexpr std::size_t longest_field = 16 * 1024;

void append_field(Secret& out, std::string_view value) {
  char length[24];
  const auto end = std::to_chars(length, length + sizeof length, value.size()).ptr;
  out.append({length, static_cast<std::size_t>(end - length)});
  out.append("\n");
  out.append(value);
  out.append("\n");
}

bool take_field(std::string_view& rest, std::string_view& value) noexcept {
  std::size_t length = 0;
  const auto [end, problem] = std::from_chars(rest.data(), rest.data() + rest.size(), length);
  if (problem != std::errc() || length > longest_field) return false;
  rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
  if (rest.size() < length + 2 || rest.front() != '\n' || rest[length + 1] != '\n') return false;
  value = rest.substr(1, length);
  rest.remove_prefix(length + 2);
  return true;
}

}  // namespace

void set_life(SessionState& session, SessionState::Time now, seconds life, double random) noexcept {
  session.expires_at = now + life;
  const double share = 0.75 * (0.9 + 0.2 * random);
  session.renew_at = now + std::chrono::milliseconds(static_cast<std::int64_t>(
                               share * 1000.0 * static_cast<double>(life.count())));
}

SessionState session_of(codec::Tokens&& tokens,
                        std::optional<std::chrono::system_clock::time_point> answered_at,
                        const Clock& clock, double random) {
  SessionState session;
  const auto life = codec::token_life(tokens, answered_at, clock.wall_now());
  session.access = std::move(tokens.access_token);
  session.refresh = std::move(tokens.refresh_token);
  session.user_id = std::move(tokens.user_id);
  set_life(session, session_now(clock), life, random);
  return session;
}

Secret store_form(const SessionState& session, const Clock& clock) {
  const auto left = std::chrono::duration_cast<seconds>(session.expires_at - session_now(clock));
  const auto end =
      std::chrono::duration_cast<seconds>((clock.wall_now() + left).time_since_epoch());
  char digits[24];
  const auto last = std::to_chars(digits, digits + sizeof digits, end.count()).ptr;
  Secret out;
  out.reserve(version.size() + session.access.size() + session.refresh.size() + 256);
  out.append(version);
  append_field(out, session.access.reveal());
  append_field(out, session.refresh.reveal());
  append_field(out, session.user_id);
  append_field(out, {digits, static_cast<std::size_t>(last - digits)});
  append_field(out, session.adopted ? "adopted" : "");
  return out;
}

std::optional<SessionState> read_store_form(std::string_view bytes, const Clock& clock,
                                            double random) {
  if (bytes.substr(0, version.size()) != version) return {};
  bytes.remove_prefix(version.size());
  std::string_view access, refresh, user_id, end, adopted;
  if (!take_field(bytes, access) || !take_field(bytes, refresh) || !take_field(bytes, user_id) ||
      !take_field(bytes, end) || !take_field(bytes, adopted) || !bytes.empty())
    return {};
  std::int64_t unix_seconds = 0;
  const auto [last, problem] = std::from_chars(end.data(), end.data() + end.size(), unix_seconds);
  if (problem != std::errc() || last != end.data() + end.size() || access.empty()) return {};
  SessionState session;
  session.access = Secret(access);
  session.refresh = Secret(refresh);
  session.user_id = std::string(user_id);
  session.adopted = adopted == "adopted";
  const auto here =
      std::chrono::duration_cast<seconds>(clock.wall_now().time_since_epoch()).count();
  constexpr std::int64_t longest_life = 366LL * 24 * 3600;
  const std::int64_t left = unix_seconds - here;
  set_life(session, session_now(clock),
           seconds(left > longest_life ? longest_life
                   : left < 0          ? 0
                                       : left),
           random);
  return session;
}

}  // namespace detail
}  // namespace v0
}  // namespace hellojohn
