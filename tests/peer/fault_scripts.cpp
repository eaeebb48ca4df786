// Random faults on the way between the client and the peer. What the client claims is compared with what the peer's own
// database holds afterwards; what it needlessly does not know, with the bytes that the proxy saw.
#include "peer/code_of_app.hpp"
#include "peer/peer_client.hpp"
#include "worlds/byte_proxy.hpp"
#include "worlds/word.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace hellojohn::tests {

namespace {

using namespace std::chrono_literals;

/// L sign-in, V backup code, G codes, E C enrolment, d removal, O sign-out.
constexpr std::string_view actions = "LVGECdO";
constexpr std::size_t tls_share = 10;  // One script in so many.

struct Options {
  std::string folder;
  int scripts = 500;
  std::uint64_t seed = 20240115;
};

struct Script {
  char action = 'L';
  ProxyPlan proxy{};
  bool idle_close = false;  ///< The kept connection ends in good order before the action.
};

Script draw_script(std::mt19937_64& random) {
  Script script;
  script.action = actions[random() % actions.size()];
  const std::size_t kind = random() % 100;
  if (kind >= 10 && kind < 90) script.proxy = draw_plan(random);
  script.idle_close = kind >= 90;
  return script;
}

struct Tally {
  int scripts = 0;
  int wrong = 0;
  int twice = 0;
  int unknown = 0;
  int needless = 0;
  int happened = 0;
};

int grown(const PeerState& before, const PeerState& after, const char* what) {
  const auto count = [&](const PeerState& state) {
    const auto found = state.writes.find(what);
    return found == state.writes.end() ? 0 : found->second;
  };
  return count(after) - count(before);
}

int codes_gone(const PeerState& before, const PeerState& after) {
  return static_cast<int>(
      std::count_if(before.codes.begin(), before.codes.end(), [&](const std::string& code) {
        return std::find(after.codes.begin(), after.codes.end(), code) == after.codes.end();
      }));
}

/// How often the action took effect, by the peer's database.
int effects_of(char action, const PeerState& before, const PeerState& after) {
  switch (action) {
    case 'L': return grown(before, after, "create verification");
    case 'V': return codes_gone(before, after);
    case 'G': return grown(before, after, "update twoFactor");
    case 'E': return grown(before, after, "create twoFactor");
    case 'O': return before.sessions - after.sessions;
    default:
      // Each write of the user turns the second factor on or off.
      return before.enabled == after.enabled ? 0 : grown(before, after, "update user");
  }
}

/// A person with a separate client: prepares an action while nothing is wrong, then does it.
class Actor {
 public:
  Actor(const PeerProcess& peer, const PeerPerson& person, int port)
      : person_(person),
        client_(make_peer_client(peer.origin(), peer.tls(), port, peer.ca_file(),
                                 {.base_delay = 1ms})) {}

  void prepare(char action) {
    if (action == 'L') {
      // Still a kept connection, for what may happen to it.
      const auto answer = client_.mfa().verify({"none", factor::backup_codes, "none"}).get();
      if (answer || answer.error().outcome != Outcome::refused) stop("warm-up");
      return;
    }
    auto signed_in = client_.auth().sign_in({person_.email, SecretView(person_.password)}).get();
    if (!signed_in) stop("sign-in");
    if (const Challenge* challenge = signed_in->challenge()) challenge_ = *challenge;
    if (action == 'V') return;
    if (challenge_ && !client_.mfa().verify_backup_code(*challenge_, person_.codes.front()).get())
      stop("verify");
    if (action != 'C') return;
    const auto enrolment = client_.user().mfa().enroll(with_password()).get();
    if (!enrolment) stop("enroll");
    code_ = code_of_app(enrolment->totp_uri.reveal());
  }

  Word act(char action, std::chrono::milliseconds limit) {
    UserMfa mfa = client_.user().mfa();
    const Proof proof{SecretView(person_.password), factor::totp, "000000"};
    switch (action) {
      case 'L':
        return word_of(
            client_.auth().sign_in({person_.email, SecretView(person_.password)}).get_for(limit));
      case 'V':
        return word_of(
            client_.mfa().verify_backup_code(*challenge_, person_.codes.front()).get_for(limit));
      case 'E': return word_of(mfa.enroll(with_password()).get_for(limit));
      case 'C': return word_of(mfa.confirm(factor::totp, code_).get_for(limit));
      case 'd': return word_of(mfa.remove(factor::totp, proof).get_for(limit));
      case 'O': return word_of(client_.auth().sign_out().get_for(limit));
      default: break;
    }
    auto made = mfa.generate_backup_codes(proof).get_for(limit);
    if (made)
      for (const Secret& code : made->codes) shown_.emplace_back(code.reveal());
    return word_of(std::move(made));
  }
  /// The set that the person was shown; empty: none.
  [[nodiscard]] const std::vector<std::string>& shown() const noexcept { return shown_; }

 private:
  [[nodiscard]] EnrollRequest with_password() const {
    EnrollRequest request;
    request.name = person_.password;
    return request;
  }
  [[noreturn]] static void stop(const char* what) {
    throw std::runtime_error(std::string("a preparation failed: ") + what);
  }

  const PeerPerson& person_;
  Client client_;
  std::optional<Challenge> challenge_;
  std::string code_;
  std::vector<std::string> shown_;
};

/// A peer, and a proxy before it.
class Stage {
 public:
  Stage(const std::string& folder, bool tls) : peer_(folder, tls), proxy_(peer_.port()) {}

  void run(const Script& script, Tally& tally) {
    const bool has_factor = script.action != 'E' && script.action != 'C';
    const PeerPerson person = peer_.add("person@example.com", has_factor);
    PeerState before;
    Word word;
    std::vector<std::string> shown;
    bool needless = false;
    {
      Actor actor(peer_, person, proxy_.port());
      actor.prepare(script.action);
      before = peer_.look(person);
      if (script.idle_close) proxy_.close_all();
      proxy_.arm(script.proxy);
      const bool stalls = script.proxy.kind == ProxyPlan::Kind::stall;
      word = actor.act(script.action, stalls ? 150ms : 20000ms);
      shown = actor.shown();
      // Unknown although the request cannot have arrived whole.
      needless = word.says(Outcome::unknown) && !script.idle_close && !peer_.tls() &&
                 !proxy_.blind() && !proxy_.saw_whole_request();
    }
    proxy_.arm({});
    proxy_.close_all();
    const PeerState after = peer_.look(person);
    judge(script, word, effects_of(script.action, before, after),
          shown.empty() || shown == after.codes, needless, tally);
    peer_.forget();
  }

 private:
  static void judge(const Script& script, const Word& word, int effects, bool shown_is_right,
                    bool needless, Tally& tally) {
    const bool wrong = (word.claims_done() && effects == 0) ||
                       (word.claims_nothing() && effects > 0) || !shown_is_right;
    ++tally.scripts;
    tally.wrong += wrong ? 1 : 0;
    tally.twice += effects > 1 ? 1 : 0;
    tally.unknown += word.says(Outcome::unknown) ? 1 : 0;
    tally.needless += needless ? 1 : 0;
    tally.happened += effects > 0 ? 1 : 0;
    if (!wrong && effects <= 1 && !needless) return;
    std::printf("%s  %c said %s (%s, %s), happened %d times; proxy %d %s %zu; idle %d\n",
                needless ? "UNKNOWN" : "WRONG", script.action,
                word.ok ? "ok" : to_string(word.error.outcome),
                word.ok ? "" : to_string(word.error.code), word.error.detail.c_str(), effects,
                static_cast<int>(script.proxy.kind), script.proxy.upward ? "up" : "down",
                script.proxy.after, script.idle_close ? 1 : 0);
  }

  PeerProcess peer_;
  ByteProxy proxy_;
};

int run_all(const Options& options) {
  std::printf("peer: seed %llu\n", static_cast<unsigned long long>(options.seed));
  Stage tls(options.folder, true);
  Stage plain(options.folder, false);
  std::mt19937_64 random(options.seed);
  Tally tally;
  for (int i = 0; i < options.scripts; ++i)
    (static_cast<std::size_t>(i) % tls_share == 0 ? tls : plain).run(draw_script(random), tally);
  std::printf(
      "peer: %d scripts, %d had an effect: %d wrong certainties, %d done twice, %d unknown (%d "
      "needless)\n",
      tally.scripts, tally.happened, tally.wrong, tally.twice, tally.unknown, tally.needless);
  // Scripts that never do anything, or never leave anything open, would prove nothing.
  const bool enough = tally.happened * 10 >= tally.scripts && tally.unknown * 20 >= tally.scripts;
  return tally.wrong == 0 && tally.twice == 0 && tally.needless == 0 && enough ? 0 : 1;
}

}  // namespace

}  // namespace hellojohn::tests

int main(int argc, char** argv) {
  hellojohn::tests::Options options;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    if (name == "--peer") options.folder = argv[i + 1];
    if (name == "--scripts") options.scripts = std::atoi(argv[i + 1]);
    if (name == "--seed") options.seed = std::strtoull(argv[i + 1], nullptr, 10);
  }
  if (options.folder.empty() || options.scripts < 1) {
    std::fprintf(stderr, "usage: --peer FOLDER [--scripts N] [--seed N]\n");
    return 2;
  }
  try {
    return hellojohn::tests::run_all(options);
  } catch (const std::exception& problem) {
    std::printf("peer: stopped: %s\n", problem.what());
    return 1;
  }
}
